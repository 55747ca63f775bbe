import type { Transaction } from '#platform';
import * as queries from './queries-workers.ts';

export type CardEnd = { readonly memberNumber: string; readonly endedOn: string };
export type EndRefusal =
  | 'member_number_unknown'
  | 'member_number_of_other_employer'
  | 'already_ended'
  | 'ended_before_start';

/**
 * Ends cards of an employer on a day; each number once. Yields those that it cannot end, and why. With `write` false it only
 * looks. A card that ends on that day already is left alone and is no fault.
 */
export async function endCards(
  tx: Transaction,
  employerId: string,
  ends: readonly CardEnd[],
  write: boolean,
): Promise<{ memberNumber: string; reason: EndRefusal }[]> {
  const refused = await queries.refusedEnds(tx, employerId, ends);
  if (!write) return refused;
  const wrong = new Set(refused.map(({ memberNumber }) => memberNumber));
  await queries.endCards(
    tx,
    employerId,
    ends.filter(({ memberNumber }) => !wrong.has(memberNumber)),
  );
  return refused;
}
