import type { Month, Rupiah } from '#kernel';
import type { Executor } from '#platform';
import { pensionWageCeilings } from '#rates';
import { selectLatestReports, selectYearTotals } from './queries-benefits.ts';

/** What a year counts for the pension and for the scholarship. */
export type YearTotals = {
  readonly year: number;
  /** The first month that was reported with JP, paid or not. */
  readonly firstPensionMonth: Month | undefined;
  /** Months whose JP was paid; a month with several cards counts once. */
  readonly pensionMonths: number;
  /** The wages of those months together, each up to the ceiling of its month (PP 45/2015 Ps.29). */
  readonly pensionWages: Rupiah;
  /** Both shares of JP that were paid. */
  readonly pensionContributions: Rupiah;
  /** Months reported with JP and not paid yet. */
  readonly pensionUnpaidMonths: number;
  /** Months whose JKM was paid. */
  readonly deathMonths: number;
};

/** The newest report of a card: the wage by which the amounts of today are reckoned. */
export type LatestReport = {
  readonly membershipId: string;
  readonly month: Month;
  readonly wage: Rupiah;
  /** Both shares of JHT; zero when the card has none. */
  readonly savings: Rupiah;
  /** Both shares of JP. */
  readonly pension: Rupiah | undefined;
  readonly hasJobLoss: boolean;
};

/** Totals by year, oldest first. One statement and one row a year, whatever the length of the history. */
export async function yearTotals(executor: Executor, personId: string): Promise<YearTotals[]> {
  const ceilings = pensionWageCeilings();
  const rows = await selectYearTotals(executor, personId, {
    from: ceilings.map(({ from }) => from),
    to: ceilings.map(({ to }) => to),
    amount: ceilings.map(({ amount }) => amount),
  });
  return rows.map((row) => ({ ...row, firstPensionMonth: row.firstPensionMonth ?? undefined }));
}

/** The newest reported month of each of these cards; a card without a report is left out. One statement. */
export async function latestReports(
  executor: Executor,
  personId: string,
  membershipIds: readonly string[],
): Promise<LatestReport[]> {
  const rows = await selectLatestReports(executor, personId, membershipIds);
  return rows.map((row) => ({ ...row, pension: row.pension ?? undefined }));
}
