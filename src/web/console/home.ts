import { officerNames, officerRoles } from '#accounts';
import { formatInstant, type Html, html, isMessageKey, nothing, type Visit } from '#platform';
import { alarmsSince, type SupportServices } from '#support';
import { badge, card, linkButton, notice } from '#web/layout';
import { consoleFrame, consolePage } from './frame.ts';
import { type ConsolePage, deskRoles, everyRole, hasRole, oversightRoles } from './roles.ts';

const dayMs = 86_400_000;

/** The officer's first page: who is signed in, with which roles, what there is to do, and alarms for who watches. */
export function homePage(services: SupportServices): ConsolePage {
  return { path: '/', roles: everyRole, get: (visit) => home(services, visit) };
}

async function home(services: SupportServices, visit: Visit): Promise<Response> {
  const { session, t } = visit;
  const roles = (session?.roles ?? [])
    .filter((role) => officerRoles.some((known) => known === role))
    .map((role) => html`<li>${badge('quiet', roleName(visit, role))}</li>`);
  const desk = hasRole(visit, deskRoles);
  const body = html`<h1>${t('console.title')}</h1>
    <p class="lead">${t('console.signed_in_as', { name: session?.displayName ?? '' })}</p>
    ${hasRole(visit, oversightRoles) ? await alarms(services, visit) : nothing}
    ${
      desk
        ? card({
            title: t('console.search.title'),
            body: html`<p>${t('console.search.lead')}</p>
              ${linkButton({ href: '/search', label: t('console.menu.search') })}`,
          })
        : nothing
    }
    ${
      desk
        ? card({
            title: t('console.cases.title'),
            body: html`<p>${t('console.cases.lead')}</p>
              ${linkButton({ href: '/cases', label: t('console.cases.see'), kind: 'secondary' })}`,
          })
        : nothing
    }
    ${desk ? nothing : workCard(visit)}
    ${card({
      title: t('console.roles'),
      body: html`<ul class="links">
          ${roles}
        </ul>
        <p class="soft">${t('console.recorded')}</p>`,
    })}`;
  return consolePage(visit, { title: t('console.title'), body });
}

/** For who has no desk: what the menu holds for them, so that the first page is not a dead end. */
function workCard(visit: Visit): Html {
  const ways = consoleFrame(visit).menu?.filter(({ href }) => href !== '/') ?? [];
  return card({
    title: visit.t('console.home.work'),
    body: html`<ul class="links">
      ${ways.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`)}
    </ul>`,
  });
}

/** The officers of the last day who came near a limit; supervisors ask them why. */
export async function alarms({ database }: SupportServices, visit: Visit): Promise<Html> {
  const { t } = visit;
  const raised = await alarmsSince(database, new Date(visit.now.getTime() - dayMs));
  if (raised.length === 0) return nothing;
  const ids = raised.map(({ officerId }) => officerId);
  const names = await officerNames(database, visit.keys, ids);
  const items = raised.map(
    ({ limit, used, allowed, raisedAt, officerId }) =>
      html`<li>
        ${t('console.alarm.line', {
          officer: names.get(officerId) ?? officerId,
          limit: limitName(visit, limit),
          used,
          allowed,
          at: formatInstant(raisedAt, t.language, visit.session?.timeZone),
        })}
      </li>`,
  );
  return notice({
    kind: 'warn',
    title: t('console.alarm.title'),
    body: html`<ul>
        ${items}
      </ul>
      <p><a href="/looks">${t('console.menu.looks')}</a></p>`,
  });
}

export function limitName({ t }: Visit, limit: string): string {
  const key = `console.limit.${limit}`;
  return isMessageKey(key) ? t(key) : limit;
}

function roleName({ t }: Visit, role: string): string {
  const key = `console.role.${role}`;
  return isMessageKey(key) ? t(key) : role;
}
