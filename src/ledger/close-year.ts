import { AppError, dayIn, newId, ok, refused, type Result, yearOf } from '#kernel';
import type { Database, Transaction } from '#platform';
import { enter, prepareEntries } from './enter.ts';
import { addEntry, addPosting, openControls } from './queries.ts';
import * as years from './queries-years.ts';
import type { ClosedYear, YearTerms } from './years.ts';

export type YearTotals = years.YearTotals;

/** Names of the house's side: the fund of the entries, where returns come from, where what rounding leaves goes to. */
export type ReturnAccounts = { readonly fund: string; readonly returns: string; readonly rounding: string };

export type CloseOptions = {
  readonly now: Date;
  readonly accounts: ReturnAccounts;
  /** Accounts of one transaction. */
  readonly partSize?: number;
  readonly onProgress?: (accounts: bigint) => void;
};

export type CloseRefusal =
  | { readonly reason: 'year_not_over' }
  | { readonly reason: 'year_not_next'; readonly next: number | undefined }
  | { readonly reason: 'closed_otherwise'; readonly method: string; readonly rate: number };

const usualPart = 100_000;

/**
 * Credits a year's return to every savings account and closes the year: from then on nothing is dated into it, and
 * balances are read from its snapshot. Years follow one another. It goes in parts, each one transaction with its
 * postings, snapshots and mark; killed at any point, the next call goes on behind the last mark. Two at once take turns,
 * and a call for a closed year changes nothing and yields the same totals.
 *
 * Each account is rounded down to the rupiah. What that leaves over all accounts, in whole rupiah, goes to the account
 * for rounding, so that what the house gives is the exact sum whatever the size of the parts.
 */
export async function closeYear(
  database: Database,
  terms: YearTerms,
  options: CloseOptions,
): Promise<Result<YearTotals, CloseRefusal>> {
  const began = await database.transaction((tx) => begin(tx, terms, options));
  if (!began.ok) return began;
  const standing = began.value;
  while (await database.transaction((tx) => creditNext(tx, standing, options)));
  await database.transaction((tx) => finish(tx, standing, options));
  return ok(await years.selectTotals(database, terms));
}

/** Yields the terms that stand: of a year that was begun before, its own. */
async function begin(
  tx: Transaction,
  terms: YearTerms,
  { now, accounts }: CloseOptions,
): Promise<Result<YearTerms, CloseRefusal>> {
  await years.prepareClosing(tx);
  if (terms.year >= yearOf(dayIn(now))) return refused({ reason: 'year_not_over' });
  const closed = await years.selectClosedYears(tx);
  const known = closed.find(({ year }) => year === terms.year);
  if (known) {
    if (sameTerms(known, terms)) return ok(known);
    return refused({ reason: 'closed_otherwise', method: known.method, rate: known.rate });
  }
  const last = closed.at(-1);
  const next = last ? last.year + 1 : await years.selectFirstYear(tx);
  if (next !== terms.year || (last && last.state !== 'closed'))
    return refused({ reason: 'year_not_next', next: last?.state === 'closing' ? last.year : next });
  await openControls(tx, [accounts.returns, accounts.rounding]);
  await years.insertClosingYear(tx, terms, now);
  return ok(terms);
}

function sameTerms(known: ClosedYear, terms: YearTerms): boolean {
  const of = ({ year, method, rate, openingWeight, monthWeights }: YearTerms) =>
    JSON.stringify([year, method, rate, openingWeight, monthWeights]);
  return of(known) === of(terms);
}

/** One part more; false when there is none. */
async function creditNext(tx: Transaction, terms: YearTerms, options: CloseOptions): Promise<boolean> {
  await years.prepareClosing(tx);
  if (!(await isClosing(tx, terms.year))) return false;
  const part = await years.selectNextPart(tx, terms.year, options.partSize ?? usualPart);
  if (!part) return false;
  const { fund, returns } = options.accounts;
  await years.createFigures(tx, terms, part);
  if ((terms.belowZero ?? 'nothing') === 'nothing') await years.addMonthsBelowZero(tx, terms);
  await years.insertReturns(tx, terms, { id: newId(options.now), fund, payer: returns }, options.now);
  await years.insertYearEnds(tx, terms.year);
  await years.insertCarried(tx, terms.year, part);
  await years.insertPart(tx, terms.year, part);
  options.onProgress?.(part.last);
  return true;
}

async function finish(tx: Transaction, terms: YearTerms, { now, accounts }: CloseOptions): Promise<void> {
  await years.prepareClosing(tx);
  if (!(await isClosing(tx, terms.year))) return;
  const { rounding } = await years.selectTotals(tx, terms);
  if (rounding > 0n) await enterRounding(tx, terms.year, rounding, accounts, now);
  await years.createFigures(tx, terms, 'controls');
  await years.insertYearEnds(tx, terms.year);
  await years.insertCarried(tx, terms.year, 'controls');
  const sum = await years.selectSumOfYear(tx, terms.year);
  if (sum !== 0n)
    throw new AppError('bug', `the year ${terms.year} does not tie: all accounts sum to ${sum}`);
  await years.updateClosed(tx, terms.year, now);
}

async function isClosing(tx: Transaction, year: number): Promise<boolean> {
  const closed = await years.selectClosedYears(tx);
  return closed.some((known) => known.year === year && known.state === 'closing');
}

async function enterRounding(
  tx: Transaction,
  year: number,
  amount: bigint,
  accounts: ReturnAccounts,
  now: Date,
): Promise<void> {
  const entryId = newId(now);
  await prepareEntries(tx);
  await addEntry(tx, {
    entryId,
    kind: 'return',
    reason: 'rounding',
    fund: accounts.fund,
    period: String(year),
    effectiveOn: `${year}-12-31`,
  });
  await addPosting(tx, { entryId, controlName: accounts.returns, amount: -amount });
  await addPosting(tx, { entryId, controlName: accounts.rounding, amount });
  await enter(tx, now);
}
