import { type AccountServices, enteringCookie } from '#accounts';
import { type FormFields, html, type Visit } from '#platform';
import { button, form, page, sharedChoice } from '#web/layout';
import { atStep, paths } from './register-steps.ts';

/** Time enough to come from here to the sign-in and not more. */
const enteringSeconds = 60;

/** GET /register/done: the account is open, and one button leads into it. */
export async function showDone(services: AccountServices, visit: Visit): Promise<Response> {
  const { elsewhere } = await atStep(services, visit, 'done');
  if (elsewhere) return elsewhere;
  const { t, config } = visit;
  // The form leads over the portal, which asks for the sign-in.
  visit.allowFormAction(config.origins.portal);
  const body = html`<p class="lead">${t('register.done_lead')}</p>
    <p>${t('register.done_notice')}</p>
    <section class="card">
      ${form(visit, {
        action: paths.done,
        body: html`${sharedChoice(visit, false)}${button({ label: t('register.done_sign_in') })}`,
      })}
      <p class="small soft">
        ${t('register.done_minutes', { minutes: Math.round(config.SHARED_SESSION_IDLE_SECONDS / 60) })}
      </p>
    </section>`;
  return visit.html(page(visit, { title: t('register.done_title'), body, languageAddress: paths.done }));
}

/** POST /register/done: to the sign-in, which knows by the cookie that nothing has to be typed again. */
export async function enterAccount(
  services: AccountServices,
  visit: Visit,
  sent: FormFields,
): Promise<Response> {
  const { elsewhere } = await atStep(services, visit, 'done');
  if (elsewhere) return elsewhere;
  const how = sent['shared'] === 'on' ? 'shared' : 'own';
  visit.setCookie(enteringCookie, how, { maxAgeSeconds: enteringSeconds });
  return visit.redirect(`${visit.config.origins.portal}/login`);
}
