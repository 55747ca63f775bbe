import { record } from '#activity';
import { dataKeyOf, lookUpHashes } from '#platform';
import { addressSubject, networkSubject, takeEach } from '#throttle';
import type { CheckAnswer } from './check-answer.ts';
import { readCode } from './code.ts';
import { openFacts } from './sealed-facts.ts';
import type { StatementServices } from './proof-types.ts';
import * as queries from './queries.ts';

/**
 * "Is this statement as it was issued?", for everybody who holds its code. Each look is counted against the address that
 * asks, its network and the code, and the member finds it in the activity of the account; who asked is not written down.
 */
export async function checkProof(
  services: StatementServices,
  typed: string,
  address: string,
): Promise<CheckAnswer> {
  const code = readCode(typed.slice(0, 100));
  if (code === undefined) return { kind: 'mistyped' };
  const { database, keys, clock } = services;
  const now = clock.now();
  const answers = await takeEach(
    database,
    services,
    [
      { name: 'statement_checks_address', subject: addressSubject(address) },
      { name: 'statement_checks_network', subject: networkSubject(address) },
      { name: 'statement_checks_code', subject: code },
    ],
    now,
  );
  const last = answers.at(-1);
  if (last && !last.allowed) return { kind: 'too_many', until: last.until };
  return database.transaction(async (tx) => {
    const row = await queries.lookAtProof(tx, lookUpHashes(keys, 'statement-index', code), now);
    const key = row && (await dataKeyOf(tx, keys, row.accountId));
    // Without its key the account is erased, and what it sealed with it.
    if (!row || !key) return { kind: 'not_good' } as const;
    await record(tx, {
      event: 'statement_checked',
      actor: { kind: 'unknown' },
      accountId: row.accountId,
      at: now,
      details: { year: row.year },
    });
    const { amounts, ...facts } = openFacts(key, row.proofId, row.facts);
    const { showsAmounts, issuedAt, expiresAt } = row;
    return {
      kind: 'good',
      checked: { ...facts, amounts: showsAmounts ? amounts : undefined, issuedAt, expiresAt },
    } as const;
  });
}
