import {
  type AccountServices,
  addClaimContact,
  claimContactsEnough,
  type ClaimView,
  keepRegisterContact,
  originOf,
} from '#accounts';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import { button, card, field, form, type HelpTopic, page } from '#web/layout';
import { codeProblem, codeProblemTopic, statusOf } from './register-code-step.ts';
import { atStep, leadOn, paths, stepLine, tokenOf, wrong } from './register-steps.ts';

type Problem = {
  readonly field?: string;
  readonly said?: Html | string | undefined;
  readonly topic?: HelpTopic;
};

/** GET /register/contact: the contacts that the person has confirmed, and a field for one more. */
export function showContacts(services: AccountServices, visit: Visit): Promise<Response> {
  return answer(services, visit, '', {}, 200);
}

/** POST /register/contact: sends a code there. */
export async function addContact(
  services: AccountServices,
  visit: Visit,
  sent: FormFields,
): Promise<Response> {
  const typed = (sent['contact'] ?? '').trim().slice(0, 254);
  const result = await addClaimContact(services, tokenOf(visit), typed, originOf(visit));
  if (result.ok || result.refusal.kind === 'nothing-waits') return leadOn(services, visit);
  const problem =
    result.refusal.kind === 'not-a-contact'
      ? { field: visit.t('register.contact_wrong') }
      : { said: codeProblem(visit, result.refusal), topic: codeProblemTopic(result.refusal) };
  return answer(services, visit, typed, problem, statusOf(result.refusal));
}

/** POST /register/contact/keep: the contact on the register is the person's own. */
export async function keepContact(services: AccountServices, visit: Visit): Promise<Response> {
  await keepRegisterContact(services, tokenOf(visit));
  return leadOn(services, visit);
}

/** POST /register/contact/enough: on to the password. */
export async function contactsEnough(services: AccountServices, visit: Visit): Promise<Response> {
  const enough = await claimContactsEnough(services, tokenOf(visit));
  if (enough) return leadOn(services, visit);
  return answer(services, visit, '', { said: visit.t('register.contact_none') }, 422);
}

async function answer(
  services: AccountServices,
  visit: Visit,
  typed: string,
  problem: Problem,
  status: number,
): Promise<Response> {
  const { view, elsewhere } = await atStep(services, visit, 'contact');
  return elsewhere ?? visit.html(contactPage(visit, view, typed, problem), status);
}

function contactPage(visit: Visit, view: ClaimView, typed: string, problem: Problem): Html {
  const { t } = visit;
  const some = view.contacts.length > 0;
  const body = html`${stepLine(visit, 3)}
    <h1>${t('register.contact_title')}</h1>
    <p class="lead">${t('register.contact_lead')}</p>
    ${wrong(visit, problem.said, problem.topic)} ${some ? confirmed(visit, view) : nothing}
    ${some ? nothing : card({ body: addForm(visit, typed, problem, 'primary') })}
    ${view.registerContact === undefined ? nothing : registerContact(visit, view.registerContact)}
    ${
      some && view.contacts.length < 2
        ? card({
            title: t('register.contact_more'),
            body: html`<p>${t('register.contact_more_text')}</p>
              ${addForm(visit, typed, problem, 'secondary')}`,
          })
        : nothing
    }`;
  return page(visit, { title: t('register.contact_title'), body, languageAddress: paths.contact });
}

function confirmed(visit: Visit, view: ClaimView): Html {
  const { t } = visit;
  return card({
    title: t('register.contact_ready'),
    body: html`<ul>
        ${view.contacts.map(({ to }) => html`<li class="nowrap">${to}</li>`)}
      </ul>
      ${form(visit, { action: paths.contactEnough, body: button({ label: t('register.continue') }) })}`,
  });
}

function addForm(visit: Visit, typed: string, problem: Problem, kind: 'primary' | 'secondary'): Html {
  const { t } = visit;
  return form(visit, {
    action: paths.contact,
    body: html`${field(visit, {
      name: 'contact',
      label: t('register.contact'),
      hint: t('register.contact_hint'),
      value: typed,
      autocomplete: 'email',
      maxlength: 254,
      error: problem.field,
    })}
    ${button({ label: t('register.contact_send'), kind })}`,
  });
}

function registerContact(visit: Visit, to: string): Html {
  const { t } = visit;
  return card({
    title: t('register.contact_keep_title'),
    body: html`<p>
        ${t.html('register.contact_keep_text', { to: html`<strong class="nowrap">${to}</strong>` })}
      </p>
      ${form(visit, {
        action: paths.contactKeep,
        body: button({ label: t('register.contact_keep'), kind: 'secondary' }),
      })}`,
  });
}
