import { type IsoDate, sumRupiah } from '#kernel';
import {
  type LatestReport,
  latestReports,
  type Savings,
  savingsOf,
  type YearTotals,
  yearTotals,
} from '#contributions';
import { type FamilyMember, type Membership, personDetails } from '#members';
import type { Executor, KeyRing } from '#platform';
import { type Coverage, coverageOf } from './coverage.ts';

/** All that the estimates of one person rest on. */
export type BenefitRecord = {
  readonly today: IsoDate;
  readonly birthDate: IsoDate;
  readonly memberships: readonly Membership[];
  readonly family: readonly FamilyMember[];
  readonly coverage: readonly Coverage[];
  readonly savings: Savings;
  readonly years: readonly YearTotals[];
  /** The newest report of each running card. */
  readonly reports: readonly LatestReport[];
};

/**
 * Reads what the estimates rest on by six statements, whatever the length of the history; undefined when there is no
 * such person.
 */
export async function benefitRecord(
  executor: Executor,
  keys: KeyRing,
  personId: string,
  today: IsoDate,
): Promise<BenefitRecord | undefined> {
  const person = await personDetails(executor, keys, personId);
  if (!person) return undefined;
  const running = runningOn(person.memberships, today).map(({ membershipId }) => membershipId);
  const [coverage, savings, years, reports] = await Promise.all([
    coverageOf(executor, personId, today),
    savingsOf(executor, personId, today),
    yearTotals(executor, personId),
    latestReports(executor, personId, running),
  ]);
  const { birthDate, memberships, family } = person;
  return { today, birthDate, memberships, family, coverage, savings, years, reports };
}

export function runningOn(memberships: readonly Membership[], day: IsoDate): Membership[] {
  return memberships.filter(
    ({ startedOn, endedOn }) => startedOn <= day && (endedOn === undefined || endedOn >= day),
  );
}

/** The first day of the oldest card. */
export function memberSince({ memberships }: BenefitRecord): IsoDate | undefined {
  return memberships.map(({ startedOn }) => startedOn).sort()[0];
}

/** The wages of all running cards together, each by its newest report; undefined when none was reported. */
export function latestWage(
  record: BenefitRecord,
  counts: (report: LatestReport) => boolean = () => true,
): bigint | undefined {
  const counted = record.reports.filter(counts);
  return counted.length > 0 ? sumRupiah(counted.map(({ wage }) => wage)) : undefined;
}
