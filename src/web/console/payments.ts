import {
  closeClaim,
  matchPayment,
  type MatchRefusal,
  type UnmatchedPayment,
  unmatchedPayments,
} from '#billing';
import { isId } from '#kernel';
import { type FormFields, formatDate, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import type { DeskServices } from '#support';
import { button, card, definitions, field, form, notice } from '#web/layout';
import { consolePage, deskOfficerOf } from './frame.ts';
import { claimDecision, type ClaimProblem, reversedRefunds } from './reversed-refunds.ts';
import { type ConsolePage, moneyRoles } from './roles.ts';

const address = '/payments';

type Answer = {
  readonly paymentId?: string;
  readonly problem?: MatchRefusal;
  readonly done?: true;
  readonly code?: string;
  readonly claim?: ClaimProblem;
};

/** Money that came in with a code that names no bill: an officer finds out whose it is. */
export function paymentsPage(services: DeskServices): ConsolePage {
  return {
    path: address,
    roles: moneyRoles,
    get: (visit) => show(services, visit, visit.context.req.query('done') ? { done: true } : {}),
    post: (visit, sent) =>
      sent['claim'] === undefined ? match(services, visit, sent) : endClaim(services, visit, sent),
  };
}

async function endClaim(services: DeskServices, visit: Visit, sent: FormFields): Promise<Response> {
  const paymentId = sent['claim'] ?? '';
  const decision = claimDecision(sent);
  if (!isId(paymentId) || !decision) return show(services, visit, { claim: { paymentId, refusal: 'gone' } });
  const { officerId } = deskOfficerOf(visit);
  const closed = await closeClaim(services, paymentId, officerId, decision);
  return closed.ok
    ? visit.redirect(address)
    : show(services, visit, { claim: { paymentId, refusal: closed.refusal } });
}

async function match(services: DeskServices, visit: Visit, sent: FormFields): Promise<Response> {
  const paymentId = sent['payment'] ?? '';
  const billingCode = (sent['code'] ?? '').replaceAll(/[^\d]/g, '').slice(0, 20);
  if (!isId(paymentId)) return show(services, visit, { problem: 'gone' });
  const { officerId } = deskOfficerOf(visit);
  const matched = await matchPayment(services, { paymentId, billingCode, officerId });
  return matched.ok
    ? visit.redirect(`${address}?done=1`)
    : show(services, visit, { paymentId, problem: matched.refusal, code: sent['code'] ?? '' });
}

async function show(services: DeskServices, visit: Visit, answer: Answer): Promise<Response> {
  const { t } = visit;
  const payments = await unmatchedPayments(services.database);
  const { done, problem } = answer;
  const body = html`<h1>${t('console.payments.title')}</h1>
    <p class="lead">${t('console.payments.lead')}</p>
    ${done ? notice({ kind: 'ok', body: html`<p>${t('console.payments.done')}</p>` }) : nothing}
    ${problem === 'gone' ? notice({ kind: 'bad', body: html`<p>${t('console.payments.gone')}</p>` }) : nothing}
    ${
      payments.length === 0
        ? card({ body: html`<p class="soft">${t('console.payments.none')}</p>` })
        : payments.map((payment) => paymentCard(visit, payment, answer))
    }
    ${await reversedRefunds(services, visit, answer.claim)}`;
  return consolePage(visit, { title: t('console.payments.title'), body }, answer.claim ? 422 : 200);
}

function paymentCard(
  visit: Visit,
  payment: UnmatchedPayment,
  { paymentId, problem, code = '' }: Answer,
): Html {
  const { t } = visit;
  const wrong = problem === 'no_bill' && paymentId === payment.paymentId;
  return card({
    title: formatRupiah(payment.amount, t.language),
    body: html`${definitions([
      { term: t('console.payments.paid_on'), value: formatDate(payment.paidOn, t.language) },
      { term: t('console.payments.bank'), value: payment.bank },
      { term: t('console.payments.reference'), value: payment.bankReference },
      { term: t('console.payments.code_named'), value: payment.billingCode },
    ])}
    ${form(visit, {
      action: address,
      body: html`<input type="hidden" name="payment" value="${payment.paymentId}" />${field(visit, {
          name: 'code',
          id: `code-${payment.paymentId}`,
          label: t('console.payments.code'),
          inputmode: 'numeric',
          value: wrong ? code.slice(0, 30) : '',
          maxlength: 30,
          autocomplete: 'off',
          error: wrong ? t('console.payments.no_bill') : undefined,
        })}
        ${button({ label: t('console.payments.match'), kind: 'secondary' })}`,
    })}`,
  });
}
