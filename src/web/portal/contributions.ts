import type { ContributionRow, HistoryChoices, HistoryFilter } from '#contributions';
import { type Html, html, nothing, type Page, type Visit } from '#platform';
import { card, disclosure } from '#web/layout';
import { attentionNotices } from './attention.ts';
import { chartMonths, historyChart } from './history-chart.ts';
import { filterForm, filterQuery, readFilter } from './history-filter.ts';
import { historyTable } from './history-table.ts';
import { forMember, type Member, memberPage } from './frame.ts';
import { recordNote } from './record-note.ts';
import { pageLinks, readPageNumber } from './paging.ts';
import type { Services } from './reads.ts';

const rowsPerPage = 12;

/** The history: what was reported for each month, by whom, both shares, and the four dates (G19). */
export function contributionsPage(services: Services): Page {
  return {
    path: '/contributions',
    access: 'member',
    get: forMember('/contributions', async (visit, member) =>
      memberPage(visit, '/contributions', {
        title: visit.t('portal.contributions.title'),
        body: await historyBody(services, visit, member),
      }),
    ),
  };
}

async function historyBody({ database, reads }: Services, visit: Visit, member: Member): Promise<Html> {
  const { personId, today } = member;
  const filter = readFilter(visit);
  const number = readPageNumber(visit);
  const slice = { limit: rowsPerPage, offset: (number - 1) * rowsPerPage };
  const [choices, history, months, attention] = await Promise.all([
    reads.historyChoices(database, personId),
    reads.contributionHistory(database, personId, today, filter, slice),
    reads.monthlyTotals(database, personId, today, chartMonths(filter, today)),
    reads.attentionFor(database, personId, today),
  ]);
  if (choices.years.length === 0) return emptyHistory(visit);
  const { t } = visit;
  const query = filterQuery(filter);
  const own = choices.employers.length === 0;
  return html`<h1>${t('portal.contributions.title')}</h1>
    <p class="lead">${t(own ? 'portal.contributions.own_lead' : 'portal.contributions.lead')}</p>
    ${own ? html`<p><a href="/bill">${t('portal.bill.link')}</a></p>` : nothing}
    <p class="small"><a href="/alerts">${t('alerts.link')}</a></p>
    ${recordNote(visit, choices)} ${foldedFilter(visit, filter, choices)}
    ${attentionNotices(
      visit,
      attention.filter((item) => !filter.year || item.month.startsWith(`${filter.year}-`)),
    )}
    ${historyChart(visit, filter, months, own)}
    ${card({
      title: t('portal.contributions.by_month'),
      aside: html`<a href="/contributions.csv${query.size > 0 ? `?${query.toString()}` : ''}" download
        >${t('portal.contributions.download')}</a
      >`,
      body: html`${listed(visit, history.rows, filter)}${pageLinks(visit, {
        address: '/contributions',
        query,
        number,
        more: history.more,
      })}`,
    })}`;
}

function listed(visit: Visit, rows: readonly ContributionRow[], filter: HistoryFilter): Html {
  if (rows.length > 0)
    return html`${filter.programme === 'JKP' ? html`<p class="soft">${visit.t('portal.contributions.jkp_note')}</p>` : nothing}
    ${historyTable(visit, rows, filter.programme)}`;
  return html`<p>${visit.t('portal.contributions.none_match')}</p>
    <p><a href="/contributions">${visit.t('portal.contributions.clear')}</a></p>`;
}

/** Folded until it is used, so that a phone shows the months first. */
function foldedFilter(visit: Visit, filter: HistoryFilter, choices: HistoryChoices): Html {
  return disclosure({
    summary: visit.t(choices.employers.length === 0 ? 'portal.filter.own_open' : 'portal.filter.open'),
    body: filterForm(visit, filter, choices),
    open: filterQuery(filter).size > 0,
  });
}

function emptyHistory(visit: Visit): Html {
  const { t } = visit;
  return html`<h1>${t('portal.contributions.title')}</h1>
    ${card({
      title: t('portal.contributions.empty_title'),
      body: html`<p>${t('portal.contributions.empty_text')}</p>
        <p><a href="/details">${t('portal.contributions.empty_link')}</a></p>`,
    })}`;
}
