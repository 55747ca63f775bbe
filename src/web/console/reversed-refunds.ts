import { type ReversedAfterRefund, reversedAfterRefund } from '#billing';
import { employerNames } from '#members';
import { formatDate, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import type { DeskServices } from '#support';
import { card, definitions } from '#web/layout';

/** Payments that went out as a refund before their bank took them back: an officer asks the payer for that money. */
export async function reversedRefunds({ database }: DeskServices, visit: Visit): Promise<Html> {
  const payments = await reversedAfterRefund(database);
  if (payments.length === 0) return nothing;
  const { t } = visit;
  const names = await employerNames(
    database,
    payments.map(({ payerId }) => payerId),
  );
  return html`<h2>${t('console.payments.reversed_title')}</h2>
    <p>${t('console.payments.reversed_lead')}</p>
    <p><a href="/refunds">${t('console.payments.to_refunds')}</a></p>
    ${payments.map((payment) => reversedCard(visit, payment, names.get(payment.payerId)))}`;
}

const reversedCard = (
  { t }: Visit,
  { refunded, bank, bankReference, reversedOn }: ReversedAfterRefund,
  name: string | undefined,
): Html =>
  card({
    title: formatRupiah(refunded, t.language),
    body: definitions([
      { term: t('console.refunds.payer'), value: name ?? t('console.refunds.own_payer') },
      { term: t('console.payments.bank'), value: bank },
      { term: t('console.payments.reference'), value: bankReference },
      { term: t('console.payments.reversed_on'), value: formatDate(reversedOn, t.language) },
    ]),
  });
