import { type ActivityEntry, activityEntry } from '#activity';
import { deviceName, disown, type Disowned, originOf, showsSomebodyInside } from '#accounts';
import { isId } from '#kernel';
import { formatInstant, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, form, linkButton, notice, supportPhone } from '#web/layout';
import { confirmFirst } from './confirm.ts';
import { activitySentence } from './activity-sentence.ts';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const address = '/security/not-me';

/** GET asks and says what will happen; POST does it (G15). */
export function notMePage(services: SecurityServices): Page {
  const { accounts } = services;
  // It may turn second factors off, and so asks what every page does that turns one off.
  return confirmFirst(services, {
    path: address,
    access: 'owner',
    get: async (visit) => {
      const id = visit.context.req.query('entry') ?? '';
      const { accountId } = liveSessionOf(visit);
      const entry = isId(id) ? await activityEntry(accounts.database, accountId, id) : undefined;
      return entry ? show(visit, askBody(visit, entry)) : visit.redirect('/security/activity');
    },
    post: async (visit, sent) => {
      const { entry = '' } = sent;
      if (!isId(entry)) return visit.redirect('/security/activity');
      const result = await disown(accounts, liveSessionOf(visit), entry, originOf(visit));
      return result.ok ? show(visit, doneBody(visit, result.value)) : visit.redirect('/security/activity');
    },
  });
}

function show(visit: Visit, body: Html): Response {
  return securityPage(visit, '/security/activity', {
    title: visit.t('security.not_me.title'),
    body,
    languageAddress: '/security/activity',
  });
}

function askBody(visit: Visit, entry: ActivityEntry): Html {
  const { t, config } = visit;
  const hours = Math.round(config.CONTACTS_FROZEN_SECONDS / 3600);
  return html`<p class="lead">${t('security.not_me.lead')}</p>
    ${card({
      body: html`<p>
          <strong>${activitySentence(visit, entry)}</strong><br /><span class="small soft"
            >${formatInstant(entry.at, t.language, visit.session?.timeZone)} ·
            ${deviceName(visit, entry.userAgent)}</span
          >
        </p>
        <p>${t('security.not_me.what')}</p>
        <ul>
          <li>${t('security.not_me.sessions')}</li>
          <li>${t('security.not_me.password')}</li>
          ${showsSomebodyInside(entry) ? html`<li>${t('security.not_me.undone')}</li>` : nothing}
          <li>${t('security.not_me.contacts', { hours })}</li>
          <li>${t('security.not_me.case')}</li>
        </ul>
        ${form(visit, {
          action: address,
          body: html`<input type="hidden" name="entry" value="${entry.id}" />${button({
              label: t('security.not_me.submit'),
            })}`,
        })}
        <p class="center"><a href="/security/activity">${t('security.not_me.back')}</a></p>`,
    })}`;
}

function doneBody(visit: Visit, done: Disowned): Html {
  const { t } = visit;
  return html`${notice({
    kind: 'ok',
    body: html`<p>
      ${t.html('security.not_me.done', { case: html`<strong class="nowrap">${done.caseNumber}</strong>` })}
    </p>`,
  })}
  ${card({
    title: t('security.not_me.next'),
    body: html`<p>${t('security.not_me.next_password')}</p>
      ${linkButton({ href: '/security/password', label: t('security.not_me.to_password') })}
      <ul>
        <li>${t('security.not_me.done_sessions', { count: done.sessionsEnded })}</li>
        ${whatWasUndone(visit, done)}
        <li>
          ${t('security.not_me.done_contacts', { until: formatInstant(done.contactsFrozenUntil, t.language, visit.session?.timeZone) })}
        </li>
      </ul>
      <p><a href="/security/cases">${t('cases.title')}</a></p>
      <p>${t.html('security.not_me.call', { phone: supportPhone(visit) })}</p>`,
  })}`;
}

function whatWasUndone({ t }: Visit, { methods, contacts }: Disowned): Html {
  const names = methods.map((method) => t(`security.factor.${method}`)).join(', ');
  return html`${names ? html`<li>${t('security.not_me.done_methods', { methods: names })}</li>` : nothing}
  ${contacts > 0 ? html`<li>${t('security.not_me.done_undone', { count: contacts })}</li>` : nothing}`;
}
