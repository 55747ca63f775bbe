import type { AccountServices } from '#accounts';
import { html, type Visit } from '#platform';
import { linkButton, page } from '#web/layout';
import { atStep, paths } from './register-steps.ts';

/** GET /register/done: the account is open; signing in goes the ordinary way. */
export async function showDone(services: AccountServices, visit: Visit): Promise<Response> {
  const { elsewhere } = await atStep(services, visit, 'done');
  if (elsewhere) return elsewhere;
  const { t, config } = visit;
  const body = html`<p class="lead">${t('register.done_lead')}</p>
    <p>${t('register.done_notice')}</p>
    <section class="card">
      ${linkButton({ href: `${config.origins.portal}/login`, label: t('register.done_sign_in') })}
    </section>`;
  return visit.html(page(visit, { title: t('register.done_title'), body, languageAddress: paths.done }));
}
