import { formatDate, formatMonth, formatRupiah, type PdfBlock, type Translate } from '#platform';
import type { ContributionLine, OtherLine, YearStatement } from '#statements';

const none = '–';

/** What was paid in, month by month and employer by employer. */
export function contributionBlocks(t: Translate, { contributions, amounts }: YearStatement): PdfBlock[] {
  const heading = { kind: 'heading', text: t('statement.contributions') } as const;
  if (contributions.length === 0) return [heading, { kind: 'text', text: t('statement.no_contributions') }];
  return [
    heading,
    {
      kind: 'table',
      columns: [
        { label: t('portal.column.month'), width: 3 },
        { label: t('portal.column.total'), width: 3, numeric: true },
        { label: t('portal.column.employer'), width: 5 },
        { label: t('portal.column.posted_on'), width: 3 },
      ],
      rows: [
        ...contributions.map((line) => [monthOf(t, line), ...amountAndMore(t, line)]),
        [t('statement.sum'), formatRupiah(amounts.contributions, t.language), none, none],
      ],
    },
  ];
}

/** What left the balance, and what was put right; nothing when there is none. */
export function otherBlocks(t: Translate, { others }: YearStatement): PdfBlock[] {
  const shown = others.filter(({ kind }) => kind === 'payment' || kind === 'correction');
  if (shown.length === 0) return [];
  return [
    { kind: 'heading', text: t('statement.others') },
    {
      kind: 'table',
      columns: [
        { label: t('portal.column.what'), width: 4 },
        { label: t('portal.column.amount'), width: 3, numeric: true },
        { label: t('portal.column.employer'), width: 4 },
        { label: t('portal.column.posted_on'), width: 3 },
      ],
      rows: shown.map((line) => [nameOf(t, line), ...amountAndMore(t, line)]),
    },
  ];
}

const monthOf = (t: Translate, { month }: ContributionLine) =>
  month === undefined ? none : formatMonth(month, t.language);

function nameOf(t: Translate, { kind, month }: OtherLine): string {
  if (kind === 'payment') return t('portal.movement.payment');
  return month === undefined
    ? t('portal.movement.correction')
    : t('statement.correction_of', { month: formatMonth(month, t.language) });
}

const amountAndMore = (t: Translate, { amount, employerName, postedOn }: ContributionLine) => [
  formatRupiah(amount, t.language),
  employerName ?? none,
  formatDate(postedOn, t.language, 'medium'),
];
