import {
  type AccountServices,
  type ClaimView,
  confirmClaimContact,
  dropClaimContact,
  originOf,
  sendContactCode,
} from '#accounts';
import { type Html, html, nothing, type Visit } from '#platform';
import { button, form } from '#web/layout';
import { codeStep, waitLine, waitsFor } from './register-code-step.ts';
import { leadOn, paths, tokenOf } from './register-steps.ts';

/** GET and POST /register/contact/code: where the code of an own contact went and what became of it. */
export const contactCode = codeStep({
  state: 'contact-code',
  step: 3,
  path: paths.contactCode,
  title: ({ t }) => t('register.contact_code_title'),
  lead: ({ t }, { waiting }) =>
    t.html('register.contact_code_lead', {
      to: html`<strong class="nowrap">${waiting?.to ?? ''}</strong>`,
    }),
  nothingCame,
  verify: confirmClaimContact,
});

/** POST /register/contact/code/send. */
export async function sendAgain(services: AccountServices, visit: Visit): Promise<Response> {
  const result = await sendContactCode(services, tokenOf(visit), originOf(visit));
  if (result.ok || result.refusal.kind === 'not-a-contact') return leadOn(services, visit);
  return contactCode.after(services, visit, result);
}

/** POST /register/contact/code/change: back, to type another. */
export async function changeContact(services: AccountServices, visit: Visit): Promise<Response> {
  await dropClaimContact(services, tokenOf(visit));
  return leadOn(services, visit);
}

function nothingCame(visit: Visit, view: ClaimView): Html {
  const { t } = visit;
  const delivery = view.waiting?.delivery;
  return html`${delivery ? html`<p>${t(`register.delivery_${delivery.state}`)}</p>` : nothing}
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
    })}`;
}
