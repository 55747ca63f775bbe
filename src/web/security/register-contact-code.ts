import {
  type AccountServices,
  type ClaimView,
  confirmClaimContact,
  dropClaimContact,
  originOf,
  readCode,
  sendContactCode,
} from '#accounts';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import { button, card, form, page } from '#web/layout';
import { codeForm, codeProblem, statusOf, waitLine, waitsFor } from './register-code.ts';
import { atStep, leadOn, paths, stepLine, tokenOf, wrong } from './register-steps.ts';

/** GET /register/contact/code: where the code of an own contact went and what became of it. */
export function showContactCode(services: AccountServices, visit: Visit): Promise<Response> {
  return answer(services, visit, undefined, 200);
}

/** POST /register/contact/code. */
export async function confirmContact(
  services: AccountServices,
  visit: Visit,
  sent: FormFields,
): Promise<Response> {
  const code = readCode(sent['code'] ?? '');
  if (code === undefined) return answer(services, visit, visit.t('register.code_unreadable'), 422);
  const result = await confirmClaimContact(services, tokenOf(visit), code);
  if (result.ok || result.refusal.kind === 'nothing-waits') return leadOn(services, visit);
  return answer(services, visit, codeProblem(visit, result.refusal), statusOf(result.refusal));
}

/** POST /register/contact/code/send. */
export async function sendAgain(services: AccountServices, visit: Visit): Promise<Response> {
  const result = await sendContactCode(services, tokenOf(visit), originOf(visit));
  if (result.ok || !('at' in result.refusal)) return leadOn(services, visit);
  return answer(services, visit, codeProblem(visit, result.refusal), 429);
}

/** POST /register/contact/code/change: back, to type another. */
export async function changeContact(services: AccountServices, visit: Visit): Promise<Response> {
  await dropClaimContact(services, tokenOf(visit));
  return leadOn(services, visit);
}

async function answer(
  services: AccountServices,
  visit: Visit,
  problem: Html | string | undefined,
  status: number,
): Promise<Response> {
  const { view, elsewhere } = await atStep(services, visit, 'contact-code');
  return elsewhere ?? visit.html(contactCodePage(visit, view, problem), status);
}

function contactCodePage(visit: Visit, view: ClaimView, problem: Html | string | undefined): Html {
  const { t } = visit;
  const closed = view.closedUntil
    ? codeProblem(visit, { kind: 'too-many', at: view.closedUntil })
    : undefined;
  const to = html`<strong class="nowrap">${view.waiting?.to ?? ''}</strong>`;
  const delivery = view.waiting?.delivery;
  const body = html`${stepLine(visit, 3)}
    <h1>${t('register.contact_code_title')}</h1>
    <p class="lead">${t.html('register.contact_code_lead', { to })}</p>
    ${wrong(closed ?? problem)} ${closed ? nothing : codeForm(visit, paths.contactCode, view)}
    ${card({
      title: t('register.code_missing'),
      body: html`${delivery ? html`<p>${t(`register.delivery_${delivery.state}`)}</p>` : nothing}
        <p>${t('register.code_missing_wait')}</p>
        ${waitLine(visit, view)}
        ${form(visit, {
          action: paths.contactCodeSend,
          body: button({
            label: t(`register.code_again_${view.waiting?.channel ?? 'sms'}`),
            kind: 'secondary',
            ...waitsFor(visit, view),
          }),
        })}
        ${form(visit, {
          action: paths.contactCodeChange,
          body: button({ label: t('register.contact_change'), kind: 'link' }),
        })}`,
    })}`;
  return page(visit, {
    title: t('register.contact_code_title'),
    body,
    languageAddress: paths.contactCode,
  });
}
