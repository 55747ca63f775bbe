import {
  formatDate,
  formatMonth,
  formatNumber,
  formatRupiah,
  type PdfBlock,
  type Translate,
} from '#platform';
import type { Reckoned, ReckonedStep, YearStatement } from '#statements';

/** What the savings earned: credited, paid with savings, or still ahead; with rate, method and the sum written out. */
export function returnBlocks(t: Translate, statement: YearStatement): PdfBlock[] {
  const { others, reckoned, state, year } = statement;
  const rows = others.filter(({ kind }) => kind === 'return' || kind === 'provisional_return');
  return [
    { kind: 'heading', text: t('statement.returns') },
    rows.length === 0
      ? { kind: 'text', text: t(`statement.no_returns.${state}`) }
      : {
          kind: 'table',
          columns: [
            { label: t('portal.column.what'), width: 5 },
            { label: t('portal.column.amount'), width: 3, numeric: true },
            { label: t('portal.column.posted_on'), width: 3 },
          ],
          rows: rows.map(({ kind, amount, postedOn }) => [
            kind === 'return'
              ? t('portal.movement.return', { year })
              : t('statement.provisional_return', { year }),
            formatRupiah(amount, t.language),
            formatDate(postedOn, t.language, 'medium'),
          ]),
        },
    ...(reckoned ? reckonedBlocks(t, reckoned) : []),
    ...provisionalBlocks(t, statement),
    ...noteBlocks(t, statement),
  ];
}

function reckonedBlocks(t: Translate, reckoned: Reckoned): PdfBlock[] {
  const { steps, weight, amount } = reckoned;
  const rate = rateText(t, reckoned);
  const known = {
    rate,
    sum: formatNumber(weight, t.language),
    amount: formatRupiah(amount, t.language),
  };
  return [
    { kind: 'text', text: t('statement.reckoned_lead') },
    {
      kind: 'table',
      columns: [
        { label: t('statement.reckoned_what'), width: 5 },
        { label: t('portal.column.amount'), width: 3, numeric: true },
        { label: t('statement.reckoned_months'), width: 2, numeric: true },
        { label: t('statement.reckoned_product'), width: 4, numeric: true },
      ],
      rows: steps.map((step) => stepRow(t, step)),
    },
    { kind: 'text', text: t('statement.reckoned_sum', known) },
    ...(reckoned.records > 1
      ? [{ kind: 'text' as const, text: t('statement.reckoned_apart', { count: reckoned.records }) }]
      : []),
    { kind: 'text', text: t(`portal.returns.method.${reckoned.method}`) },
  ];
}

function stepRow(t: Translate, { what, amount, months, weight }: ReckonedStep): string[] {
  const product = formatNumber(weight, t.language);
  if (what === 'rewarded' || what === 'below') return [t(`statement.reckoned_${what}`), '–', '–', product];
  const name =
    what === 'opening'
      ? t('statement.reckoned_opening')
      : t('statement.reckoned_month', { month: formatMonth(what.month, t.language) });
  return [name, formatRupiah(amount, t.language), String(months), product];
}

function provisionalBlocks(t: Translate, { provisional, reckoned }: YearStatement): PdfBlock[] {
  if (!provisional) return [];
  const amount = formatRupiah(provisional.amount, t.language);
  const text = t('statement.provisional', { amount, rate: rateText(t, provisional) });
  const method = t(`portal.returns.method.${provisional.method}`);
  return [{ kind: 'text', text }, ...(reckoned ? [] : [{ kind: 'text' as const, text: method }])];
}

function noteBlocks(t: Translate, { reckoned, provisional }: YearStatement): PdfBlock[] {
  const isExample = [reckoned, provisional].some((one) => one?.isExample);
  return isExample ? [{ kind: 'text', text: t('portal.returns.example_note') }] : [];
}

function rateText(t: Translate, { rate, isExample }: { readonly rate: number; readonly isExample: boolean }) {
  const percent = `${formatNumber(rate / 1000, t.language)}%`;
  return isExample ? t('portal.returns.example', { rate: percent }) : percent;
}
