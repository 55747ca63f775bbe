import { officerNames } from '#accounts';
import { formatInstant, html, type Visit } from '#platform';
import { recentLooks, type SupportServices } from '#support';
import { card, dataTable } from '#web/layout';
import { alarms } from './home.ts';
import { consolePage } from './frame.ts';
import { type ConsolePage, oversightRoles } from './roles.ts';

const weekMs = 7 * 86_400_000;

/** For who watches over the desk: which officer looked for which case and why, and the alarms; nothing of members. */
export function looksPage(services: SupportServices): ConsolePage {
  return { path: '/looks', roles: oversightRoles, get: (visit) => looks(services, visit) };
}

async function looks(services: SupportServices, visit: Visit): Promise<Response> {
  const { t } = visit;
  const found = await recentLooks(services.database, new Date(visit.now.getTime() - weekMs));
  const ids = found.flatMap(({ officerId }) => (officerId ? [officerId] : []));
  const names = await officerNames(services.database, visit.keys, ids);
  const rows = found.map((look) => [
    formatInstant(look.lookedAt, t.language, visit.session?.timeZone),
    look.officerId ? (names.get(look.officerId) ?? look.officerId) : t('console.looks.command'),
    look.caseNumber,
    t(`console.reason.${look.reason as 'complaint'}`),
  ]);
  const body = html`<h1>${t('console.menu.looks')}</h1>
    <p class="lead">${t('console.looks.lead')}</p>
    ${await alarms(services, visit)}
    ${
      rows.length > 0
        ? card({
            body: dataTable({
              caption: t('console.looks.caption'),
              columns: [
                { label: t('console.looks.at') },
                { label: t('console.looks.officer') },
                { label: t('console.look.case') },
                { label: t('console.look.reason') },
              ],
              rows,
            }),
          })
        : html`<p class="soft">${t('console.looks.none')}</p>`
    }`;
  return consolePage(visit, { title: t('console.menu.looks'), body });
}
