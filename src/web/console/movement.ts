import { type Filled, filledOf } from '#cases';
import { type ContributionRow, contributionHistory } from '#contributions';
import { dayIn, type IsoDate } from '#kernel';
import { formatDate, formatMonth, type Html, html, type Visit } from '#platform';
import type { DeskServices, Look } from '#support';
import { card, definitions, linkButton, notice } from '#web/layout';
import { behindLook } from './behind-look.ts';
import { filledCard } from './case-form.ts';
import { consolePage } from './frame.ts';
import { lookLine } from './look.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

/** More cards than anybody has, in the months of one year. */
const oneYear = { limit: 500, offset: 0 };

/** Of a case about a movement: the row as it stood, and how that month came from report to posting, as it stands now. */
export function movementPage(services: DeskServices): ConsolePage {
  return behindLook(services, {
    path: '/movement/:caseId',
    roles: deskRoles,
    get: async (visit, look) => {
      const { t } = visit;
      const { database, keys } = services;
      const filled = (await filledOf(database, keys, look.caseId)) ?? {};
      const title = t('console.movement.title');
      const body = html`<p class="eyebrow"><a href="/cases/${look.caseId}">${look.caseNumber}</a></p>
        <h1>${title}</h1>
        ${lookLine(visit, look)} ${filledCard(visit, 'movement', filled)}
        ${chains(visit, await monthsOf(services, visit, look, filled))}
        ${linkButton({ href: `/cases/${look.caseId}`, label: t('console.look.to_case'), kind: 'secondary' })}`;
      return consolePage(visit, { title, body, languageAddress: `/movement/${look.caseId}` });
    },
  });
}

/** The month of the card that the case names; of a movement of the savings, which names none, that of every card. */
async function monthsOf(
  { database }: DeskServices,
  { now }: Visit,
  { personId }: Look,
  { month = '', membership }: Filled,
): Promise<readonly ContributionRow[]> {
  if (personId === undefined || !/^\d{4}-\d{2}$/.test(month)) return [];
  const filter = { year: Number(month.slice(0, 4)) };
  const { rows } = await contributionHistory(database, personId, dayIn(now), filter, oneYear);
  return rows.filter(
    (row) => row.month === month && (membership === undefined || row.membershipId === membership),
  );
}

function chains(visit: Visit, rows: readonly ContributionRow[]): Html {
  const { t } = visit;
  if (rows.length === 0)
    return notice({ kind: 'info', body: html`<p>${t('console.movement.no_month')}</p>` });
  return html`${rows.map((row) => chainCard(visit, row))}`;
}

/** No wage: what the desk asks for as a proof stands nowhere. */
function chainCard({ t }: Visit, row: ContributionRow): Html {
  const day = (on: IsoDate | undefined) => (on ? formatDate(on, t.language) : t('console.movement.not_yet'));
  return card({
    title: t('console.movement.chain', { month: formatMonth(row.month, t.language) }),
    body: definitions([
      { term: t('portal.column.employer'), value: row.employerName ?? t('portal.own_contribution') },
      { term: t('portal.details.member_number'), value: row.memberNumber },
      { term: t('portal.step.reported'), value: day(row.reportedOn) },
      { term: t('portal.step.billed'), value: day(row.billedOn) },
      {
        term: t('portal.step.paid'),
        value: row.paidLate ? t('console.movement.late', { day: day(row.paidOn) }) : day(row.paidOn),
      },
      { term: t('portal.step.posted'), value: day(row.postedOn) },
    ]),
  });
}
