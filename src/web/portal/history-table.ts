import type { ContributionRow, Programme } from '#contributions';
import { formatDate, formatMonth, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { blank, type DataRow, dataTable, disclosure } from '#web/layout';
import { monthPageAddress } from './month-address.ts';
import { monthAddress } from './movement.ts';
import { askLink } from './movement-words.ts';
import { amountsOf, contributionChain, stateBadges } from './contribution-parts.ts';

/** One row a month and card: amount first, both shares, wage, the four dates and the state. */
export function historyTable(visit: Visit, rows: readonly ContributionRow[], programme?: Programme): Html {
  const { t } = visit;
  // JKP is paid out of JKK: a month of it has no amount of its own, only the state of the month's contributions.
  const funded = programme === 'JKP';
  const own = funded || rows.every((row) => row.employerName === undefined);
  return dataTable({
    caption: t('portal.contributions.by_month'),
    captionUnseen: true,
    columns: [
      { label: t('portal.column.month') },
      { label: t('portal.column.total'), numeric: !funded },
      ...(own
        ? []
        : [
            { label: t('portal.column.employee_share'), numeric: true },
            { label: t('portal.column.employer_share'), numeric: true },
          ]),
      { label: t(own && !funded ? 'portal.column.income' : 'portal.column.wage'), numeric: true },
      { label: t(own && !funded ? 'portal.column.own_journey' : 'portal.column.journey'), full: true },
    ],
    rows: rows.map((row, index) =>
      historyRow(visit, row, programme, { anchored: isFirstOfMonth(rows, index), own }),
    ),
  });
}

/** Several cards can share a month; only its first row carries the month's anchor. */
function isFirstOfMonth(rows: readonly ContributionRow[], index: number): boolean {
  return rows[index - 1]?.month !== rows[index]?.month;
}

function historyRow(
  visit: Visit,
  row: ContributionRow,
  programme: Programme | undefined,
  { anchored, own }: { readonly anchored: boolean; readonly own: boolean },
): DataRow {
  const { t } = visit;
  const missing = row.state === 'missing';
  const amounts = amountsOf(row, programme);
  const money = (amount: bigint | undefined) =>
    missing || amount === undefined ? blank : formatRupiah(amount, t.language);
  return {
    ...(anchored ? { id: `m${row.month}` } : {}),
    tone: missing ? 'bad' : row.state === 'overdue' || row.paidLate ? 'warn' : undefined,
    cells: [
      html`<a href="${monthPageAddress(row)}">${formatMonth(row.month, t.language, 'short')}</a>`,
      programme === 'JKP' && !missing ? t('portal.jkp_allocated') : money(amounts.total),
      ...(own ? [] : [money(amounts.employee), money(amounts.employer)]),
      money(row.wage),
      html`<div class="pair">
          <span class="small soft">${row.employerName ?? t('portal.own_contribution')}</span
          ><span>${stateBadges(visit, row)}</span>
        </div>
        ${missing ? nothing : contributionChain(visit, row)}
        ${row.correctedOn ? html`<p class="small soft">${t('portal.contributions.corrected', { date: formatDate(row.correctedOn, t.language) })}</p>` : nothing}
        ${row.shares.length === 0 || programme ? nothing : byProgramme(visit, row)}
        ${missing ? nothing : askLink(visit, monthAddress(row), formatMonth(row.month, t.language, 'short'))}`,
    ],
  };
}

function byProgramme(visit: Visit, row: ContributionRow): Html {
  const { t } = visit;
  const lines = row.shares.map((share) => {
    const funded = share.programme === 'JKP';
    return html`<div class="pair">
      <dt>${t(`portal.programme.${share.programme}`)}</dt>
      <dd class="small number">
        ${funded ? t('portal.jkp_allocated') : formatRupiah(share.employeeShare + share.employerShare, t.language)}
      </dd>
    </div>`;
  });
  return disclosure({ summary: t('portal.contributions.by_programme'), body: html`<dl>${lines}</dl>` });
}
