import { html, type Page, type Visit } from '#platform';
import { card } from '#web/layout';
import { securityPage } from './frame.ts';
import { readOnlyNotice } from './read-only.ts';
import type { SecurityServices } from './services.ts';

const links = [
  ['/security/password', 'security.overview.password'],
  ['/security/factors', 'security.factors.title'],
  ['/security/contacts', 'security.overview.contacts'],
  ['/security/sessions', 'security.overview.sessions'],
  ['/security/activity', 'security.overview.activity'],
  ['/security/who-saw', 'security.who_saw.title'],
  ['/data', 'data.title'],
  ['/security/check-up', 'security.overview.check_up'],
  ['/security/cases', 'security.overview.cases'],
] as const;

/** The rights over data lie at the portal. */
const placeOf = ({ config }: Visit, href: string) =>
  href === '/data' ? `${config.origins.portal}${href}` : href;

/** GET /security: what keeps the account safe, with the way to each. */
export function overviewPage(services: SecurityServices): Page {
  return {
    path: '/security',
    access: 'owner',
    get: async (visit) =>
      securityPage(visit, '/security', {
        title: visit.t('security.overview.title'),
        body: html`<p class="lead">${visit.t('security.overview.lead')}</p>
          ${await readOnlyNotice(services, visit)}
          ${card({
            body: html`<ul class="links">
              ${links.map(([href, key]) => html`<li><a href="${placeOf(visit, href)}">${visit.t(key)}</a></li>`)}
            </ul>`,
          })}`,
      }),
  };
}
