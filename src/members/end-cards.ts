import { newId } from '#kernel';
import type { Transaction } from '#platform';
import type { ExitReason } from './exit.ts';
import * as queries from './queries-workers.ts';

/** Of an employer also that somebody died: a worker gives no such notice. */
export type EndReason = Exclude<ExitReason, 'other'> | 'died';
export type CardEnd = {
  readonly memberNumber: string;
  readonly endedOn: string;
  readonly reason: EndReason;
};
export type EndRefusal =
  | 'member_number_unknown'
  | 'member_number_of_other_employer'
  | 'already_ended'
  | 'ended_before_start';

/**
 * Ends cards of an employer on a day; each number once. Yields those that it cannot end, and why. Without `now` it only
 * looks. A card that ends on that day already is left alone and is no fault. Why it ended is kept.
 */
export async function endCards(
  tx: Transaction,
  employerId: string,
  ends: readonly CardEnd[],
  now: Date | undefined,
): Promise<{ memberNumber: string; reason: EndRefusal }[]> {
  const refused = await queries.refusedEnds(tx, employerId, ends);
  if (!now) return refused;
  const wrong = new Set(refused.map(({ memberNumber }) => memberNumber));
  await queries.endCards(
    tx,
    employerId,
    ends
      .filter(({ memberNumber }) => !wrong.has(memberNumber))
      .map((end) => ({ ...end, exitId: newId(now) })),
    now,
  );
  return refused;
}
