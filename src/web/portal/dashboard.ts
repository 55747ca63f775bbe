import { formatDate, formatTime, type Html, html, nothing, type Page, type Visit } from '#platform';
import type { ActivityEntry } from '#activity';
import { dayIn } from '#kernel';
import { card, notice } from '#web/layout';
import { attentionCard, mergingItem } from './attention.ts';
import { balanceCard } from './balance-card.ts';
import { contributionItem } from './contribution-parts.ts';
import { coverageBadge } from './coverage.ts';
import { deletionNotice } from './data.ts';
import { forMember, type Member, memberPage } from './frame.ts';
import { greeting } from './greeting.ts';
import type { Services } from './reads.ts';

const shownContributions = 3;
const searchedEntries = 30;

/** What needs attention and the one number first, then the last contributions and what the member is covered for. */
export function dashboardPage(services: Services): Page {
  return {
    path: '/dashboard',
    access: 'member',
    get: forMember('/dashboard', async (visit, member) =>
      memberPage(visit, '/dashboard', {
        title: visit.t('portal.menu.dashboard'),
        body: await dashboardBody(services, visit, member),
      }),
    ),
  };
}

async function dashboardBody({ database, reads }: Services, visit: Visit, member: Member): Promise<Html> {
  const { personId, today } = member;
  const [limited, closing, merging] = await Promise.all([
    reads.isLimited(database, member.accountId),
    reads.closingOf(database, member.accountId),
    reads.waitingMergingOf(database, member.accountId),
  ]);
  const [attention, savings, years, history, coverage, activity, checkUpDue, choices] = await Promise.all([
    // Alerts are an optional use of the data (UU 27/2022 article 41).
    limited ? [] : reads.attentionFor(database, personId, today),
    reads.savingsOf(database, personId, today),
    reads.yearlyBalances(database, personId, today),
    reads.contributionHistory(database, personId, today, {}, { limit: shownContributions, offset: 0 }),
    reads.coverageOf(database, personId, today),
    reads.recentActivity(database, member.accountId, searchedEntries),
    reads.isCheckUpDue(database, visit.config, member.accountId, visit.now),
    reads.historyChoices(database, personId),
  ]);
  const { t } = visit;
  const endedOn = coverage.find((entry) => entry.reason === 'membership_ended')?.endedOn;
  return html`<h1>${greeting(visit)}</h1>
    ${deletionNotice(visit, closing?.eraseAfter)} ${lastSignIn(visit, activity)}
    ${checkUpDue ? checkUpNotice(visit) : nothing}
    <div class="board">
      ${limited ? html`${merging ? mergingItem(visit, merging) : nothing}${limitedNote(visit)}` : attentionCard(visit, attention, { endedOn, merging })}
      ${balanceCard(visit, savings, years, choices)}
      ${card({
        title: t('portal.dashboard.recent'),
        aside: html`<a href="/contributions">${t('portal.dashboard.all_contributions')}</a>`,
        body:
          history.rows.length === 0
            ? html`<p class="soft">${t('portal.dashboard.no_contributions')}</p>`
            : html`<ul class="rows">
                ${history.rows.map((row) => html`<li>${contributionItem(visit, row)}</li>`)}
              </ul>`,
      })}
      ${card({
        title: t('portal.dashboard.coverage'),
        aside: html`<a href="/programmes">${t('portal.dashboard.all_programmes')}</a>`,
        body: html`<ul class="rows">
          ${coverage.map(
            (entry) =>
              html`<li class="pair keep">
                <span>${t(`portal.programme.${entry.programme}`)}</span>${coverageBadge(visit, entry)}
              </li>`,
          )}
        </ul>`,
      })}
    </div>`;
}

/** In the place of the alerts. */
function limitedNote({ t }: Visit): Html {
  return notice({
    kind: 'info',
    body: html`<p>${t('portal.attention.limited')} <a href="/data/limit">${t('data.limit')}</a></p>`,
  });
}

/** Every few months; the page that it leads to can put it off. */
function checkUpNotice({ t, config }: Visit): Html {
  const href = `${config.origins.sso}/security/check-up`;
  return notice({
    kind: 'info',
    body: html`<p>${t('portal.check_up.text')} <a href="${href}">${t('portal.check_up.link')}</a></p>`,
  });
}

/** The sign-in before this one, so that a stranger's would be noticed. */
function lastSignIn(visit: Visit, activity: readonly ActivityEntry[]): Html {
  const before = activity.filter((entry) => entry.event === 'sign_in_succeeded')[1];
  if (!before) return nothing;
  return html`<p class="small soft">
    ${visit.t('portal.dashboard.last_sign_in', { time: shortInstant(visit, before.at) })}
    <a class="nowrap" href="${visit.config.origins.sso}/security/activity"
      >${visit.t('portal.dashboard.not_me')}</a
    >
  </p>`;
}

function shortInstant(visit: Visit, at: Date): string {
  const { t, session } = visit;
  const day = formatDate(dayIn(at, session?.timeZone), t.language, 'short');
  return `${day} ${formatTime(at, t.language, session?.timeZone)}`;
}
