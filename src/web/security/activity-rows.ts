import { deviceName } from '#accounts';
import type { ActivityEntry } from '#activity';
import { isId } from '#kernel';
import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import { card } from '#web/layout';
import { askLookAddress } from './ask-look.ts';
import { activitySentence } from './activity-sentence.ts';

const rowsPerPage = 25;

/** What to read for the page that was asked for, with one row more than it shows. */
export function pageAsked(visit: Visit): { since: Date; before: string | undefined; limit: number } {
  const asked = visit.context.req.query('before') ?? '';
  return {
    since: monthsBefore(visit.now, visit.config.ACTIVITY_MONTHS),
    before: isId(asked) ? asked : undefined,
    limit: rowsPerPage + 1,
  };
}

function monthsBefore(now: Date, months: number): Date {
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() - months);
  return then;
}

type ListParts = {
  readonly address: string;
  readonly before: string | undefined;
  /** What stands there when nothing was found. */
  readonly none: string;
};

/** The entries of one page, with the way to newer and older ones. */
export function entryList(visit: Visit, found: readonly ActivityEntry[], parts: ListParts): Html {
  const { t } = visit;
  const { address, before, none } = parts;
  const rows = found.slice(0, rowsPerPage);
  const last = found.length > rowsPerPage ? rows.at(-1) : undefined;
  return html`${card({
      body:
        rows.length === 0
          ? html`<p class="soft">${none}</p>`
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
  // What an officer did is asked about; "this was not me" would close the account's own sign-ins.
  const disownable =
    entry.event !== 'disowned' && entry.event !== 'account_created' && entry.actor.kind !== 'officer';
  // What concerns the person and was before the account has no page in it.
  const own = entry.accountId === visit.session?.accountId;
  return html`<li>
    <strong>${activitySentence(visit, entry)}</strong>
    <div class="small soft">${where.join(' · ')}</div>
    ${
      own && disownable
        ? html`${rowLink(visit, entry, `/security/not-me?entry=${entry.id}`, t('security.activity.not_me'))} · `
        : nothing
    }${
      entry.actor.kind === 'officer'
        ? html`${rowLink(visit, entry, askLookAddress(entry.id), t('security.activity.ask_reason'))}${own ? ' · ' : nothing}`
        : nothing
    }${own ? rowLink(visit, entry, `/security/activity/${entry.id}`, t('security.activity.proof')) : nothing}
  </li>`;
}

function rowLink(visit: Visit, entry: ActivityEntry, href: string, label: string): Html {
  return html`<a class="small" href="${href}"
    >${label}<span class="unseen">: ${activitySentence(visit, entry)}</span></a
  >`;
}
