import { type Bill, billOf, correctionsOn, paymentsOf, type UsedPayment } from '#billing';
import { AppError, parseMonth } from '#kernel';
import {
  formatDate,
  formatMonth,
  formatRupiah,
  type Html,
  html,
  nothing,
  type Page,
  type Visit,
} from '#platform';
import {
  billingCode,
  card,
  dataTable,
  definitions,
  dueDay,
  dueDayNote,
  notice,
  wayToBank,
} from '#web/layout';
import { billBadge } from './bills.ts';
import { forClerk } from './at-work.ts';
import { addressOf, employerPage, type Services } from './frame.ts';

/** One month's bill: what it asks for, its code, and what came in for it. */
export function billPage(services: Services): Page {
  return {
    path: '/employer/:npp/bills/:month',
    access: 'clerk',
    get: forClerk(services, async (visit, { employer }) => {
      const { t } = visit;
      const month = parseMonth(visit.context.req.param('month') ?? '');
      const bill = month && (await billOf(services, employer.employerId, month));
      if (!bill) throw new AppError('not_found', 'no bill of this month');
      const payments = await paymentsOf(services.database, employer.employerId, bill.month);
      const corrections = await correctionsOn(services.database, employer.employerId, bill.month);
      const title = t('employer.bill.of', { month: formatMonth(bill.month, t.language) });
      const body = html`<p class="eyebrow">
          <a href="${addressOf(employer, '/bills')}">${t('employer.bills.title')}</a>
        </p>
        <h1>${title}</h1>
        <p>${billBadge(visit, bill)}</p>
        ${bill.outstanding > 0n ? payCard(visit, bill) : nothing} ${partsCard(visit, bill, corrections)}
        ${payments.length > 0 ? paymentsCard(visit, payments) : nothing}`;
      return employerPage(visit, { title, body });
    }),
  };
}

function payCard(visit: Visit, bill: Bill): Html {
  const { t } = visit;
  const money = (amount: bigint) => formatRupiah(amount, t.language);
  const late = bill.penaltyIfPaidToday > 0n;
  return html`${
    late
      ? notice({
          kind: 'bad',
          title: t('employer.bill.late_title'),
          body: html`<p>${t('employer.bill.late', { penalty: money(bill.penaltyIfPaidToday) })}</p>`,
        })
      : nothing
  }
  ${card({
    title: t('employer.bill.pay'),
    body: html`${definitions([
        {
          term: t('employer.bill.code'),
          value: billingCode(bill.billingCode),
        },
        { term: t('employer.bill.to_pay'), value: html`<strong>${money(bill.outstanding)}</strong>` },
        { term: t('employer.bill.due'), value: dueDay(visit, bill) },
      ])}
      ${dueDayNote(visit, bill)}
      ${bill.dueDayAssumed ? html`<p class="small soft">${t('employer.bill.due_assumed')}</p>` : nothing}
      <p>${t('employer.bill.how')}</p>
      ${wayToBank(visit, bill.billingCode)}
      <p class="small soft">${t('employer.bill.whole')}</p>`,
  })}`;
}

function partsCard({ t }: Visit, bill: Bill, corrections: Awaited<ReturnType<typeof correctionsOn>>): Html {
  const money = (amount: bigint) => formatRupiah(amount, t.language);
  const parts = [
    ['JHT', bill.jht],
    ['JP', bill.jp],
    ['JKK', bill.jkk],
    ['JKM', bill.jkm],
  ] as const;
  return card({
    title: t('employer.bill.parts'),
    body: html`${definitions([
      { term: t('employer.bill.workers'), value: String(bill.workers) },
      ...parts.map(([term, amount]) => ({ term, value: money(amount) })),
      ...(bill.penalty > 0n ? [{ term: t('employer.bill.penalty'), value: money(bill.penalty) }] : []),
      { term: t('employer.bill.sum'), value: html`<strong>${money(bill.amount)}</strong>` },
      ...(bill.paid > 0n ? [{ term: t('employer.bill.paid'), value: money(bill.paid) }] : []),
    ])}
    ${corrections.map(({ forMonth, amount }) => html`<p>${t('employer.bill.corrections', { amount: money(amount), month: formatMonth(forMonth, t.language) })}</p>`)}
    ${bill.penalty > 0n ? html`<p class="small soft">${t('employer.bill.penalty_note')}</p>` : nothing}`,
  });
}

function paymentsCard({ t }: Visit, payments: readonly UsedPayment[]): Html {
  return card({
    title: t('employer.bill.payments'),
    body: html`${dataTable({
        caption: t('employer.bill.payments'),
        captionUnseen: true,
        columns: [
          { label: t('employer.column.paid_on') },
          { label: t('employer.column.bank') },
          { label: t('employer.column.reference') },
          { label: t('employer.column.amount'), numeric: true },
        ],
        rows: payments.map((payment) => [
          formatDate(payment.paidOn, t.language),
          payment.bank,
          payment.bankReference,
          formatRupiah(payment.used, t.language),
        ]),
      })}
      <p class="small soft">${t('employer.bill.order')}</p>`,
  });
}
