import { html, type Visit, type VisitSession } from '#platform';
import { button, card, form, linkButton, page } from '#web/layout';
import { trueAddress } from './services.ts';

/** GET /: somebody typed the address of the sign-in itself. One clear action; who is signed in is told so. */
export function showHome(visit: Visit): Response {
  const { t, config, session } = visit;
  if (session) return signedInHome(visit, session);
  const body = html`<p class="lead">${t('signin.lead')}</p>
    <section class="card">
      ${linkButton({ href: `${config.origins.portal}/login`, label: t('signin.submit') })}
    </section>
    ${trueAddress(visit)}`;
  return visit.html(page(visit, { title: t('signin.home_title', { brand: config.BRAND_NAME }), body }));
}

function signedInHome(visit: Visit, session: VisitSession): Response {
  const { t, config } = visit;
  const own = session.roles.includes('member')
    ? { href: `${config.origins.portal}/dashboard`, label: t('session.to_portal') }
    : session.roles.includes('clerk')
      ? { href: `${config.origins.employer}/employers`, label: t('session.to_employer') }
      : { href: config.origins.console, label: t('session.to_console') };
  const body = html`<p class="lead">${t('session.signed_in_as', { name: session.displayName })}</p>
    ${card({
      body: html`<p>${linkButton(own)}</p>
        ${form(visit, {
          action: visit.frame?.signOut ?? '/',
          body: button({ label: t('layout.sign_out'), kind: 'secondary' }),
        })}`,
    })}
    ${trueAddress(visit)}`;
  return visit.html(page(visit, { title: t('signin.home_signed_in'), body }));
}
