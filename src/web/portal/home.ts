import { type Html, html, type Page, type Visit } from '#platform';
import { card, helpAddress, linkButton, page } from '#web/layout';

/** The public home: one action, and how to know the true sign-in page (G1). */
export function homePage(): Page {
  return {
    path: '/',
    access: 'public',
    get: (visit) =>
      visit.session
        ? visit.redirect('/dashboard')
        : visit.html(page(visit, { title: visit.t('portal.home.title'), body: homeBody(visit) })),
  };
}

function homeBody(visit: Visit): Html {
  const { t, config } = visit;
  const address = html`<strong class="nowrap">${new URL(config.origins.sso).host}</strong>`;
  return html`<h1>${t('portal.home.title')}</h1>
    <p class="lead">${t('portal.home.lead')}</p>
    ${card({
      body: html`${linkButton({ href: '/login', label: t('portal.home.sign_in') })}
        <ul class="links">
          <li><a href="${helpAddress('sign-in')}">${t('portal.home.how')}</a></li>
          <li><a href="${config.origins.sso}/forgot-password">${t('portal.home.forgot')}</a></li>
          <li><a href="${config.origins.sso}/register">${t('portal.home.register')}</a></li>
          <li><a href="${config.origins.sso}/report-death">${t('death.title')}</a></li>
        </ul>`,
    })}
    ${card({
      title: t('portal.home.address_title'),
      body: html`<p>${t.html('portal.home.address', { address })}</p>
        <p class="soft">${t('portal.home.never_ask')}</p>`,
    })}`;
}
