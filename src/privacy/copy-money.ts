import { month } from '#kernel';
import { formatMonth, type PdfBlock } from '#platform';
import type { DataCopy } from './copy-shape.ts';
import { listed, type Words } from './copy-words.ts';

/** Contributions month by month, and the savings with their movements. */
export function moneySection({ contributions, savings }: DataCopy, words: Words): PdfBlock[] {
  const { t, day, money, name } = words;
  return [
    ...listed(
      words,
      t('privacy.copy.contributions'),
      [
        { label: t('portal.column.month'), width: 1.6 },
        { label: t('portal.column.employer'), width: 2.8 },
        { label: t('portal.column.wage'), width: 1.7, numeric: true },
        { label: t('privacy.copy.shares'), width: 3.6 },
        { label: t('portal.step.reported'), width: 1.5 },
        { label: t('portal.step.paid'), width: 1.5 },
        { label: t('portal.column.state'), width: 1.5 },
      ],
      contributions.map((one) => [
        formatMonth(month(one.month), t.language),
        one.employer ?? t('portal.own_contribution'),
        money(one.wage),
        one.shares
          .filter(({ employee, employer }) => employee + employer > 0)
          .map((share) => `${share.programme} ${money(share.employee)} + ${money(share.employer)}`)
          .join('\n'),
        day(one.reportedOn),
        day(one.paidOn),
        name('portal.state', one.state),
      ]),
    ),
    { kind: 'heading', text: t('privacy.copy.savings', { amount: money(savings.balance) }) },
    {
      kind: 'table',
      columns: [
        { label: t('portal.column.posted_on'), width: 1.6 },
        { label: t('portal.column.what'), width: 3 },
        { label: t('portal.column.employer'), width: 3 },
        { label: t('portal.column.amount'), width: 2, numeric: true },
        { label: t('portal.column.balance_after'), width: 2, numeric: true },
      ],
      rows: savings.movements.map((one) => [
        day(one.postedOn),
        t(`portal.movement.${one.kind as 'contribution'}`, {
          month: one.month === undefined ? '' : formatMonth(month(one.month), t.language),
          year: one.postedOn.slice(0, 4),
        }),
        one.employer ?? '',
        money(one.amount),
        money(one.balanceAfter),
      ]),
    },
  ];
}
