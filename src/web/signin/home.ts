import { html, type Visit } from '#platform';
import { linkButton, page } from '#web/layout';
import { trueAddress } from './services.ts';

/** GET /: somebody typed the address of the sign-in itself. One clear action. */
export function showHome(visit: Visit): Response {
  const { t, config } = visit;
  const body = html`<p class="lead">${t('signin.lead')}</p>
    <section class="card">
      ${linkButton({ href: `${config.origins.portal}/login`, label: t('signin.submit') })}
    </section>
    ${trueAddress(visit)}`;
  return visit.html(page(visit, { title: t('signin.home_title', { brand: config.BRAND_NAME }), body }));
}
