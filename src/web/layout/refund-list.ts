import { formatInstant, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { dataTable } from './data-table.ts';
import { button, form } from './form-parts.ts';
import { badge, card } from './parts.ts';

type RefundState =
  | 'asked'
  | 'checked'
  | 'approved'
  | 'refused'
  | 'withdrawn'
  | 'sent'
  | 'returning'
  | 'returned';
type RefundRow = {
  readonly refundId: string;
  readonly amount: bigint;
  readonly askedAt: Date;
  readonly destination: { readonly bank: string; readonly number: string };
  readonly state: RefundState;
};
const tones = {
  asked: 'warn',
  checked: 'warn',
  approved: 'warn',
  sent: 'ok',
  returning: 'warn',
  refused: 'bad',
  withdrawn: 'bad',
  returned: 'bad',
} as const;

/** What was asked back so far, the newest first; what no officer has approved can be taken back by who may ask. */
export function refundList(
  visit: Visit,
  action: string,
  refunds: readonly RefundRow[],
  mayWithdraw = true,
): Html {
  const { t, session } = visit;
  if (refunds.length === 0) return nothing;
  const waiting = mayWithdraw && refunds.find(({ state }) => state === 'asked' || state === 'checked');
  return card({
    title: t('refund.list'),
    body: html`${dataTable({
      caption: t('refund.list'),
      captionUnseen: true,
      columns: [
        { label: t('refund.asked_at') },
        { label: t('refund.state') },
        { label: t('refund.to') },
        { label: t('refund.amount'), numeric: true },
      ],
      rows: refunds.map((refund) => [
        formatInstant(refund.askedAt, t.language, session?.timeZone),
        badge(tones[refund.state], t(`refund.state.${refund.state}`)),
        `${refund.destination.bank} ••${refund.destination.number.slice(-4)}`,
        formatRupiah(refund.amount, t.language),
      ]),
    })}
    ${refunds[0]?.state === 'returned' ? html`<p>${t('refund.returned')}</p>` : nothing}
    ${
      waiting
        ? form(visit, {
            action,
            body: html`<input type="hidden" name="refund" value="${waiting.refundId}" />${button({
                label: t('refund.withdraw'),
                kind: 'secondary',
                name: 'act',
                value: 'withdraw',
              })}`,
          })
        : nothing
    }`,
  });
}
