import { contactsOf, finishCheckUp, liveSessionsOf, originOf } from '#accounts';
import { html, type Page } from '#platform';
import { button, card, form } from '#web/layout';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const address = '/security/check-up';

/** Everything that keeps the account safe on one page, every few months; it can be put off (G13). */
export function checkUpPage({ accounts }: SecurityServices): Page {
  return {
    path: address,
    access: 'owner',
    get: async (visit) => {
      const { t } = visit;
      const { accountId } = liveSessionOf(visit);
      const contacts = await contactsOf(accounts, accountId);
      const sessions = await liveSessionsOf(accounts.database, accountId, visit.now);
      const link = (href: string, label: string) => html`<p><a href="${href}">${label}</a></p>`;
      const body = html`<p class="lead">
          ${t('security.check_up.lead', { days: visit.config.SECURITY_CHECK_DAYS })}
        </p>
        ${card({
          title: t('security.check_up.contacts'),
          body: html`<ul class="rows">
              ${contacts.map((contact) => html`<li>${contact.masked}</li>`)}
            </ul>
            ${link('/security/contacts', t('security.check_up.contacts_link'))}`,
        })}
        ${card({
          title: t('security.check_up.password'),
          body: link('/security/password', t('security.check_up.password_link')),
        })}
        ${card({
          title: t('security.check_up.sessions', { count: sessions.length }),
          body: link('/security/sessions', t('security.check_up.sessions_link')),
        })}
        ${card({
          title: t('security.check_up.activity'),
          body: link('/security/activity', t('security.check_up.activity_link')),
        })}
        ${form(visit, {
          action: address,
          body: html`${button({ label: t('security.check_up.done'), name: 'what', value: 'done' })}
          ${button({ label: t('security.check_up.later'), kind: 'link', name: 'what', value: 'later' })}`,
        })}`;
      return securityPage(visit, '/security', { title: t('security.check_up.title'), body });
    },
    post: async (visit, sent) => {
      const what = sent['what'] === 'done' ? 'done' : 'later';
      await finishCheckUp(accounts, liveSessionOf(visit).accountId, what, originOf(visit));
      return visit.redirect(`${visit.config.origins.portal}/dashboard`);
    },
  };
}
