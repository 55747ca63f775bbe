import { addMonths, type Month } from '#kernel';
import {
  assessmentTerms,
  type AssessmentTerms,
  type ContributionSegment,
  discountRulesFor,
  employerScales,
  firstContributionMonth,
  type IncomeBand,
  riskClasses,
} from '#rates';
import { largestWage } from './limits.ts';

/**
 * The law as rows, for the set-based assessment. `payer_kind` is the segment, for wage earners with scale and risk
 * class behind it: `PU large 3`. Amounts travel as text, because JSON has no bigint.
 */
export type TermRow = Readonly<Record<string, string | number | null>>;

/** The self-employed who leave JHT out in a month (PP 46/2015): the same bands without its amount. */
export const withoutSavingsKind = 'BPU without JHT';

const payers = [
  ...employerScales.flatMap((scale) =>
    riskClasses.map((riskClass) => ({
      payerKind: `PU ${scale} ${riskClass}`,
      segment: 'PU' as const,
      scale,
      riskClass,
    })),
  ),
  { payerKind: 'BPU', segment: 'BPU' as const },
  { payerKind: withoutSavingsKind, segment: 'BPU' as const },
  { payerKind: 'JAKON', segment: 'JAKON' as const },
];

function monthsUntil(last: Month): Month[] {
  const months: Month[] = [];
  for (let of = firstContributionMonth; of <= last; of = addMonths(of, 1)) months.push(of);
  return months;
}

/**
 * One row for each month, kind of payer and range of incomes; together the ranges hold every wage. A range whose
 * contribution cannot be assessed has the name of the refusal and no amounts.
 */
export function termRows(last: Month): TermRow[] {
  return monthsUntil(last).flatMap((month) =>
    payers.flatMap(({ payerKind, ...payer }) => {
      const terms = assessmentTerms(month, payer);
      const key = { month, payer_kind: payerKind };
      if (!terms.ok) return { ...key, ...anyIncome, refusal: terms.refusal };
      if (!terms.value.bands) return { ...key, ...anyIncome, ...rateColumns(terms.value) };
      const left = payerKind === withoutSavingsKind ? { jht_amount: null } : {};
      return rangesOf(terms.value.bands).map((range) => ({ ...key, ...range, ...left }));
    }),
  );
}

const anyIncome = { income_from: '1', income_up_to: String(largestWage) };

function rateColumns({ jkp, ...terms }: AssessmentTerms): TermRow {
  return {
    jht_employer_rate: terms.jhtEmployerRate ?? null,
    jht_employee_rate: terms.jhtEmployeeRate ?? null,
    jp_employer_rate: terms.jpEmployerRate ?? null,
    jp_employee_rate: terms.jpEmployeeRate ?? null,
    jp_ceiling: text(terms.jpWageCeiling),
    jkk_rate: terms.jkkRate ?? null,
    jkm_rate: terms.jkmRate ?? null,
    jkp_ceiling: text(jkp?.wageCeiling),
    jkp_from_jkk_rate: jkp?.fromJkkRate ?? null,
    jkp_from_jkm_rate: jkp?.fromJkmRate ?? null,
    jkp_state_rate: jkp?.stateRate ?? null,
  };
}

/** The known bands, and between and beside them the incomes of which nothing is known. */
function rangesOf(bands: readonly IncomeBand[]): TermRow[] {
  const ranges: TermRow[] = [];
  let next = 1n;
  const unknownUntil = (end: bigint) => {
    if (next <= end)
      ranges.push({ income_from: text(next), income_up_to: text(end), refusal: 'band_not_known' });
  };
  for (const { incomeFrom, incomeUpTo, jhtAmount, jkkAmount, jkmAmount } of bands) {
    unknownUntil(incomeFrom - 1n);
    const end = incomeUpTo ?? largestWage;
    ranges.push({
      income_from: text(incomeFrom),
      income_up_to: text(end),
      jht_amount: text(jhtAmount),
      jkk_amount: text(jkkAmount),
      jkm_amount: text(jkmAmount),
    });
    next = end + 1n;
  }
  unknownUntil(largestWage);
  return ranges;
}

const text = (amount: bigint | undefined) => (amount === undefined ? null : String(amount));

const segments: readonly ContributionSegment[] = ['PU', 'BPU', 'JAKON'];

/**
 * The discount rules as rows, one for each month and segment, reliefs in whole percent. A file of contributions does
 * not tell whether a self-employed person drives for a living nor what was granted on request, so a rule that asks for
 * either holds for nobody here; nor does it tell of money from the state, so nobody is taken to be paid for.
 */
export function discountRows(last: Month): TermRow[] {
  return monthsUntil(last).flatMap((month) =>
    segments.flatMap((segment) =>
      discountRulesFor(month, segment)
        .filter(({ conditions }) => !conditions.transportWorker && !conditions.grantedOnRequest)
        .map(({ id, effects, conditions }) => ({
          month,
          segment,
          rule: id,
          jkk_relief: percentOf(effects, 'JKK'),
          jkm_relief: percentOf(effects, 'JKM'),
          jp_deferred: percentOf(effects, 'JP'),
          labour_intensive: conditions.labourIntensive ? 1 : 0,
          min_active_workers: conditions.minActiveWorkers ?? 0,
          paid_up_through: conditions.paidUpThrough ?? null,
          member_since_through: conditions.memberSince?.through ?? null,
          otherwise_after_months: conditions.memberSince?.otherwiseAfterMonths ?? 0,
          pay_by: conditions.payBy ?? null,
        })),
    ),
  );
}

type Effects = ReturnType<typeof discountRulesFor>[number]['effects'];

function percentOf(effects: Effects, programme: string): number {
  const effect = effects.find((candidate) => candidate.programme === programme);
  if (!effect) return 0;
  return ('reliefRate' in effect ? effect.reliefRate : effect.deferredRate) / 1000;
}

/** True for the months in which some discount asks for the number of active workers. */
export function countsActiveWorkers(month: Month): boolean {
  return discountRulesFor(month, 'PU').some(({ conditions }) => conditions.minActiveWorkers !== undefined);
}
