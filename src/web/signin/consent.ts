import { type Html, html, type Translate, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { button, card, form, page } from '#web/layout';
import { cancelForm } from './password-page.ts';
import { type SignInServices, trueAddress, uidOf, waitingOf } from './services.ts';
import { outOfTurn } from './steps.ts';

/** GET /signin/:uid/consent: what another service will see of the member. */
export async function showConsent(services: SignInServices, visit: Visit): Promise<Response> {
  const waiting = await waitingOf(services, visit);
  if (!waiting) return services.sso.startAgain(visit);
  return (await outOfTurn(services, visit, waiting, 'consent')) ?? visit.html(consentPage(visit, waiting));
}

/** POST /signin/:uid/consent. */
export async function allowClient(services: SignInServices, visit: Visit): Promise<Response> {
  const waiting = await waitingOf(services, visit);
  if (!waiting) return services.sso.startAgain(visit);
  return (await outOfTurn(services, visit, waiting, 'consent')) ?? services.sso.consent(visit, uidOf(visit));
}

function consentPage(visit: Visit, waiting: WaitingInteraction): Html {
  const { t } = visit;
  const { client, uid } = waiting;
  const items = shared(t, waiting).map((text) => html`<li>${text}</li>`);
  const body = html`<p class="lead">${t('signin.consent_lead', { client: client.name })}</p>
    ${card({
      title: t('signin.consent_shared', { client: client.name }),
      body: html`<ul>
          ${items}
        </ul>
        <p class="small soft">${t('signin.consent_never')}</p>
        ${form(visit, { action: `/signin/${uid}/consent`, body: button({ label: t('signin.continue') }) })}
        ${cancelForm(visit, waiting)}`,
    })}
    ${trueAddress(visit)}`;
  const title = t('signin.consent_title', { client: client.name });
  return page(visit, { title, body, languageAddress: `/signin/${uid}/consent` });
}

const textOf = {
  openid: 'signin.consent_openid',
  profile: 'signin.consent_profile',
  name: 'signin.consent_profile',
  email: 'signin.consent_email',
  phone: 'signin.consent_phone',
  phone_number: 'signin.consent_phone',
  offline_access: 'signin.consent_offline',
} as const;

function shared(t: Translate, { scopes, claims }: WaitingInteraction): string[] {
  const asked = [...scopes, ...claims].filter((name): name is keyof typeof textOf => name in textOf);
  return [...new Set(asked.map((name) => t(textOf[name])))];
}
