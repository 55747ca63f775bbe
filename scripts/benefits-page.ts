/** docs/benefits.md: what a clerk looks up, made from rates/ and the calculation itself. npm run docs */
import {
  claimDocumentsOf,
  growSavings,
  heirsOf,
  pensionAgeOf,
  pensionOutcome,
  priceRateSince,
  sourcesOf,
  unknownsOf,
} from '#benefits';
import { programmes } from '#contributions';
import { addMonths, isoDate, month } from '#kernel';
import { formatNumber, formatRupiah, translatorFor } from '#platform';
import { accidentTermsOn, deathTermsOn, jobLossTermsOn, pensionBounds, savingsTerms } from '#rates';

/** The day for which the tables stand; a new law is a new line in rates/ and a new day here. */
const day = isoDate('2026-11-23');
const t = translatorFor('en');
const money = (amount: bigint) => formatRupiah(amount, 'en');
const percent = (rate: number) => `${formatNumber(rate / 1000, 'en')} %`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [
    `| ${heads.join(' | ')} |`,
    `|${heads.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
  ];
}

function pensionAges(): string[] {
  const rows = Array.from({ length: 1981 - 1958 }, (_, index) => {
    const born = isoDate(`${1958 + index}-07-01`);
    const { age, reachedOn, startsOn } = pensionAgeOf(born);
    return [String(1958 + index), String(age), reachedOn, startsOn];
  });
  return table(['born on 1 July', 'pension age', 'reached on', 'pension from'], rows);
}

function bounds(): string[] {
  return table(
    ['from', 'lowest', 'highest', 'inflation of the year before', 'standing', 'wages of that year now count'],
    pensionBounds().map((row) => [
      row.from,
      money(row.minimum),
      money(row.maximum),
      row.inflationRate === null ? '' : percent(row.inflationRate),
      `${row.minimumStanding}, ${row.maximumStanding}`,
      percent(priceRateSince(Number(row.from.slice(0, 4)), Number(day.slice(0, 4)))),
    ]),
  );
}

function pensions(): string[] {
  const present = pensionBounds().at(-1);
  if (!present) throw new RangeError('no pension bounds');
  const rows = [179, 180, 240, 300, 360, 480].flatMap((months) =>
    [2_327_386n, 5_729_876n, 11_086_300n].map((average) => {
      const outcome = pensionOutcome({ months, wages: average * BigInt(months), contributions: 0n }, present);
      return outcome.kind === 'monthly'
        ? [
            String(months),
            money(average),
            money(outcome.formula),
            money(outcome.amount),
            outcome.boundedBy ?? '',
          ]
        : [String(months), money(average), '', 'one sum', `${outcome.missing} month short`];
    }),
  );
  return table(
    ['months', 'average wage of a month', '1 % × months / 12 × average', 'a month', 'bound'],
    rows,
  );
}

function savings(): string[] {
  const from = month('2026-11');
  const rows = [12, 60, 120, 240].flatMap((months) =>
    [0n, 570_000n].map((monthly) => {
      const grow = (rate: number) =>
        growSavings({ balance: 10_000_000n, monthly, from, until: addMonths(from, months), rate }).total;
      return [
        String(months),
        money(monthly),
        ...savingsTerms.assumptions.map(({ rate }) => money(grow(rate))),
      ];
    }),
  );
  return table(
    [
      'months',
      'each month',
      ...savingsTerms.assumptions.map(({ rate, name }) => `${name}, ${percent(rate)}`),
    ],
    rows,
  );
}

function amounts(): string[] {
  const [death, accident, jobLoss] = [deathTermsOn(day), accidentTermsOn(day), jobLossTermsOn(day)];
  if (!death || !accident || !jobLoss) throw new RangeError('no amounts in force');
  const share = (rate: number) => `${percent(rate)} × ${accident.wageMonths} × wage`;
  return table(
    ['programme', 'what', 'amount', 'source'],
    [
      ['JKM', 'in one sum', money(death.lumpSum), death.legalSource],
      ['JKM', `${death.periodicMonths} months paid at once`, money(death.periodic), death.legalSource],
      ['JKM', 'funeral', money(death.funeral), death.legalSource],
      [
        'JKK',
        'death',
        `${share(accident.deathRate)}, at least ${money(death.lumpSum)}`,
        accident.legalSource,
      ],
      ['JKK', 'total disability', share(accident.totalDisabilityRate), accident.legalSource],
      ['JKK', 'with both, paid at once', money(accident.periodic), accident.legalSource],
      ['JKK', 'funeral', money(accident.funeral), accident.legalSource],
      ...jobLoss.steps.map(({ months, rate }) => [
        'JKP',
        `${months} months`,
        `${percent(rate)} of the wage up to ${money(jobLoss.wageCeiling)}`,
        jobLoss.legalSource,
      ]),
    ],
  );
}

function heirs(): string[] {
  const rows = programmes.flatMap((programme) => {
    const found = heirsOf(programme, [], day);
    if (!found) return [[programme, 'ends with the death', '']];
    const order = found.order.classes.map((name, index) => `${index + 1}. ${t(`benefits.heirs.${name}`)}`);
    return [[programme, order.join('<br>'), found.order.legalSource]];
  });
  return table(['programme', 'order', 'source'], rows);
}

function sources(): string[] {
  return programmes.flatMap((programme) => [
    `### ${programme}`,
    '',
    ...table(
      ['figure', 'source', 'standing'],
      sourcesOf(programme, day).map(({ figure, legalSource, standing }) => [
        t(`benefits.figure.${figure}`),
        legalSource,
        standing,
      ]),
    ),
    'Left open, and said on the page:',
    '',
    ...unknownsOf(programme).map((unknown) => `- ${t(`benefits.unknown.${unknown}`)}`),
    '',
    'To claim:',
    '',
    ...claimDocumentsOf(programme).map(
      ({ situation, documents }) =>
        `- ${situation}: ${documents.map((document) => t(`benefits.document.${document}`)).join('; ')}`,
    ),
    '',
  ]);
}

export function benefitsPage(): string {
  return [
    '# Benefits',
    '',
    `Written by \`npm run docs\` from \`rates/\` and from the calculation that the pages use, for ${day}. How the estimates are made is in [decision 35](decisions/0035-benefits.md).`,
    '',
    '## Pension age (PP 45/2015 Ps.15)',
    '',
    ...pensionAges(),
    '## Lowest and highest pension (PP 45/2015 Ps.18)',
    '',
    ...bounds(),
    '## A pension by the formula (PP 45/2015 Ps.17)',
    '',
    ...pensions(),
    `## What ${money(10_000_000n)} of JHT grow to`,
    '',
    ...savings(),
    '## Amounts of JKM, JKK and JKP',
    '',
    ...amounts(),
    '## Who receives after a death',
    '',
    ...heirs(),
    '## Sources, what is left open, and papers',
    '',
    ...sources(),
  ].join('\n');
}
