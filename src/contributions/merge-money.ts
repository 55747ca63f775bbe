import { holdYears, mergeSavings } from '#ledger';
import { type Month, ok, refused, type Result } from '#kernel';
import { employerNames } from '#members';
import type { Executor, Transaction } from '#platform';
import { lockImports } from './queries-import.ts';
import * as queries from './queries-merging.ts';
import { lockPayOuts } from './queries-returns.ts';

export type MoneyMerging = {
  readonly mergingId: string;
  readonly gone: string;
  readonly stays: string;
  readonly now: Date;
};

/** `double_months`: one employer reported the same month in both; `year_closing`: the return of a year is half credited. */
export type MoneyRefusal = 'double_months' | 'year_closing';

export type DoubleMonth = {
  readonly month: Month;
  /** Undefined for what the person paid alone. */
  readonly employerName: string | undefined;
};

/** Months that stand in both records by the same payer, oldest first, at most 100: which is a double report is settled first. */
export async function doubleMonths(
  executor: Executor,
  { gone, stays }: Pick<MoneyMerging, 'gone' | 'stays'>,
): Promise<DoubleMonth[]> {
  const rows = await queries.selectDoubleMonths(executor, gone, stays);
  const payers = [...new Set(rows.flatMap(({ employerId }) => employerId ?? []))];
  const names = payers.length > 0 ? await employerNames(executor, payers) : new Map<string, string>();
  return rows.map(({ month, employerId }) => ({ month, employerName: names.get(employerId ?? '') }));
}

/**
 * Waits for whoever files, corrects, settles, credits or pays out, and keeps all of them from beginning until the
 * transaction ends; then says whether the money of two records may become one.
 */
export async function holdMoney(
  tx: Transaction,
  { gone, stays }: Pick<MoneyMerging, 'gone' | 'stays'>,
): Promise<Result<undefined, MoneyRefusal>> {
  const held = await holdYears(tx);
  if (!held.ok) return held;
  await lockImports(tx);
  for (const personId of [gone, stays].toSorted()) await lockPayOuts(tx, personId);
  const doubles = await queries.selectDoubleMonths(tx, gone, stays);
  return doubles.length > 0 ? refused('double_months') : ok(undefined);
}

/**
 * The months, pay-outs and savings of a record that `mergeRecords` of the register ended come to the one that stays. The
 * postings stay as they are: their account gets another owner. Called under `holdMoney`. Yields how many rows and accounts.
 */
export async function mergeMoney(
  tx: Transaction,
  merging: MoneyMerging,
): Promise<{ readonly rows: number; readonly accounts: number }> {
  const accounts = await mergeSavings(tx, merging);
  const rows = await queries.mergeRows(tx, merging.gone, merging.stays);
  return { rows, accounts };
}

export type CardMonths = { readonly count: number; readonly first: Month; readonly last: Month };

/** How many months were reported of each card, and from when to when; a card without one is left out. */
export async function monthsByCard(
  executor: Executor,
  personId: string,
): Promise<ReadonlyMap<string, CardMonths>> {
  const rows = await queries.selectMonthsByCard(executor, personId);
  return new Map(
    rows.map(({ membershipId, count, first, last }) => [membershipId, { count: Number(count), first, last }]),
  );
}
