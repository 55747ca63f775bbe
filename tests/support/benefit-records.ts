import type { BenefitRecord, Coverage } from '#benefits';
import type { LatestReport, YearTotals } from '#contributions';
import { isoDate, month } from '#kernel';
import type { Membership } from '#members';
import { testToday } from './visit.ts';

const card: Membership = {
  membershipId: 'm1',
  memberNumber: '00123456789',
  segment: 'PU',
  employerId: '019aa000-0000-7000-8000-0000000000aa',
  employerName: 'PT Sinar Nusantara',
  startedOn: isoDate('2017-01-02'),
  endedOn: undefined,
};

const report: LatestReport = {
  membershipId: 'm1',
  month: month('2026-10'),
  wage: 12_735_000n,
  savings: 725_895n,
  pension: 332_589n,
  hasJobLoss: true,
};

function yearOf(year: number, months: number, unpaid = 0): YearTotals {
  const wages = 8_000_000n * BigInt(months);
  return {
    year,
    firstPensionMonth: month(`${year}-01`),
    pensionMonths: months,
    pensionWages: wages,
    pensionContributions: (wages * 3n) / 100n,
    pensionUnpaidMonths: unpaid,
    deathMonths: months,
  };
}

function coverage(programme: Coverage['programme'], more: Partial<Coverage> = {}): Coverage {
  return {
    programme,
    state: 'covered',
    coveredSince: isoDate('2017-01-02'),
    monthsPaid: undefined,
    monthsNeeded: undefined,
    reason: undefined,
    uncertain: programme === 'JKP' ? 'jkp_continuity' : undefined,
    endedOn: undefined,
    selfEmployed: false,
    ...more,
  };
}

/** A wage earner of 36 with a spouse and a child, ten years of contributions and one month not paid. */
export const fullRecord: BenefitRecord = {
  today: testToday,
  birthDate: isoDate('1990-04-07'),
  memberships: [card],
  family: [
    { relation: 'spouse', fullName: 'Budi Santoso', birthDate: isoDate('1988-11-30') },
    { relation: 'child', fullName: 'Ayu Santoso', birthDate: undefined },
    { relation: 'child', fullName: 'Bima Santoso', birthDate: isoDate('2016-08-17') },
    { relation: 'child', fullName: 'Citra Santoso', birthDate: isoDate('2001-08-17') },
    { relation: 'parent', fullName: 'Sri Wahyuni', birthDate: isoDate('1901-01-01') },
  ],
  coverage: [
    coverage('JKK'),
    coverage('JKM'),
    coverage('JHT'),
    coverage('JP', { state: 'qualifying', monthsPaid: 117, monthsNeeded: 180, reason: 'months_not_reached' }),
    coverage('JKP', { monthsPaid: 22, monthsNeeded: 12 }),
  ],
  savings: {
    balance: 86_412_350n,
    shortfall: 0n,
    pending: 725_895n,
    contributionsThisYear: 6_533_055n,
    returns: 0n,
    asOf: testToday,
  },
  years: [
    ...[2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025].map((year) => yearOf(year, 12)),
    yearOf(2026, 9, 1),
  ],
  reports: [report],
};

/** On the register, with neither card nor family nor a month. */
export const emptyRecord: BenefitRecord = {
  today: testToday,
  birthDate: isoDate('1990-04-07'),
  memberships: [],
  family: [],
  coverage: (['JHT', 'JP', 'JKK', 'JKM', 'JKP'] as const).map((programme) =>
    coverage(programme, { state: 'not_covered', coveredSince: undefined, reason: 'no_membership' }),
  ),
  savings: {
    balance: 0n,
    shortfall: 0n,
    pending: 0n,
    contributionsThisYear: 0n,
    returns: 0n,
    asOf: testToday,
  },
  years: [],
  reports: [],
};

/** Works alone: two months of JKM, savings of the lowest band, no JP and no JKP. */
export const selfEmployedRecord: BenefitRecord = {
  ...fullRecord,
  memberships: [{ ...card, segment: 'BPU', employerId: undefined, employerName: undefined }],
  coverage: fullRecord.coverage.map((entry) => ({ ...entry, selfEmployed: true })),
  years: [{ ...yearOf(2026, 0), firstPensionMonth: undefined, deathMonths: 2 }],
  reports: [{ ...report, wage: 900_000n, savings: 20_000n, pension: undefined, hasJobLoss: false }],
};

/** Works abroad on a package. */
export const migrantRecord: BenefitRecord = {
  ...emptyRecord,
  memberships: [{ ...card, segment: 'PMI', employerId: undefined, employerName: undefined }],
};

/** Left in August 2025 at 60, past both ages. */
export const leftRecord: BenefitRecord = {
  ...fullRecord,
  birthDate: isoDate('1965-03-09'),
  memberships: [{ ...card, endedOn: isoDate('2025-08-31') }],
  coverage: fullRecord.coverage.map((entry) => ({
    ...entry,
    state: 'lapsed' as const,
    coveredSince: undefined,
    reason: 'membership_ended' as const,
    endedOn: isoDate('2025-08-31'),
  })),
  reports: [],
};

/** Has 204 months with JP and reaches the pension age soon. */
export const longRecord: BenefitRecord = {
  ...fullRecord,
  birthDate: isoDate('1969-12-01'),
  years: Array.from({ length: 17 }, (_, index) => yearOf(2010 + index, 12)),
};
