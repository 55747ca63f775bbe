import { activitySince } from '#activity';
import { html, type Page } from '#platform';
import { entryList, pageAsked } from './activity-rows.ts';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const address = '/security/activity';

/** Everything that happened to the account, in sentences, the newest first (G15). */
export function activityPage({ accounts }: SecurityServices): Page {
  return {
    path: address,
    access: 'owner',
    get: async (visit) => {
      const { t, config } = visit;
      const asked = pageAsked(visit);
      const found = await activitySince(accounts.database, liveSessionOf(visit).accountId, asked);
      return securityPage(visit, address, {
        title: t('security.activity.title'),
        body: html`<p class="lead">${t('security.activity.lead', { months: config.ACTIVITY_MONTHS })}</p>
          ${entryList(visit, found, { address, before: asked.before, none: t('security.activity.none') })}
          <ul class="links">
            <li><a href="/security/who-saw">${t('security.who_saw.title')}</a></li>
            <li><a href="/security/cases">${t('cases.title')}</a></li>
          </ul>`,
      });
    },
  };
}
