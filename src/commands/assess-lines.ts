import type {
  Assessment,
  AssessmentInput,
  PackageAssessment,
  PackageInput,
  ProjectAssessment,
  ProjectInput,
} from '#contributions';
import type { IsoDate, Rate, Rupiah } from '#kernel';
import { formatNumber } from '#platform';
import type { Certainty, MinimumWageCheck } from '#rates';

const money = (amount: Rupiah) => formatNumber(amount, 'en');
const percent = (rate: Rate) => `${formatNumber(rate / 1000, 'en')} %`;

type Row = readonly [what: string, employer: string, worker: string, total: string, law: string];

/** Columns of figures to the right, words to the left. */
function table(rows: readonly Row[]): string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([what, ...cells]) => {
    const figures = cells.slice(0, 3).map((cell, index) => cell.padStart(widths[index + 1] ?? 0));
    return [what.padEnd(widths[0] ?? 0), ...figures, cells[3]].join('  ').trimEnd();
  });
}

const lawOf = ({ legalSource, certainty }: { legalSource: string; certainty: Certainty }) =>
  `${legalSource} (${certainty})`;

type WageFacts = AssessmentInput &
  Assessment & {
    readonly dueOn: IsoDate;
    readonly dueDayAssumed: boolean;
    readonly dueDayExample: boolean;
    readonly penaltyRate: Rate;
    readonly minimumWage: MinimumWageCheck | undefined;
  };

export function assessmentLines(facts: WageFacts): string[] {
  const { month, segment, employer, wage, shares, total, deferred, jkp, discounts } = facts;
  const payer = employer ? `, ${employer.scale} employer, class ${employer.riskClass}` : '';
  const late =
    facts.penaltyRate > 0 ? `late costs ${percent(facts.penaltyRate)} a month` : 'late costs nothing';
  return [
    `${month}, ${segment}${payer}: ${money(wage)}`,
    '',
    ...table([
      ['', 'employer', 'worker', 'together', 'law'],
      ...shares.map((share): Row => {
        const together = share.employeeShare + share.employerShare;
        return [
          share.programme,
          money(share.employerShare),
          money(share.employeeShare),
          money(together),
          lawOf(share),
        ];
      }),
      ['total', '', '', money(total), ''],
    ]),
    '',
    ...(deferred > 0n ? [`Of JP ${money(deferred)} may be paid later.`] : []),
    ...(jkp
      ? [
          `Set aside for JKP, not billed: ${money(jkp.fromJkk)} of JKK, ${money(jkp.fromJkm)} of JKM; ${money(jkp.fromState)} from the state.`,
        ]
      : []),
    `Discounts: ${discounts.join(', ') || 'none'}.`,
    facts.dueDayAssumed
      ? `Due on ${facts.dueOn}, taken to be as for wage earners (uncertain: no source was seen); no penalty is counted by an uncertain rule.`
      : `Due on ${facts.dueOn}; ${late}.`,
    ...(facts.dueDayExample ? ['The holiday that moves the due day is a made-up one (contoh).'] : []),
    ...minimumWageLines(facts.minimumWage),
  ];
}

const wageStates = {
  met: 'The wage is not under the minimum wage',
  below_province: 'The wage is under the minimum wage of the province',
  below_lowest: 'The wage is under the lowest minimum wage of all provinces',
  below_floor: 'The wage is under the least that may be reported',
  not_known: 'No minimum wage of this year and province is known to compare with',
} as const;

function minimumWageLines(check: MinimumWageCheck | undefined): string[] {
  if (!check) return [];
  const { state, compared } = check;
  if (!compared) return [`${wageStates[state]}.`];
  const example = compared.example ? ', contoh' : '';
  return [`${wageStates[state]}, ${money(compared.amount)} (${compared.legalSource}${example}).`];
}

export function projectLines(facts: ProjectInput & ProjectAssessment): string[] {
  const { month, contractValue, slices, jkk, jkm, total } = facts;
  return [
    `${month}, construction project of ${money(contractValue)}`,
    '',
    ...table([
      ['slice above', 'part of the contract', 'JKK', 'JKM', ''],
      ...slices.map(({ above, slice, jkkRate, jkmRate }): Row => [
        money(above),
        money(slice),
        percent(jkkRate),
        percent(jkmRate),
        '',
      ]),
      ['to pay', '', money(jkk), money(jkm), lawOf(facts)],
    ]),
    '',
    `Together ${money(total)}.`,
  ];
}

export function packageLines(asked: PackageInput, assessment: PackageAssessment): string[] {
  const { protection, savings, total } = assessment;
  return [
    `Package ${asked.package}, taken on ${asked.takenOn}`,
    '',
    `JKK and JKM  ${money(protection)}  ${lawOf(assessment)}`,
    ...(savings > 0n ? [`JHT          ${money(savings)}`] : []),
    `total        ${money(total)}`,
  ];
}
