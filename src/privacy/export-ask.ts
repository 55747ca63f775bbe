import { record } from '#activity';
import { type Result, ok, refused } from '#kernel';
import { isReadOnly } from '#accounts';
import { openRequest, unlessTaken } from './requests.ts';
import * as queries from './queries.ts';
import type { Asker, DataRequest, PrivacyServices } from './types.ts';

/** A copy is made within minutes: one that still is not there after so long failed, and may be asked for again. */
const stuckAfterMs = 3_600_000;
export const isStuck = ({ askedAt }: Pick<DataRequest, 'askedAt'>, now: Date): boolean =>
  now.getTime() - askedAt.getTime() > stuckAfterMs;

export type CopyRefusal = 'waiting' | 'recovery';

/**
 * The member asks for a copy of everything (UU 27/2022 articles 7 and 13; within 3 × 24 hours by article 32, here within
 * minutes). Whoever calls it has seen the password or a stronger factor a short while ago. `waiting` when one is being
 * made; `recovery` while nobody has proven enough. One that failed for good is made again under the same number.
 */
export async function askForCopy(
  { database, clock }: PrivacyServices,
  asker: Asker,
): Promise<Result<{ readonly caseNumber: string }, CopyRefusal>> {
  const now = clock.now();
  const asked = await unlessTaken(
    database.transaction(async (tx) => {
      if (await isReadOnly(tx, asker.accountId)) return 'recovery' as const;
      const waiting = await queries.currentRequest(tx, asker.accountId, 'export');
      if (waiting && isStuck(waiting, now)) {
        await queries.queueExport(tx, waiting.requestId);
        return waiting;
      }
      const opened = await openRequest(tx, asker, { kind: 'export', now });
      if (!opened) return undefined;
      await queries.queueExport(tx, opened.requestId);
      await record(tx, {
        event: 'data_asked',
        actor: { kind: 'member', accountId: asker.accountId },
        accountId: asker.accountId,
        at: now,
        address: asker.address,
        userAgent: asker.userAgent,
        details: { case: opened.caseNumber },
      });
      return opened;
    }),
  );
  if (asked === 'recovery') return refused('recovery');
  return asked ? ok({ caseNumber: asked.caseNumber }) : refused('waiting');
}
