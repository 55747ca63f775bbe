import { type Html, html, type Page, type Visit } from '#platform';
import { card, helpAddress, linkButton, page } from '#web/layout';

/** The public home: one action, and who may come in. */
export function homePage(): Page {
  return {
    path: '/',
    access: 'public',
    get: (visit) =>
      visit.session
        ? visit.redirect('/employers')
        : visit.html(page(visit, { title: visit.t('employer.home.title'), body: homeBody(visit) })),
  };
}

function homeBody(visit: Visit): Html {
  const { t, config } = visit;
  const address = html`<strong class="nowrap">${new URL(config.origins.sso).host}</strong>`;
  return html`<h1>${t('employer.home.title')}</h1>
    <p class="lead">${t('employer.home.lead')}</p>
    ${card({
      body: html`${linkButton({ href: '/login?to=/employers', label: t('employer.home.sign_in') })}
        <ul class="links">
          <li><a href="${helpAddress('sign-in')}">${t('portal.home.how')}</a></li>
          <li><a href="${config.origins.sso}/register">${t('portal.home.register')}</a></li>
        </ul>`,
    })}
    ${card({
      title: t('employer.home.first_title'),
      body: html`<p>${t('employer.home.first')}</p>
        <p>${t.html('portal.home.address', { address })}</p>`,
    })}`;
}
