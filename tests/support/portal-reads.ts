import { addDays, addMonths, type IsoDate, isoDate, lastDayOf, type Month, month } from '#kernel';
import type { Database, Transaction } from '#platform';
import type { ContributionRow, ContributionState } from '#contributions';
import { contributionFigures, checkMinimumWage, minimumWageOf } from '#rates';
import type { PortalReads } from '#web/portal';
import { emptyRecord, fullRecord } from './benefit-records.ts';
import { testToday } from './visit.ts';

const refusing = () => Promise.reject(new Error('these pages speak to the database by the doors only'));
const executor = { many: refusing, maybe: refusing, one: refusing, run: refusing };

/** A database that only opens transactions: the member's pages reach everything else through their reads. */
export const doorsOnly: Database = {
  ...executor,
  transaction: (work) => work(executor as unknown as Transaction),
  close: async () => {},
};

/** The card of the months. */
export const cardId = '019aa000-0000-7000-8000-0000000000c1';
const employer = { employerId: '019aa000-0000-7000-8000-0000000000aa', employerName: 'PT Sinar Nusantara' };

function contribution(of: Month, state: ContributionState, late = false): ContributionRow {
  const wage = 12_735_000n;
  const reported = state !== 'missing';
  const paid = state === 'paid' || state === 'posted';
  const next = (day: number): IsoDate => addDays(lastDayOf(of), day);
  return {
    month: of,
    membershipId: cardId,
    memberNumber: '00123456789',
    ...employer,
    wage: reported ? wage : undefined,
    shares: reported
      ? [
          { programme: 'JHT', employeeShare: 254_700n, employerShare: 471_195n },
          { programme: 'JP', employeeShare: 110_863n, employerShare: 221_726n },
          { programme: 'JKK', employeeShare: 0n, employerShare: 68_769n },
          { programme: 'JKM', employeeShare: 0n, employerShare: 38_205n },
          { programme: 'JKP', employeeShare: 0n, employerShare: 0n },
        ]
      : [],
    employeeShare: reported ? 365_563n : 0n,
    employerShare: reported ? 799_895n : 0n,
    reportedOn: reported ? next(3) : undefined,
    billedOn: reported && state !== 'reported' ? next(5) : undefined,
    dueOn: next(16),
    paidOn: paid ? next(late ? 29 : 14) : undefined,
    postedOn: state === 'posted' ? next(late ? 30 : 15) : undefined,
    paidLate: late,
    daysLate: late ? 13 : undefined,
    state,
  };
}

const states: Readonly<Record<string, ContributionState>> = {
  '2026-10': 'overdue',
  '2026-09': 'paid',
  '2026-07': 'missing',
};

function history(count: number): ContributionRow[] {
  return Array.from({ length: count }, (_, index) => {
    const of = addMonths(month('2026-10'), -index);
    return contribution(of, states[of] ?? 'posted', of === '2026-05');
  });
}

/** A member with ten years of contributions, one month overdue and one not reported. */
export function fullReads(): PortalReads {
  const rows = history(118);
  return {
    benefitRecord: async () => fullRecord,
    attentionFor: async () => [
      {
        kind: 'overdue',
        membershipId: cardId,
        month: month('2026-10'),
        employerName: employer.employerName,
        dueOn: isoDate('2026-11-16'),
      },
      {
        kind: 'missing_month',
        membershipId: cardId,
        month: month('2026-07'),
        employerName: employer.employerName,
        dueOn: isoDate('2026-08-18'),
      },
      {
        kind: 'missing_month',
        membershipId: cardId,
        month: month('2025-12'),
        employerName: employer.employerName,
        dueOn: isoDate('2026-01-15'),
      },
    ],
    contributionHistory: async (_executor, _person, _today, filter, { limit, offset }) => {
      const chosen = rows.filter((row) => !filter.year || row.month.startsWith(String(filter.year)));
      return { rows: chosen.slice(offset, offset + limit), more: chosen.length > offset + limit };
    },
    contributionMonth: async (_executor, _person, of) => {
      const row = rows.find((one) => one.month === of.month);
      const minimum = {
        known: minimumWageOf(of.month, '31'),
        check: checkMinimumWage(of.month, '31', row?.wage ?? 0n),
      };
      return row && { row, figures: contributionFigures(of.month, 'PU'), minimum };
    },
    contributionFiguresOf: async () => contributionFigures(month('2026-11'), 'PU'),
    coverageOf: async () => [
      coverage('JKK', 'covered', isoDate('2017-01-01')),
      coverage('JKM', 'covered', isoDate('2017-01-01')),
      coverage('JHT', 'covered', isoDate('2017-01-01')),
      coverage('JP', 'qualifying', isoDate('2017-01-01'), 112, 180),
      coverage('JKP', 'not_covered', undefined, 9, 12),
    ],
    historyChoices: async () => ({
      years: [2026, 2025, 2024, 2023, 2022, 2021, 2020, 2019, 2018, 2017],
      employers: [{ employerId: employer.employerId, name: employer.employerName }],
      beganBeforeRecord: true,
    }),
    monthlyTotals: async (_executor, _person, _today, months) =>
      history(months)
        .reverse()
        .map((row) => ({
          month: row.month,
          amount: row.state === 'missing' ? 0n : 725_895n,
          state: row.state,
        })),
    personDetails: async () => ({
      personId: 'p1',
      fullName: 'Siti Rahayu',
      birthDate: isoDate('1990-04-07'),
      birthPlace: 'Surakarta',
      sex: 'P',
      provinceCode: '33',
      address: 'Jl. Melati No. 12, RT 03/RW 05, Laweyan, Surakarta',
      email: 'siti.rahayu@contoh.id',
      phone: '+6281234564471',
      nationalNumberMasked: '3372••••••••0003',
      motherNameMasked: 'S••• W••••••',
      memberships: [
        {
          membershipId: cardId,
          memberNumber: '00123456789',
          segment: 'PU',
          ...employer,
          startedOn: isoDate('2019-03-01'),
          endedOn: undefined,
        },
        {
          membershipId: 'm2',
          memberNumber: '00098765432',
          segment: 'PU',
          employerId: undefined,
          employerName: 'CV Karya Mandiri Sejahtera Abadi',
          startedOn: isoDate('2017-01-02'),
          endedOn: isoDate('2019-02-28'),
        },
      ],
      family: [
        { relation: 'spouse', fullName: 'Budi Santoso', birthDate: isoDate('1988-11-30') },
        { relation: 'child', fullName: 'Ayu Santoso', birthDate: undefined },
      ],
    }),
    isCheckUpDue: async () => false,
    waitingMergingOf: async () => undefined,
    isLimited: async () => false,
    closingOf: async () => undefined,
    caseAbout: async () => undefined,
    isReadOnly: async () => false,
    takeDownload: async () => {},
    recentActivity: async () =>
      ['2026-11-20T07:15:00Z', '2026-11-19T12:04:00Z'].map((at, index) => ({
        id: String(index),
        event: 'sign_in_succeeded',
        actor: { kind: 'member' },
        at: new Date(at),
      })),
    record: async () => {},
    revealNationalNumber: async () => '3372014704900003',
    savingsMovements: async (_executor, _person, { limit, offset }) => {
      const all = rows
        .filter((row) => row.state === 'posted')
        .map((row, index) => ({
          movementId: `v${index}`,
          postedOn: row.postedOn ?? testToday,
          kind:
            index === 9
              ? ('return' as const)
              : index === 20
                ? ('payment' as const)
                : ('contribution' as const),
          month: row.month,
          employerName: index === 9 || index === 20 ? undefined : employer.employerName,
          amount: index === 20 ? -5_000_000n : 725_895n,
          balanceAfter: 86_412_350n - BigInt(index) * 725_895n,
        }));
      return { rows: all.slice(offset, offset + limit), more: all.length > offset + limit };
    },
    savingsOf: async () => ({
      balance: 86_412_350n,
      shortfall: 0n,
      pending: 725_895n,
      contributionsThisYear: 6_533_055n,
      returns: 9_814_220n,
      asOf: testToday,
    }),
    savingsReturns: async () =>
      Array.from({ length: 10 }, (_, index) => ({
        year: 2026 - index,
        amount: BigInt(3_412_350 - 310_000 * index),
        rate: index === 0 ? 5000 : 5630,
        method: 'monthly_opening_balance' as const,
        isExample: index !== 6,
        state: index === 0 ? ('provisional' as const) : ('credited' as const),
      })),
    yearlyBalances: async () =>
      Array.from({ length: 10 }, (_, index) => ({
        year: 2017 + index,
        balance: BigInt(Math.round(9_000_000 + 7_000_000 * index + 180_000 * index * index)),
        contributions: 6_500_000n,
        returns: 400_000n,
      })).with(9, { year: 2026, balance: 86_412_350n, contributions: 6_533_055n, returns: 0n }),
  };
}

function coverage(
  programme: 'JHT' | 'JP' | 'JKK' | 'JKM' | 'JKP',
  state: 'covered' | 'qualifying' | 'not_covered',
  coveredSince: IsoDate | undefined,
  monthsPaid?: number,
  monthsNeeded?: number,
) {
  return {
    programme,
    state,
    coveredSince,
    monthsPaid,
    monthsNeeded,
    reason: undefined,
    uncertain: programme === 'JKP' ? ('jkp_continuity' as const) : undefined,
    endedOn: undefined,
    selfEmployed: false,
  };
}

/** A person on the register for whom nothing has been reported yet. */
export function emptyReads(): PortalReads {
  const full = fullReads();
  return {
    ...full,
    attentionFor: async () => [],
    benefitRecord: async () => emptyRecord,
    contributionHistory: async () => ({ rows: [], more: false }),
    contributionMonth: async () => undefined,
    contributionFiguresOf: async () => [],
    coverageOf: async () => [],
    historyChoices: async () => ({ years: [], employers: [], beganBeforeRecord: false }),
    monthlyTotals: async () => [],
    personDetails: async (...inputs) => {
      const details = await full.personDetails(...inputs);
      return (
        details && {
          ...details,
          birthPlace: undefined,
          address: undefined,
          email: undefined,
          phone: undefined,
          motherNameMasked: undefined,
          memberships: [],
          family: [],
        }
      );
    },
    isCheckUpDue: async () => false,
    waitingMergingOf: async () => undefined,
    caseAbout: async () => undefined,
    isReadOnly: async () => false,
    takeDownload: async () => {},
    recentActivity: async () => [],
    savingsMovements: async () => ({ rows: [], more: false }),
    savingsOf: async () => ({
      balance: 0n,
      shortfall: 0n,
      pending: 0n,
      contributionsThisYear: 0n,
      returns: 0n,
      asOf: testToday,
    }),
    savingsReturns: async () => [],
    yearlyBalances: async () => [],
  };
}
