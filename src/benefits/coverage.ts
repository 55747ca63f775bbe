import { addMonths, firstDayOf, type IsoDate, type Month, monthOf, monthsBetween } from '#kernel';
import { type Programme, type ProgrammeMonth, programmeMonths, programmes } from '#contributions';
import { type Membership, membershipsOf } from '#members';
import type { Executor } from '#platform';
import { lastMonthDueBefore } from '#rates';

export type Coverage = {
  readonly programme: Programme;
  /** `not_recorded`: paid by package or project, which nothing here records, so that the record tells neither yes nor no. */
  readonly state: 'covered' | 'not_covered' | 'not_recorded' | 'lapsed' | 'qualifying';
  /** The first day of the latest run of reported months; up to three left out while employed do not end it. */
  readonly coveredSince: IsoDate | undefined;
  /** For JP: paid months of the 180 (PP 45/2015 Ps.17); for JKP: of the 12 in 24 (PP 37/2021). */
  readonly monthsPaid: number | undefined;
  readonly monthsNeeded: number | undefined;
  /** Named reason when not covered, key of a text: benefits.reason.<reason>. */
  readonly reason: CoverageReason | undefined;
  /** A condition of the law that could not be confirmed, key of a text: benefits.uncertain.<name>. */
  readonly uncertain: 'jkp_continuity' | undefined;
  /** The last day of the newest membership, when none runs any more. */
  readonly endedOn: IsoDate | undefined;
  /** All memberships that count are the member's own, without an employer. */
  readonly selfEmployed: boolean;
};

export type CoverageReason =
  | 'no_membership'
  | 'membership_ended'
  | 'nothing_reported_yet'
  | 'not_reported_lately'
  | 'unpaid_three_months'
  | 'not_for_self_employed'
  | 'paid_by_package'
  | 'paid_by_project'
  | 'not_in_package'
  | 'employer_not_obliged'
  | 'months_not_reached';

const pensionMonths = 180;
const jobLossMonths = 12;
const jobLossWindow = 24;

/** What is known of a person, once for all programmes. */
type Known = {
  readonly today: IsoDate;
  readonly memberships: readonly Membership[];
  readonly running: readonly Membership[];
  readonly endedOn: IsoDate | undefined;
  readonly reported: readonly ProgrammeMonth[];
};

/**
 * For each programme whether the person is covered on `today`, from the record alone.
 * JKK, JKM, JHT: a running membership whose newest month that is due was reported; for the self-employed, paid within
 * the last three due months. JP: the monthly pension needs 180 paid months (PP 45/2015 Ps.17). JKP: 12 paid months
 * within 24 (PP 37/2021); whether six of them must be unbroken since PP 6/2025 could not be confirmed.
 */
export async function coverageOf(executor: Executor, personId: string, today: IsoDate): Promise<Coverage[]> {
  const memberships = await membershipsOf(executor, personId);
  const reported = await programmeMonths(executor, personId);
  const running = memberships.filter(
    ({ startedOn, endedOn }) => startedOn <= today && (endedOn === undefined || endedOn >= today),
  );
  const ends = memberships.map((membership) => membership.endedOn).filter((day) => day !== undefined);
  const endedOn = running.length === 0 ? ends.sort().at(-1) : undefined;
  return programmes.map((programme) =>
    coverageIn(programme, { today, memberships, running, endedOn, reported }),
  );
}

function coverageIn(programme: Programme, known: Known): Coverage {
  const months = known.reported.filter((line) => line.programmes.includes(programme));
  const lapse = whyNot(programme, months, known);
  const base = {
    programme,
    coveredSince: lapse ? undefined : sinceOf(months, known),
    monthsPaid: undefined,
    monthsNeeded: undefined,
    reason: lapse,
    uncertain: undefined,
    endedOn: known.endedOn,
    selfEmployed: isSelfEmployed(known),
  };
  if (programme === 'JP') return pensionCoverage(base, months, lapse);
  if (programme === 'JKP') return jobLossCoverage(base, months, lapse, known.today);
  return { ...base, state: stateOf(programme, lapse, months) };
}

function isSelfEmployed({ running, memberships }: Known): boolean {
  const counted = running.length > 0 ? running : memberships;
  return counted.length > 0 && counted.every(({ segment }) => segment === 'BPU');
}

type Base = Omit<Coverage, 'state'>;

function stateOf(
  programme: Programme,
  lapse: CoverageReason | undefined,
  months: readonly ProgrammeMonth[],
): Coverage['state'] {
  if (!lapse) return 'covered';
  const byAnother = lapse === 'paid_by_package' || lapse === 'paid_by_project';
  // Savings of months before a package are on record, whatever was paid since.
  if (byAnother && !(programme === 'JHT' && months.length > 0)) return 'not_recorded';
  return months.length > 0 ? 'lapsed' : 'not_covered';
}

function pensionCoverage(
  base: Base,
  months: readonly ProgrammeMonth[],
  lapse: CoverageReason | undefined,
): Coverage {
  if (months.length === 0) return { ...base, state: 'not_covered' };
  const monthsPaid = months.filter(({ paid }) => paid).length;
  const counted = { ...base, monthsPaid, monthsNeeded: pensionMonths };
  if (monthsPaid >= pensionMonths) return { ...counted, state: 'covered', reason: undefined };
  if (lapse) return { ...counted, state: 'lapsed' };
  return { ...counted, state: 'qualifying', reason: 'months_not_reached' };
}

function jobLossCoverage(
  base: Base,
  months: readonly ProgrammeMonth[],
  lapse: CoverageReason | undefined,
  today: IsoDate,
): Coverage {
  if (months.length === 0) return { ...base, state: 'not_covered' };
  const lastMonth = addMonths(monthOf(today), -1);
  const newest = months.at(-1)?.month ?? lastMonth;
  const from = addMonths(newest > lastMonth ? newest : lastMonth, 1 - jobLossWindow);
  const monthsPaid = months.filter(({ month, paid }) => paid && month >= from).length;
  const counted = { ...base, monthsPaid, monthsNeeded: jobLossMonths, uncertain: 'jkp_continuity' as const };
  if (lapse) return { ...counted, state: 'lapsed' };
  if (monthsPaid >= jobLossMonths) return { ...counted, state: 'covered' };
  return { ...counted, state: 'qualifying', reason: 'months_not_reached' };
}

/** Why the programme does not run at present; undefined when it does. */
function whyNot(
  programme: Programme,
  months: readonly ProgrammeMonth[],
  { running, memberships, reported, today }: Known,
): CoverageReason | undefined {
  if (memberships.length === 0) return 'no_membership';
  if (running.length === 0) return 'membership_ended';
  if (months.length === 0) return whyNever(programme, running, reported);
  const reasons = running.map(({ segment }) => {
    const due = lastMonthDueBefore(today, segment);
    if (segment === 'BPU') {
      const paidLately = months.some(({ month, paid }) => paid && month >= addMonths(due, -2));
      return paidLately ? undefined : ('unpaid_three_months' as const);
    }
    if (segment === 'PMI') return byPackage(programme);
    return months.some(({ month }) => month >= due) ? undefined : ('not_reported_lately' as const);
  });
  return reasons.includes(undefined) ? undefined : reasons[0];
}

const byPackage = (programme: Programme): CoverageReason =>
  programme === 'JP' || programme === 'JKP' ? 'not_in_package' : 'paid_by_package';

const byProject = (programme: Programme): CoverageReason =>
  programme === 'JKK' || programme === 'JKM' ? 'paid_by_project' : 'not_in_package';

function whyNever(
  programme: Programme,
  running: readonly Membership[],
  reported: readonly ProgrammeMonth[],
): CoverageReason {
  // Whoever has such a card beside another one may be covered by it.
  if (running.some(({ segment }) => segment === 'PMI')) return byPackage(programme);
  // Construction may be reported by month, and then the months stand here.
  if (running.every(({ segment }) => segment === 'JAKON')) return byProject(programme);
  const byThemselves = running.every(({ segment }) => segment === 'BPU');
  if (byThemselves && (programme === 'JP' || programme === 'JKP')) return 'not_for_self_employed';
  return reported.length > 0 ? 'employer_not_obliged' : 'nothing_reported_yet';
}

/** Our rule for the display, not the law's: so many months left out while an employment runs do not begin a new run. */
const toleratedGapMonths = 3;

function sinceOf(months: readonly ProgrammeMonth[], { memberships }: Known): IsoDate | undefined {
  const reported = new Set<Month>(months.map(({ month }) => month));
  const earliest = months[0]?.month;
  let first = months.at(-1)?.month;
  if (!first || !earliest) return undefined;
  for (let month = first; month >= earliest; month = addMonths(month, -1)) {
    if (reported.has(month)) first = month;
    else if (monthsBetween(month, first) > toleratedGapMonths) break;
    else if (!memberships.some((membership) => ranIn(membership, month))) break;
  }
  const start = memberships.map(({ startedOn }) => startedOn).find((day) => monthOf(day) === first);
  return start ?? firstDayOf(first);
}

function ranIn({ startedOn, endedOn }: Membership, month: Month): boolean {
  return monthOf(startedOn) <= month && (endedOn === undefined || monthOf(endedOn) >= month);
}
