import type { Bill } from '#billing';
import type { Rupiah } from '#kernel';
import { formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import {
  badge,
  billingCode,
  card,
  definitions,
  disclosure,
  dueDay,
  dueDayNote,
  notice,
  wayToBank,
} from '#web/layout';

const refreshSeconds = 3;

/** The bill is made in a moment; the page looks again by itself. */
export function waiting(visit: Visit, title: string): Html {
  visit.context.header('Refresh', String(refreshSeconds));
  return card({ title, body: html`<p role="status">${visit.t('portal.bill.waiting')}</p>` });
}

type Shown = {
  readonly title: string;
  readonly bill: Bill;
  readonly income: Rupiah;
  readonly withSavings: boolean;
  readonly ask: Html;
  readonly open: boolean;
};

/** What to pay with which code until when, or that it is paid. */
export function billCard(visit: Visit, { title, bill, income, withSavings, ask, open }: Shown): Html {
  const { t } = visit;
  const money = (amount: Rupiah) => formatRupiah(amount, t.language);
  const isPaid = bill.outstanding <= 0n;
  return card({
    title,
    aside: isPaid
      ? badge('ok', t('portal.bill.paid'))
      : badge('warn', t(bill.state === 'overdue' ? 'portal.bill.overdue' : 'portal.bill.unpaid')),
    body: html`${
      isPaid
        ? notice({ kind: 'ok', body: html`<p>${t('portal.bill.thanks')}</p>` })
        : html`${definitions([
              {
                term: t('portal.bill.code'),
                value: billingCode(bill.billingCode),
              },
              { term: t('portal.bill.to_pay'), value: html`<strong>${money(bill.outstanding)}</strong>` },
              { term: t('portal.bill.due'), value: dueDay(visit, bill) },
            ])}
            ${dueDayNote(visit, bill)}
            ${bill.state === 'overdue' ? html`<p>${t('portal.bill.still')}</p>` : nothing}
            <p>${t('portal.bill.how')}</p>
            ${wayToBank(visit, bill.billingCode)}
            <p class="small soft">${t('portal.bill.no_penalty')}</p>`
    }
    ${definitions([
      { term: t('portal.bill.income'), value: money(income) },
      { term: 'JHT', value: withSavings ? money(bill.jht) : t('portal.bill.without_savings') },
      { term: 'JKK', value: money(bill.jkk) },
      { term: 'JKM', value: money(bill.jkm) },
      { term: t('portal.bill.sum'), value: html`<strong>${money(bill.amount)}</strong>` },
    ])}
    ${isPaid ? nothing : disclosure({ summary: t('portal.bill.change'), open, body: ask })}`,
  });
}
