import { formatDate, formatRupiah, type PdfBlock, type Translate } from '#platform';
import type { YearStatement } from '#statements';

/** Whose savings, which year, and the six figures that make the balance. */
export function summaryBlocks(t: Translate, statement: YearStatement): PdfBlock[] {
  const { year, until, state, holder, amounts, ties } = statement;
  const { language } = t;
  const money = (amount: bigint) => formatRupiah(amount, language);
  const day = (text: typeof until) => formatDate(text, language);
  const row = (key: 'contributions' | 'returns' | 'payments' | 'corrections') =>
    [t(`statement.${key}`), money(amounts[key])] as const;
  return [
    { kind: 'heading', text: t('statement.holder') },
    {
      kind: 'pairs',
      rows: [
        [t('statement.name'), holder.fullName],
        [t('portal.column.member_number'), holder.memberNumbers.join(', ')],
        [t('statement.span'), t('statement.span_text', { year, until: day(until) })],
        [t('statement.state'), t(`statement.state.${state}`)],
      ],
    },
    { kind: 'heading', text: t('statement.summary') },
    {
      kind: 'pairs',
      rows: [
        [t('statement.opening', { year }), money(amounts.opening)],
        row('contributions'),
        row('returns'),
        row('payments'),
        row('corrections'),
        [t('statement.fees'), t('statement.no_fees')],
        [t('statement.closing', { date: day(until) }), money(amounts.closing)],
      ],
    },
    ...(amounts.closing < 0n
      ? [{ kind: 'text' as const, text: t('statement.shortfall', { amount: money(-amounts.closing) }) }]
      : []),
    { kind: 'text', text: t(ties ? 'statement.ties' : 'statement.does_not_tie') },
  ];
}
