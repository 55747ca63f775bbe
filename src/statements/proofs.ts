import { dataKeyOf, type Executor } from '#platform';
import { codeOf } from './code.ts';
import type { ProofFacts } from './facts.ts';
import type { Proof, StatementServices } from './proof-types.ts';
import * as queries from './queries.ts';
import { openFacts } from './sealed-facts.ts';

const proofOf = ({
  proofId,
  year,
  showsAmounts,
  issuedAt,
  expiresAt,
  looks,
  lastLookAt,
}: queries.ProofRow): Proof => ({
  proofId,
  year,
  showsAmounts,
  issuedAt,
  expiresAt,
  looks,
  lastLookAt: lastLookAt ?? undefined,
});

/** The codes of an account that are good now, the newest first. One statement. */
export async function proofsOf(
  { database, clock }: Pick<StatementServices, 'clock'> & { readonly database: Executor },
  accountId: string,
): Promise<Proof[]> {
  return (await queries.selectGood(database, accountId, clock.now())).map(proofOf);
}

/** One of them with its code, which is reckoned, and what the paper says; undefined when it is no more or another's. */
export async function proofWithCode(
  { database, keys, clock }: StatementServices,
  accountId: string,
  proofId: string,
): Promise<(Proof & { readonly code: string; readonly facts: ProofFacts }) | undefined> {
  const row = await queries.selectProof(database, accountId, proofId);
  if (!row || row.withdrawnAt !== null || row.expiresAt <= clock.now()) return undefined;
  const key = await dataKeyOf(database, keys, accountId);
  return key && { ...proofOf(row), code: codeOf(key, proofId), facts: openFacts(key, proofId, row.facts) };
}
