import { recordMany } from '#activity';
import { type Result, ok, refused } from '#kernel';
import { addJob } from '#platform';
import { findAccount } from './find-account.ts';
import { readIdentifier } from './identifier.ts';
import * as queries from './queries.ts';
import { sessionEndedTask } from './session.ts';
import type { AccountServices } from './types.ts';

/** So many in one transaction: what was ended is over while the rest still waits. */
const atOnce = 500;

/**
 * The operator ends every session of one account, found by any of its identifiers, or of everybody. It is over at once
 * on every face; services are told, and the members see it among their activity. Answers how many.
 */
export async function revokeSessions(
  services: AccountServices,
  whose: { readonly identifier: string } | 'everybody',
): Promise<Result<number, 'unknown_account'>> {
  if (whose === 'everybody') return ok(await revokeSessionsOf(services, undefined));
  const account = await findAccount(services, readIdentifier(whose.identifier));
  return account ? ok(await revokeSessionsOf(services, account.account_id)) : refused('unknown_account');
}

/** Of one account, or of everybody. Answers how many. */
export async function revokeSessionsOf(
  { database, clock }: AccountServices,
  accountId: string | undefined,
): Promise<number> {
  const now = clock.now();
  const step = () =>
    database.transaction(async (tx) => {
      const ended = await queries.revokeSessions(tx, { accountId, now, atOnce });
      for (const { session_id: sessionId } of ended) await addJob(tx, sessionEndedTask, { sessionId });
      const counts = Map.groupBy(ended, (row) => row.account_id);
      await recordMany(
        tx,
        [...counts].map(([id, { length: count }]) => ({
          event: 'session_ended',
          actor: { kind: 'system' },
          accountId: id,
          at: now,
          details: { reason: 'revoked', count },
        })),
      );
      return ended.length;
    });
  let all = 0;
  for (let ended = await step(); ended > 0; ended = await step()) all += ended;
  return all;
}
