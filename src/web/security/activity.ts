import { deviceName } from '#accounts';
import { type ActivityEntry, activitySince } from '#activity';
import { isId } from '#kernel';
import { formatInstant, type Html, html, nothing, type Page, type Visit } from '#platform';
import { card } from '#web/layout';
import { activitySentence } from './activity-sentence.ts';
import { securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const address = '/security/activity';
const rowsPerPage = 25;

/** Everything that happened to the account, in sentences, the newest first (G15). */
export function activityPage({ accounts }: SecurityServices): Page {
  return {
    path: address,
    access: 'owner',
    get: async (visit) => {
      const asked = visit.context.req.query('before') ?? '';
      const before = isId(asked) ? asked : undefined;
      const found = await activitySince(accounts.database, liveSessionOf(visit).accountId, {
        since: monthsBefore(visit.now, visit.config.ACTIVITY_MONTHS),
        before,
        limit: rowsPerPage + 1,
      });
      return securityPage(visit, address, {
        title: visit.t('security.activity.title'),
        body: activityBody(visit, found, before),
      });
    },
  };
}

function monthsBefore(now: Date, months: number): Date {
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() - months);
  return then;
}

function activityBody(visit: Visit, found: readonly ActivityEntry[], before: string | undefined): Html {
  const { t } = visit;
  const rows = found.slice(0, rowsPerPage);
  const last = found.length > rowsPerPage ? rows.at(-1) : undefined;
  return html`<p class="lead">${t('security.activity.lead', { months: visit.config.ACTIVITY_MONTHS })}</p>
    ${card({
      body:
        rows.length === 0
          ? html`<p class="soft">${t('security.activity.none')}</p>`
          : html`<ul class="rows">
              ${rows.map((entry) => row(visit, entry))}
            </ul>`,
    })}
    <nav class="pair links" aria-label="${t('security.activity.pages')}">
      <span>${before ? html`<a href="${address}">${t('security.activity.newest')}</a>` : nothing}</span
      ><span
        >${last ? html`<a href="${address}?before=${last.id}">${t('security.activity.older')}</a>` : nothing}</span
      >
    </nav>`;
}

function row(visit: Visit, entry: ActivityEntry): Html {
  const { t } = visit;
  const where = [
    formatInstant(entry.at, t.language, visit.session?.timeZone),
    ...(entry.userAgent === undefined ? [] : [deviceName(visit, entry.userAgent)]),
    ...(entry.address === undefined ? [] : [t('security.sessions.address', { address: entry.address })]),
  ];
  // What an officer did is questioned by its case number; "this was not me" would close the account's own sign-ins.
  const disownable =
    entry.event !== 'disowned' && entry.event !== 'account_created' && entry.actor.kind !== 'officer';
  return html`<li>
    <strong>${activitySentence(visit, entry)}</strong>
    <div class="small soft">${where.join(' · ')}</div>
    ${
      disownable
        ? html`<a class="small" href="/security/not-me?entry=${entry.id}"
            >${t('security.activity.not_me')}<span class="unseen"
              >: ${activitySentence(visit, entry)}</span
            ></a
          >`
        : nothing
    }
  </li>`;
}
