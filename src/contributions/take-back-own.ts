import { dayIn, type IsoDate, type Month } from '#kernel';
import { enter, prepareEntries } from '#ledger';
import { findPersonByMemberNumber } from '#members';
import type { Transaction } from '#platform';
import { groupIdPrefix } from './group-id.ts';
import * as corrections from './queries-correct-posting.ts';
import { insertBatch, lockImports } from './queries-import.ts';
import * as queries from './queries-take-back.ts';

/** A month of a self-employed person that is not paid any more. */
export type UnpaidOwnMonth = {
  readonly memberNumber: string;
  readonly membershipId: string;
  readonly month: Month;
  /** Day of its bill: a month that came by another way than this bill is left alone. */
  readonly billedOn: IsoDate;
};

/**
 * Takes back what was entered for months of the self-employed that are not paid any more: a further revision without shares,
 * whose entry, dated today, takes off what the posted revision gave. Both stay in the book and count for nothing, so that the
 * month reads as never paid and can be entered again. Takes turns with imports. Yields those that stood; again, it finds none.
 */
export async function takeBackOwn(
  tx: Transaction,
  now: Date,
  months: readonly UnpaidOwnMonth[],
): Promise<Pick<UnpaidOwnMonth, 'membershipId' | 'month'>[]> {
  await lockImports(tx);
  const today = dayIn(now);
  const known = await withPersons(tx, months);
  await queries.createTakenBack(tx, known, { today, idPrefix: groupIdPrefix(now) });
  const taken = await queries.selectTakenBack(tx);
  if (taken.length === 0) return [];
  const batchId = await insertBatch(tx, now, taken.length, 0);
  await prepareEntries(tx);
  await corrections.supersede(tx);
  await corrections.insertRevisions(tx, today, batchId);
  await queries.supersedeTakenBack(tx);
  await corrections.handOverCorrections(tx);
  await enter(tx, now);
  return taken;
}

/** One look for each month: a bank takes back few at once. */
async function withPersons(
  tx: Transaction,
  months: readonly UnpaidOwnMonth[],
): Promise<(UnpaidOwnMonth & { readonly personId: string })[]> {
  const known: (UnpaidOwnMonth & { readonly personId: string })[] = [];
  for (const month of months) {
    const personId = await findPersonByMemberNumber(tx, month.memberNumber);
    if (personId) known.push({ ...month, personId });
  }
  return known;
}
