import { type IsoDate, ok, refused, type Result, type Rupiah, shareOf } from '#kernel';
import { accidentTermsOn, type AccidentTerms, deathTermsOn } from '#rates';

export type AccidentBenefit = {
  readonly terms: AccidentTerms;
  readonly wage: Rupiah;
  /** Each month of the first ones away from work, and of the later ones. */
  readonly fullPay: Rupiah;
  readonly laterPay: Rupiah;
  readonly totalDisability: { readonly lumpSum: Rupiah; readonly periodic: Rupiah; readonly total: Rupiah };
  readonly death: {
    readonly lumpSum: Rupiah;
    /** The rate of the wage would yield less than JKM pays. */
    readonly raised: boolean;
    readonly periodic: Rupiah;
    readonly funeral: Rupiah;
    readonly total: Rupiah;
  };
};

/** JKK in money for an accident on `today` (PP 82/2019); treatment comes beside it, without a limit. */
export function accidentBenefit(
  today: IsoDate,
  wage: Rupiah | undefined,
): Result<AccidentBenefit, 'wage_not_known' | 'accident_amount_not_known'> {
  if (wage === undefined || wage <= 0n) return refused('wage_not_known');
  const terms = accidentTermsOn(today);
  const least = deathTermsOn(today);
  if (!terms || !least) return refused('accident_amount_not_known');
  const manyWages = wage * BigInt(terms.wageMonths);
  const disabled = shareOf(manyWages, terms.totalDisabilityRate);
  const byWage = shareOf(manyWages, terms.deathRate);
  const raised = byWage < least.lumpSum;
  const died = raised ? least.lumpSum : byWage;
  const { periodic, funeral } = terms;
  return ok({
    terms,
    wage,
    fullPay: wage,
    laterPay: shareOf(wage, terms.laterPayRate),
    totalDisability: { lumpSum: disabled, periodic, total: disabled + periodic },
    death: { lumpSum: died, raised, periodic, funeral, total: died + periodic + funeral },
  });
}
