import type { Bill, PayerAccount } from '#billing';
import { formatMonth, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { badge, billingCode, card, dataTable, reminderCard } from '#web/layout';

/** What is over and how to have it back, and the months before this one. */
export function ownBillHistory(
  visit: Visit,
  {
    cardId,
    account,
    earlier,
    wanted,
  }: {
    readonly cardId: string;
    readonly account: PayerAccount;
    readonly earlier: readonly Bill[];
    readonly wanted: boolean;
  },
): Html {
  const { t } = visit;
  const over =
    account.credit > 0n
      ? card({
          title: t('portal.bill.over'),
          body: html`<p>
              ${t('portal.bill.over_text', { amount: formatRupiah(account.credit, t.language) })}
            </p>
            <p><a href="/bill/refund/${cardId}">${t('refund.link')}</a></p>`,
        })
      : html`<p class="small"><a href="/bill/refund/${cardId}">${t('refund.title')}</a></p>`;
  return html`${over} ${earlier.length > 0 ? earlierCard(visit, earlier) : nothing}
  ${reminderCard(visit, '/bill', wanted, cardId)}`;
}

function earlierCard({ t }: Visit, earlier: readonly Bill[]): Html {
  return card({
    title: t('portal.bill.earlier'),
    body: dataTable({
      caption: t('portal.bill.earlier'),
      captionUnseen: true,
      columns: [
        { label: t('portal.bill.earlier_month') },
        { label: t('refund.state') },
        { label: t('portal.bill.sum'), numeric: true },
      ],
      rows: earlier.map((bill) => [
        formatMonth(bill.month, t.language),
        bill.state === 'paid'
          ? badge('ok', t('portal.bill.paid'))
          : html`${badge('warn', t('portal.bill.unpaid'))}
              <div class="small">
                ${t('portal.bill.to_pay')} ${formatRupiah(bill.outstanding, t.language)},
                ${t('portal.bill.code').toLowerCase()} ${billingCode(bill.billingCode)}
              </div>`,
        formatRupiah(bill.amount, t.language),
      ]),
    }),
  });
}
