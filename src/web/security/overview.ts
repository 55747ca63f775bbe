import { html, type Page } from '#platform';
import { card } from '#web/layout';
import { securityPage } from './frame.ts';

/** GET /security: what keeps the account safe, with the way to each. */
export function overviewPage(): Page {
  return {
    path: '/security',
    access: 'owner',
    get: (visit) =>
      securityPage(visit, '/security', {
        title: visit.t('security.overview.title'),
        body: html`<p class="lead">${visit.t('security.overview.lead')}</p>
          ${card({
            body: html`<ul class="links">
              <li><a href="/security/factors">${visit.t('security.factors.title')}</a></li>
            </ul>`,
          })}`,
      }),
  };
}
