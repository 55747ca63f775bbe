import { looksSince } from '#activity';
import { recordsOf } from '#members';
import { html, type Page } from '#platform';
import { card, supportPhone } from '#web/layout';
import { entryList, pageAsked } from './activity-rows.ts';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const address = '/security/who-saw';

/** "Who looked at my data" (G28, UU 27/2022 articles 5 and 32): officers, services, and what was shown or taken here. */
export function whoSawPage({ accounts }: SecurityServices): Page {
  return {
    path: address,
    access: 'owner',
    get: async (visit) => {
      const { t, config } = visit;
      const asked = pageAsked(visit);
      const { accountId } = liveSessionOf(visit);
      const personId = visit.session?.personId;
      const personIds = personId ? await recordsOf(accounts.database, personId) : [];
      const whose = { accountId, personIds };
      const found = await looksSince(accounts.database, whose, asked);
      return securityPage(visit, '/security/activity', {
        title: t('security.who_saw.title'),
        body: html`<p class="lead">${t('security.who_saw.lead', { months: config.ACTIVITY_MONTHS })}</p>
          ${entryList(visit, found, { address, before: asked.before, none: t('security.who_saw.none') })}
          ${card({
            title: t('security.who_saw.ask'),
            body: html`<p>${t.html('security.who_saw.ask_text', { phone: supportPhone(visit) })}</p>`,
          })}
          <p><a href="/security/activity">${t('security.who_saw.all')}</a></p>`,
      });
    },
  };
}
