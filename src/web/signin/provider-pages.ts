import { type Html, html, nothing, type Visit } from '#platform';
import type { SsoRenderers } from '#sso';
import { closedServices, linkButton, page, renderError } from '#web/layout';

/** The pages that the provider shows by itself. */
export const ssoRenderers: SsoRenderers = {
  error: renderError,
  logout: logoutPage,
  loggedOut: loggedOutPage,
};

/** Another service asks to log out: the member says whether everywhere. */
function logoutPage(visit: Visit, parts: Parameters<SsoRenderers['logout']>[1]): Html {
  const { t, config } = visit;
  const lead = parts.clientName
    ? t('signin.logout_client', { client: parts.clientName })
    : t('signin.logout_plain');
  const choice = (body: Html) =>
    html`<form method="post" action="${parts.action}">
      <input type="hidden" name="xsrf" value="${parts.xsrf}" />${body}
    </form>`;
  const body = html`<p class="lead">${lead}</p>
    <section class="card">
      ${choice(html`<button class="button" name="logout" value="yes">${t('signin.logout_yes')}</button>`)}
      ${choice(html`<button class="button link">${t('signin.logout_no')}</button>`)}
    </section>`;
  return page(visit, { title: t('signin.logout_title', { brand: config.BRAND_NAME }), body });
}

function loggedOutPage(visit: Visit, { services, shared }: Parameters<SsoRenderers['loggedOut']>[1]): Html {
  const { t, config } = visit;
  const body = html`<p class="lead" data-signed-out>${t('session.logged_out')}</p>
    ${closedServices(visit, services)}
    ${shared ? html`<p><strong>${t('session.logged_out_shared')}</strong></p>` : nothing}
    <section class="card">
      ${linkButton({ href: `${config.origins.portal}/login`, label: t('signin.submit') })}
    </section>`;
  return page(visit, { title: t('signin.logged_out_title'), body });
}
