/** docs/assessment.md, whose tables are drawn from rates/: npm run docs writes it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assess, assessProject } from '#contributions';
import { type Month, month, type Rupiah } from '#kernel';
import { certaintyOf } from '#rates';
import { parameters } from '../src/rates/parameters.ts';

export const assessmentFile = join(import.meta.dirname, '../docs/assessment.md');

type Sourced = Parameters<typeof certaintyOf>[0] & {
  readonly legalSource: string;
  readonly note?: string | undefined;
};
type Row = readonly (string | number)[];

const money = (amount: Rupiah) => amount.toLocaleString('en');
const percent = (rate: number) => `${rate / 1000} %`;
const period = ({ from, to }: { readonly from: string; readonly to: string | null }) =>
  to ? `${from} to ${to}` : `from ${from}`;
const source = (line: Sourced): Row => [line.legalSource, certaintyOf(line), line.note ?? ''];

function table(heads: readonly string[], rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

const law = ['law', 'figure is', 'note'] as const;

const rates = () =>
  table(
    ['programme', 'segment', 'risk class', 'employer', 'worker', 'months', ...law],
    parameters.rates.map((line) => [
      line.programme,
      line.segment,
      line.riskClass ?? '',
      percent(line.employerRate),
      percent(line.employeeRate),
      period(line),
      ...source(line),
    ]),
  );

const ceilings = () =>
  table(
    ['months', 'highest wage for JP', 'growth of the year before', 'announced by', ...law],
    parameters.ceilings.map((line) => [
      period(line),
      money(line.amount),
      line.growthRate === null ? '' : percent(line.growthRate),
      line.announcedBy ?? '',
      ...source(line),
    ]),
  );

const allocations = () =>
  table(
    ['months', 'of JKK', 'of JKM', 'from the state', 'of the wage up to', ...law],
    parameters.jkpAllocations.map((line) => [
      period(line),
      percent(line.fromJkkRate),
      percent(line.fromJkmRate),
      percent(line.stateRate),
      money(line.wageCeiling),
      ...source(line),
    ]),
  );

function effectsOf(rule: (typeof parameters.discounts)[number]): string {
  return rule.effects
    .map((effect) =>
      'reliefRate' in effect
        ? `${effect.programme} ${percent(effect.reliefRate)} less`
        : `${effect.programme} ${percent(effect.deferredRate)} later, by ${effect.settleBy}`,
    )
    .join(', ');
}

function conditionsOf({ conditions: of }: (typeof parameters.discounts)[number]): string {
  return [
    of.labourIntensive && 'labour-intensive work',
    of.minActiveWorkers && `at least ${of.minActiveWorkers} active workers`,
    of.paidUpThrough && `nothing unpaid up to ${of.paidUpThrough}`,
    of.memberSince &&
      `card began by ${of.memberSince.through}, or ${of.memberSince.otherwiseAfterMonths} months paid in full`,
    of.payBy && `paid by ${of.payBy}`,
    of.transportWorker && 'works in transport',
    of.notPaidByState && 'not paid by the state',
    of.grantedOnRequest && 'granted on request',
    of.byContractValue && 'project assessed by its contract',
  ]
    .filter(Boolean)
    .join('; ');
}

const discounts = () =>
  table(
    ['rule', 'segments', 'months', 'effect', 'conditions', ...law],
    parameters.discounts.map((rule) => [
      rule.id,
      rule.segments.join(', '),
      period(rule),
      effectsOf(rule),
      conditionsOf(rule),
      ...source(rule),
    ]),
  );

const programmesJoined = () =>
  table(
    ['segment', 'scale', 'programmes', 'JKP', 'months', ...law],
    parameters.programmes.map((line) => [
      line.segment,
      line.scale ?? '',
      line.programmes.join(', '),
      line.joinsJkp ? 'yes' : 'no',
      period(line),
      ...source(line),
    ]),
  );

const bands = () =>
  table(
    ['declared income', 'JKK', 'JHT', 'months', ...law],
    parameters.fixedAmounts.selfEmployedBands.map((line) => [
      line.incomeUpTo === null
        ? `from ${money(line.incomeFrom)}`
        : `${money(line.incomeFrom)} to ${money(line.incomeUpTo)}`,
      money(line.jkkAmount),
      money(line.jhtAmount),
      period(line),
      ...source(line),
    ]),
  );

const death = () =>
  table(
    ['JKM', 'months', ...law],
    parameters.fixedAmounts.selfEmployedDeath.map((line) => [
      money(line.amount),
      period(line),
      ...source(line),
    ]),
  );

const packages = () =>
  table(
    ['package', '', 'amount', 'days', ...law],
    parameters.fixedAmounts.migrantWorkerPackages.map((line) => [
      line.id,
      line.package,
      money(line.amount),
      period({ from: line.fromDay, to: line.toDay }),
      ...source(line),
    ]),
  );

const savings = () =>
  table(
    ['JHT a month, at least', 'at most', 'days', ...law],
    parameters.fixedAmounts.migrantWorkerSavings.map((line) => [
      money(line.smallest),
      money(line.largest),
      period({ from: line.fromDay, to: line.toDay }),
      ...source(line),
    ]),
  );

const tiers = () =>
  table(
    ['part of the contract', 'JKK', 'JKM', 'months', ...law],
    parameters.fixedAmounts.constructionTiers.map((line) => [
      line.upTo === null ? `over ${money(line.above)}` : `${money(line.above)} to ${money(line.upTo)}`,
      percent(line.jkkRate),
      percent(line.jkmRate),
      period(line),
      ...source(line),
    ]),
  );

const dueDays = () =>
  table(
    ['segment', 'day', 'of', 'late costs, each month', 'months', ...law],
    parameters.dueDays.map((line) => [
      line.segment,
      line.dueDay,
      line.monthOffset === 1 ? 'the next month' : 'the same month',
      certaintyOf(line) === 'uncertain' ? 'nothing is counted' : percent(line.penaltyRate),
      period(line),
      ...source(line),
    ]),
  );

/** The years that somebody has entered; in any other only weekends move a day. */
const holidays = () => {
  const years = [...new Set([...parameters.holidays.keys()].map((day) => day.slice(0, 4)))].toSorted();
  return table(
    ['year', 'holidays entered', 'of them examples (contoh)'],
    years.map((year) => {
      const ofYear = [...parameters.holidays].filter(([day]) => day.startsWith(year));
      return [year, ofYear.length, ofYear.filter(([, isExample]) => isExample).length];
    }),
  );
};

const minimumWages = () => {
  const { minimumWages: lines, reportedWageFloors } = parameters.minimumWages;
  const years = [...new Set(lines.map(({ year }) => year))];
  return [
    table(
      ['months', 'least reported wage', 'lowest minimum wage', ...law],
      reportedWageFloors.map((line) => [
        period(line),
        money(line.absolute),
        line.lowestOfYear.map(({ year, amount }) => `${year}: ${money(amount)}`).join(', '),
        ...source(line),
      ]),
    ),
    '',
    ...years.map((year) => {
      const of = lines.filter((line) => line.year === year);
      const examples = of.filter(({ example }) => example).length;
      return `- ${year}: ${of.length} provinces, ${of.length - examples} verified, ${examples} *contoh*.`;
    }),
  ].join('\n');
};

// month, wage, risk class, worker's and employer's shares follow from assess itself
const worked: readonly (readonly [Month, Rupiah, number])[] = [
  [month('2019-05'), 12_000_000n, 1],
  [month('2021-02'), 9_000_000n, 3],
  [month('2021-03'), 9_000_000n, 3],
  [month('2026-02'), 20_000_000n, 2],
  [month('2026-03'), 20_000_000n, 2],
  [month('2026-03'), 7_500_000n, 3],
];

function workedCases(): string {
  const rows = worked.map(([of, wage, riskClass]): Row => {
    const employer = { scale: 'large', riskClass, labourIntensive: false, activeWorkers: 200 } as const;
    const result = assess({ month: of, segment: 'PU', wage, employer });
    if (!result.ok) throw new Error(`${of}: ${result.refusal}`);
    const cells = (['JHT', 'JP', 'JKK', 'JKM'] as const).map((programme) => {
      const share = result.value.shares.find((one) => one.programme === programme);
      return share ? `${money(share.employerShare)} + ${money(share.employeeShare)}` : '';
    });
    const { jkp } = result.value;
    const aside = jkp ? `${money(jkp.fromJkk + jkp.fromJkm)} + ${money(jkp.fromState)}` : '';
    return [of, riskClass, money(wage), ...cells, money(result.value.total), aside];
  });
  return table(['month', 'class', 'wage', 'JHT', 'JP', 'JKK', 'JKM', 'to pay', 'set aside for JKP'], rows);
}

function workedProjects(): string {
  const rows = [50_000_000n, 300_000_000n, 750_000_000n, 2_500_000_000n, 12_000_000_000n].map(
    (contractValue): Row => {
      const result = assessProject({ month: month('2026-03'), contractValue });
      if (!result.ok) throw new Error(result.refusal);
      return [contractValue, result.value.jkk, result.value.jkm, result.value.total].map(money);
    },
  );
  return table(['contract', 'JKK', 'JKM', 'to pay'], rows);
}

const parts: Readonly<Record<string, () => string>> = {
  rates: rates,
  ceilings: ceilings,
  JKP: allocations,
  discounts: discounts,
  programmes: programmesJoined,
  bands: () => `${bands()}\n\n${death()}`,
  packages: () => `${packages()}\n\n${savings()}`,
  tiers: tiers,
  'due days': dueDays,
  holidays: holidays,
  'minimum wages': minimumWages,
  'worked cases': workedCases,
  'worked projects': workedProjects,
};

/** The page with each table made anew between its marks. */
export function assessmentPage(text = readFileSync(assessmentFile, 'utf8')): string {
  let page = text;
  for (const [name, make] of Object.entries(parts)) {
    const [start, end] = [`<!-- ${name}: written by npm run docs -->`, `<!-- end of ${name} -->`];
    const [from, to] = [page.indexOf(start), page.indexOf(end)];
    if (from < 0 || to < 0) throw new Error(`docs/assessment.md has no marks for ${name}`);
    page = `${page.slice(0, from)}${start}\n${make()}\n${page.slice(to)}`;
  }
  return page;
}
