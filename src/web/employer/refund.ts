import { askRefund, type AskRefusal, payerAccount, refundsOf, withdrawRefund } from '#billing';
import { isId, parseRupiah } from '#kernel';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import { card, notice, refundForm, refundList } from '#web/layout';
import { formForClerk, forClerk } from './at-work.ts';
import { addressOf, type AtWork, employerPage, type Services } from './frame.ts';
import { askStrong, isStrong, strongAddress } from './strong.ts';

/** What was paid too much, asked back by a clerk who may approve, and what became of it. */
export function refundPage(services: Services): Page {
  return {
    path: '/employer/:npp/refund',
    access: 'clerk',
    get: forClerk(services, (visit, work) => show(services, visit, work, {})),
    post: formForClerk(services, (visit, work, sent) => act(services, visit, work, sent)),
  };
}

const mayAsk = (visit: Visit, { clerk }: AtWork) => clerk.mayApprove && isStrong(visit);

async function act(services: Services, visit: Visit, work: AtWork, sent: FormFields): Promise<Response> {
  const { clerk, employer } = work;
  const address = addressOf(employer, '/refund');
  if (!mayAsk(visit, work)) return visit.redirect(clerk.mayApprove ? strongAddress(address) : address);
  const payer = { payerId: employer.employerId, accountId: clerk.accountId, npp: employer.npp };
  const refundId = sent['refund'] ?? '';
  if (sent['act'] === 'withdraw' && isId(refundId)) {
    const withdrawn = await withdrawRefund(services, { ...payer, refundId });
    if (withdrawn.ok || withdrawn.refusal === 'gone') return visit.redirect(address);
    return show(services, visit, work, sent, withdrawn.refusal);
  }
  const { bank = '', number = '', holder = '' } = sent;
  const asked = await askRefund(services, {
    ...payer,
    amount: parseRupiah(sent['amount'] ?? '') ?? 0n,
    destination: { bank: bank.trim(), number: number.replaceAll(/[\s.-]/g, ''), holder: holder.trim() },
  });
  return asked.ok ? visit.redirect(address) : show(services, visit, work, sent, asked.refusal);
}

async function show(
  services: Services,
  visit: Visit,
  work: AtWork,
  typed: FormFields,
  problem?: AskRefusal,
): Promise<Response> {
  const { t } = visit;
  const { employerId } = work.employer;
  const { outstanding, credit } = await payerAccount(services, employerId);
  const refunds = await refundsOf(services.database, services.keys, employerId);
  const held = refunds.some(({ state }) => state === 'asked' || state === 'checked' || state === 'approved');
  const address = addressOf(work.employer, '/refund');
  const form = () =>
    mayAsk(visit, work)
      ? refundForm(visit, { action: address, amount: credit, typed, problem })
      : askFirst(visit, work, address);
  const body = html`<p class="eyebrow">
      <a href="${addressOf(work.employer, '/bills')}">${t('employer.bills.title')}</a>
    </p>
    <h1>${t('refund.title')}</h1>
    <p class="lead">${t('refund.lead')}</p>
    ${problem ? problemNotice(visit, problem) : nothing}
    ${
      credit > 0n && outstanding === 0n
        ? form()
        : card({
            body: html`<p class="soft">
              ${t(outstanding > 0n ? 'refund.owes' : held ? 'refund.held' : 'refund.none')}
            </p>`,
          })
    }
    ${refundList(visit, address, refunds, work.clerk.mayApprove)}`;
  return employerPage(visit, { title: t('refund.title'), body }, problem ? 422 : 200);
}

function problemNotice({ t }: Visit, problem: AskRefusal): Html {
  return notice({ kind: 'bad', body: html`<p>${t(`refund.refused.${problem}`)}</p>` });
}

function askFirst(visit: Visit, { clerk }: AtWork, address: string): Html {
  const { t } = visit;
  if (!clerk.mayApprove)
    return notice({ kind: 'info', body: html`<p>${t('employer.refund.not_yours')}</p>` });
  return card({ body: askStrong(visit, t('employer.refund.strong'), address) });
}
