import { type Result, ok, refused } from '#kernel';
import { isReadOnly } from '#accounts';
import { askWithCase } from './requests.ts';
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
  services: PrivacyServices,
  asker: Asker,
): Promise<Result<{ readonly caseNumber: string }, CopyRefusal>> {
  const { database, clock } = services;
  const now = clock.now();
  if (await isReadOnly(database, asker.accountId)) return refused('recovery');
  const waiting = await queries.currentRequest(database, asker.accountId, 'export');
  if (waiting && isStuck(waiting, now)) {
    await queries.queueExport(database, waiting.requestId);
    return ok({ caseNumber: waiting.caseNumber });
  }
  const asked = await askWithCase(
    services,
    asker,
    { kind: 'export', event: 'data_asked', now },
    (tx, opened) => queries.queueExport(tx, opened.requestId),
  );
  return asked ? ok({ caseNumber: asked.caseNumber }) : refused('waiting');
}
