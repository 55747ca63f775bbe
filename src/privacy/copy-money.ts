import { month } from '#kernel';
import { formatMonth, type PdfBlock } from '#platform';
import { movementName } from './copy-filled.ts';
import type { DataCopy } from './copy-shape.ts';
import { labelled, listed, type Words } from './copy-words.ts';

/** Contributions month by month, and the savings with their movements. */
export function moneySection({ contributions, savings }: DataCopy, words: Words): PdfBlock[] {
  const { t, day, money, name } = words;
  return [
    ...listed(
      words,
      t('privacy.copy.contributions'),
      [
        { label: t('portal.column.month'), width: 1.6 },
        { label: t('privacy.copy.employer_and_card'), width: 2.8 },
        { label: t('portal.column.wage'), width: 1.7, numeric: true },
        { label: t('privacy.copy.shares'), width: 3.6 },
        { label: t('privacy.copy.dates'), width: 3 },
        { label: t('portal.column.state'), width: 1.5 },
      ],
      contributions.map((one) => [
        formatMonth(month(one.month), t.language),
        `${one.employer ?? t('portal.own_contribution')}\n${one.memberNumber}`,
        money(one.wage),
        one.shares
          .filter(({ employee, employer }) => employee + employer > 0)
          .map((share) => `${share.programme} ${money(share.employee)} + ${money(share.employer)}`)
          .join('\n'),
        labelled([
          [t('portal.step.reported'), day(one.reportedOn)],
          [t('portal.step.billed'), day(one.billedOn)],
          [t('portal.column.due'), day(one.dueOn)],
          [t('portal.step.paid'), day(one.paidOn)],
          [t('portal.step.posted'), day(one.postedOn)],
          [t('privacy.copy.corrected'), day(one.correctedOn)],
        ]),
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
        movementName(words, one.kind, { month: one.month ?? '', posted_on: one.postedOn }),
        one.employer ?? '',
        money(one.amount),
        money(one.balanceAfter),
      ]),
    },
  ];
}
