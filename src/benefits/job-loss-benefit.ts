import {
  type IsoDate,
  minRupiah,
  ok,
  type Rate,
  refused,
  type Result,
  type Rupiah,
  shareOf,
  sumRupiah,
} from '#kernel';
import { jobLossTermsOn, type JobLossTerms } from '#rates';

export type JobLossBenefit = {
  readonly terms: JobLossTerms;
  readonly wage: Rupiah;
  /** The wage up to the ceiling. */
  readonly counted: Rupiah;
  readonly steps: readonly {
    readonly months: number;
    readonly rate: Rate;
    readonly perMonth: Rupiah;
    readonly amount: Rupiah;
  }[];
  readonly months: number;
  readonly total: Rupiah;
};

/** JKP in money for a dismissal on `today`: a share of the last reported wage up to the ceiling (PP 6/2025). */
export function jobLossBenefit(
  today: IsoDate,
  wage: Rupiah | undefined,
): Result<JobLossBenefit, 'wage_not_known' | 'job_loss_not_in_force'> {
  const terms = jobLossTermsOn(today);
  if (!terms) return refused('job_loss_not_in_force');
  if (wage === undefined || wage <= 0n) return refused('wage_not_known');
  const counted = minRupiah(wage, terms.wageCeiling);
  const steps = terms.steps.map(({ months, rate }) => {
    const perMonth = shareOf(counted, rate);
    return { months, rate, perMonth, amount: perMonth * BigInt(months) };
  });
  return ok({
    terms,
    wage,
    counted,
    steps,
    months: steps.reduce((sum, { months }) => sum + months, 0),
    total: sumRupiah(steps.map(({ amount }) => amount)),
  });
}
