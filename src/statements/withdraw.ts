import { record } from '#activity';
import type { Database, Transaction } from '#platform';
import { inChunks } from '#platform';
import type { StatementAsker, StatementServices } from './proof-types.ts';
import * as queries from './queries.ts';

/** Ends a code: from its commit on, it is answered like one that never was. False when it was over already, or is another's. */
export function withdrawProof(
  { database, clock }: Pick<StatementServices, 'database' | 'clock'>,
  asker: StatementAsker,
  proofId: string,
): Promise<boolean> {
  const { accountId, personId, address, userAgent } = asker;
  const now = clock.now();
  return database.transaction(async (tx) => {
    const ended = await queries.endProof(tx, accountId, proofId, now);
    if (!ended) return false;
    await record(tx, {
      event: 'statement_code_withdrawn',
      actor: { kind: 'member', accountId },
      accountId,
      personId,
      at: now,
      address,
      userAgent,
      details: { year: ended.year },
    });
    return true;
  });
}

/** Ends the codes of an account that is erased. */
export async function forgetProofsOf(tx: Transaction, accountId: string): Promise<void> {
  await queries.deleteProofsOf(tx, accountId);
}

/** Codes are kept a month past their end. A daily job calls it. Returns how many it forgot. */
export function forgetOldProofs(database: Database, now: Date): Promise<number> {
  const before = new Date(now.getTime() - 30 * 86_400_000);
  return inChunks((limit) => queries.deleteEnded(database, before, limit));
}
