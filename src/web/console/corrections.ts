import { type Html, html, nothing, type Visit } from '#platform';
import { type WaitingCorrection, waitingCorrections } from '#privacy';
import type { DeskServices } from '#support';
import { card, dataTable } from '#web/layout';
import { correctionPage } from './correction.ts';
import { dueLine } from './correction-due.ts';
import { evidencePage } from './correction-evidence.ts';
import { consolePage } from './frame.ts';
import { moreLink, pageIn, rowsPerPage } from './paging.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

/** Requests to correct the register: what waits with its legal clock, one of them, and its documents. */
export function correctionPages(services: DeskServices): readonly ConsolePage[] {
  return [
    { path: '/corrections', roles: deskRoles, get: (visit) => showList(services, visit) },
    correctionPage(services),
    evidencePage(services),
  ];
}

async function showList({ database }: DeskServices, visit: Visit): Promise<Response> {
  const { t, config } = visit;
  const page = { now: visit.now, ...pageIn(visit) };
  const found = await waitingCorrections(database, page);
  const waiting = found.slice(0, rowsPerPage);
  const late = waiting.filter(({ isLate }) => isLate).length;
  const hours = Math.round(config.CORRECTION_SECONDS / 3600);
  const body = html`<h1>${t('console.corrections.title')}</h1>
    <p class="lead">${t('console.corrections.lead', { hours })}</p>
    ${late > 0 ? html`<p><strong>${t('console.corrections.late_count', { count: late })}</strong></p>` : nothing}
    ${card({ body: waiting.length === 0 ? html`<p class="soft">${t('console.corrections.none')}</p>` : table(visit, waiting) })}
    ${moreLink(visit, '/corrections', found.length, page.offset)}`;
  return consolePage(visit, { title: t('console.corrections.title'), body });
}

function table(visit: Visit, waiting: readonly WaitingCorrection[]): Html {
  const { t } = visit;
  return dataTable({
    caption: t('console.corrections.title'),
    captionUnseen: true,
    columns: [
      { label: t('cases.number') },
      { label: t('console.corrections.fields') },
      { label: t('cases.state') },
      { label: t('console.corrections.due') },
    ],
    rows: waiting.map((one) => row(visit, one)),
  });
}

function row(visit: Visit, one: WaitingCorrection): readonly (Html | string)[] {
  const { t } = visit;
  return [
    html`<a class="nowrap" href="/corrections/${one.caseId}">${one.caseNumber}</a>`,
    one.fields.map((field) => t(`console.corrections.field.${field}`)).join(', '),
    t(
      one.isProposed && one.state === 'sent'
        ? 'console.corrections.proposed'
        : `console.corrections.state.${one.state}`,
    ),
    dueLine(visit, one),
  ];
}
