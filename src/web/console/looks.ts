import { officerNames } from '#accounts';
import { formatInstant, type Html, html, type Visit } from '#platform';
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
    html`<span class="nowrap">${look.caseNumber}</span>`,
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
    }
    ${proofCard(visit)}`;
  return consolePage(visit, { title: t('console.menu.looks'), body });
}

/** Where the record of activity is proven, and how a list of those concerned is made. */
const proofCard = ({ t, config }: Visit): Html =>
  card({
    title: t('console.looks.proof_title'),
    body: html`<p>${t('console.looks.proof_text')}</p>
      <ul class="links">
        <li><a href="${config.origins.sso}/proof">${t('console.looks.proof_check')}</a></li>
        <li><a href="${config.origins.sso}/proof/heads">${t('console.looks.proof_heads')}</a></li>
      </ul>
      <p>${t('console.looks.touched')}</p>`,
  });
