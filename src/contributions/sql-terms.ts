import { addMonths, type Month } from '#kernel';
import {
  assessmentTerms,
  type ContributionSegment,
  discountRulesFor,
  employerScales,
  firstContributionMonth,
  riskClasses,
} from '#rates';

/**
 * The law as rows, for the set-based assessment. `payer_kind` is the segment, for wage earners with scale and risk
 * class behind it: `PU large 3`. Amounts travel as text, because JSON has no bigint.
 */
export type TermRow = Readonly<Record<string, string | number | null>>;

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
  { payerKind: 'JAKON', segment: 'JAKON' as const },
];

function monthsUntil(last: Month): Month[] {
  const months: Month[] = [];
  for (let of = firstContributionMonth; of <= last; of = addMonths(of, 1)) months.push(of);
  return months;
}

export function termRows(last: Month): TermRow[] {
  return monthsUntil(last).flatMap((month) =>
    payers.flatMap(({ payerKind, ...payer }) => {
      const terms = assessmentTerms(month, payer);
      if (!terms) return [];
      const { band, jkp } = terms;
      return {
        month,
        payer_kind: payerKind,
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
        income_up_to: text(band?.incomeUpTo),
        jht_amount: text(band?.jhtAmount),
        jkk_amount: text(band?.jkkAmount),
        jkm_amount: text(band?.jkmAmount),
      };
    }),
  );
}

const text = (amount: bigint | undefined) => (amount === undefined ? null : String(amount));

const segments: readonly ContributionSegment[] = ['PU', 'BPU', 'JAKON'];

/**
 * The discount rules as rows, one for each month and segment, reliefs in whole percent. A file of contributions does
 * not tell whether a self-employed person drives for a living, so a rule that asks for it holds for nobody here;
 * nor does it tell of money from the state, so nobody is taken to be paid for.
 */
export function discountRows(last: Month): TermRow[] {
  return monthsUntil(last).flatMap((month) =>
    segments.flatMap((segment) =>
      discountRulesFor(month, segment)
        .filter(({ conditions }) => !conditions.transportWorker)
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
