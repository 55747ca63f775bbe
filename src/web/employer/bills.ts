import {
  type Bill,
  billsOf,
  chooseReminders,
  payerAccount,
  type PayerAccount,
  wantsReminders,
} from '#billing';
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
  badge,
  card,
  dataTable,
  definitions,
  helpAddress,
  linkButton,
  notice,
  reminderCard,
  type Tone,
} from '#web/layout';
import { formForClerk, forClerk } from './at-work.ts';
import { addressOf, type AtWork, employerPage, type Services } from './frame.ts';

const aPage = 24;
const mostPages = 20;

/** What the employer owes and owed, month by month, the newest first. */
export function billsPage(services: Services): Page {
  return {
    path: '/employer/:npp/bills',
    access: 'clerk',
    post: formForClerk(services, async (visit, { clerk, employer }, sent) => {
      const choice = { payerId: employer.employerId, accountId: clerk.accountId, now: visit.now };
      if (clerk.mayApprove)
        await chooseReminders(services.database, { ...choice, wanted: sent['wanted'] === 'on' });
      return visit.redirect(addressOf(employer, '/bills?done=1'));
    }),
    get: forClerk(services, async (visit, work) => {
      const { t } = visit;
      const { employerId } = work.employer;
      const older = Math.min(Math.trunc(Number(visit.context.req.query('older'))) || 0, mostPages);
      const from = Math.max(0, older) * aPage;
      const bills = await billsOf(services, employerId, { limit: aPage + 1, offset: from });
      const account = await payerAccount(services, employerId);
      const body = html`<h1>${t('employer.bills.title')}</h1>
        <p class="lead">
          ${t('employer.bills.lead')}
          <a href="${helpAddress('employer-bills')}">${t('employer.help.bills')}</a>
        </p>
        ${visit.context.req.query('done') ? notice({ kind: 'ok', body: html`<p>${t('reminder.saved')}</p>` }) : nothing}
        ${bills.length > 0 ? accountCard(visit, work, account) : nothing}
        ${
          bills.length === 0
            ? card({ body: html`<p class="soft">${t('employer.bills.none')}</p>` })
            : card({ title: t('employer.bills.by_month'), body: table(visit, work, bills.slice(0, aPage)) })
        }
        ${work.clerk.mayApprove ? await messagesCard(services, visit, work) : nothing}
        ${
          bills.length > aPage
            ? linkButton({
                href: addressOf(work.employer, `/bills?older=${Math.max(0, older) + 1}`),
                label: t('employer.bills.older'),
                kind: 'secondary',
              })
            : nothing
        }`;
      return employerPage(visit, { title: t('employer.bills.title'), body });
    }),
  };
}

async function messagesCard({ database }: Services, visit: Visit, { employer }: AtWork): Promise<Html> {
  const wanted = await wantsReminders(database, employer.employerId);
  return reminderCard(visit, addressOf(employer, '/bills'), wanted, '', visit.t('employer.bills.reminded'));
}

function accountCard({ t }: Visit, { employer }: AtWork, { outstanding, credit }: PayerAccount): Html {
  if (outstanding === 0n && credit === 0n)
    return notice({
      kind: 'ok',
      body: html`<p>${t('employer.bills.all_paid')}</p>
        <p><a href="${addressOf(employer, '/refund')}">${t('refund.title')}</a></p>`,
    });
  return card({
    body: html`${definitions([
        {
          term: t('employer.bills.outstanding'),
          value: html`<strong>${formatRupiah(outstanding, t.language)}</strong>`,
        },
        ...(credit > 0n
          ? [{ term: t('employer.bills.credit'), value: formatRupiah(credit, t.language) }]
          : []),
      ])}
      <p><a href="${addressOf(employer, '/refund')}">${t('refund.title')}</a></p>`,
  });
}

function table(visit: Visit, { employer }: AtWork, bills: readonly Bill[]): Html {
  const { t } = visit;
  const money = (amount: bigint) => formatRupiah(amount, t.language);
  return dataTable({
    caption: t('employer.bills.by_month'),
    captionUnseen: true,
    columns: [
      { label: t('employer.column.month') },
      { label: t('employer.column.state') },
      { label: t('employer.column.due') },
      { label: t('employer.column.amount'), numeric: true },
      { label: t('employer.column.outstanding'), numeric: true },
    ],
    rows: bills.map((bill) => [
      html`<a href="${addressOf(employer, `/bills/${bill.month}`)}"
        >${formatMonth(bill.month, t.language)}</a
      >`,
      billBadge(visit, bill),
      formatDate(bill.dueOn, t.language),
      money(bill.amount),
      bill.outstanding > 0n ? money(bill.outstanding) : '–',
    ]),
  });
}

const tones = { open: 'warn', partly_paid: 'warn', overdue: 'bad', paid: 'ok' } as const satisfies Record<
  Bill['state'],
  Tone
>;

export function billBadge({ t }: Visit, { state }: Bill): Html {
  return badge(tones[state], t(`employer.bill.state.${state}`));
}
