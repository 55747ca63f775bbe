import { type ContributionRow, type HistoryFilter, programmes } from '#contributions';
import { csvCell, type Executor, type Language, type Page, type Visit } from '#platform';
import { amountsOf, stateLabel } from './contribution-parts.ts';
import { forMember, type Member } from './frame.ts';
import { readFilter } from './history-filter.ts';
import type { PortalReads, Services } from './reads.ts';

const rowsPerRead = 500;
const mostRows = 10_000;

/** The history as a file, with the filter of the page it was asked from. The download is recorded with the reading. */
export function downloadPage({ database, reads }: Services): Page {
  return {
    path: '/contributions.csv',
    access: 'member',
    get: forMember('/contributions', async (visit, member) => {
      const filter = readFilter(visit);
      const { keys, config, now } = visit;
      await reads.takeDownload({ database, keys, config }, 'history_downloads', member.accountId, now);
      const rows = await database.transaction(async (tx) => {
        await reads.record(tx, {
          event: 'history_downloaded',
          actor: { kind: 'member', accountId: member.accountId },
          accountId: member.accountId,
          personId: member.personId,
          at: visit.now,
          address: visit.address,
          userAgent: visit.userAgent,
        });
        return wholeHistory(tx, reads, member, filter);
      });
      return asFile(visit, filter, [header(visit), ...rows.map((row) => line(visit, row))]);
    }),
  };
}

async function wholeHistory(
  tx: Executor,
  reads: PortalReads,
  member: Member,
  filter: HistoryFilter,
): Promise<ContributionRow[]> {
  const all: ContributionRow[] = [];
  for (let offset = 0; offset < mostRows; offset += rowsPerRead) {
    const slice = { limit: rowsPerRead, offset };
    const { rows, more } = await reads.contributionHistory(tx, member.personId, member.today, filter, slice);
    all.push(...rows);
    if (!more) break;
  }
  return all;
}

function header(visit: Visit): string[] {
  const { t } = visit;
  return [
    t('portal.column.month'),
    t('portal.column.employer'),
    t('portal.column.member_number'),
    t('portal.column.wage'),
    ...programmes.flatMap((programme) => [
      `${programme} ${t('portal.column.employee_share')}`,
      `${programme} ${t('portal.column.employer_share')}`,
    ]),
    t('portal.column.employee_share'),
    t('portal.column.employer_share'),
    t('portal.column.total'),
    t('portal.step.reported'),
    t('portal.step.billed'),
    t('portal.column.due'),
    t('portal.step.paid'),
    t('portal.step.posted'),
    t('portal.column.state'),
  ];
}

/** Whole rupiah and ISO dates, so that a spreadsheet can calculate with them in any language. */
function line(visit: Visit, row: ContributionRow): string[] {
  const total = amountsOf(row);
  const money = (amount: bigint | undefined) => (row.state === 'missing' ? '' : String(amount ?? ''));
  return [
    row.month,
    row.employerName ?? '',
    row.memberNumber,
    money(row.wage),
    ...programmes.flatMap((programme) => {
      const covered = row.shares.some((share) => share.programme === programme);
      const amounts = amountsOf(row, programme);
      return covered ? [money(amounts.employee), money(amounts.employer)] : ['', ''];
    }),
    money(total.employee),
    money(total.employer),
    money(total.total),
    row.reportedOn ?? '',
    row.billedOn ?? '',
    row.dueOn,
    row.paidOn ?? '',
    row.postedOn ?? '',
    row.paidLate ? `${stateLabel(visit, row)}, ${visit.t('portal.state.late')}` : stateLabel(visit, row),
  ];
}

function asFile(visit: Visit, filter: HistoryFilter, rows: readonly (readonly string[])[]): Response {
  const { t } = visit;
  const { separator, named } = forms[t.language];
  const year = filter.year ? `-${filter.year}` : '';
  const name = `${t('portal.contributions.file_name')}${year}${named}.csv`;
  return visit.context.body(toCsv(rows, separator), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  });
}

/**
 * A spreadsheet set to Indonesian, where the comma is for decimals, expects a semicolon between cells and puts a line
 * with commas into one. A line `sep=;` would help Excel alone and be a row of data to everything else, so the file of
 * each language has the separator of its readers, and the Indonesian one says so in its name.
 */
const forms: Record<Language, { readonly separator: string; readonly named: string }> = {
  id: { separator: ';', named: '-titik-koma' },
  en: { separator: ',', named: '' },
};

/** CSV (RFC 4180 but for the separator) with a byte-order mark, by which Excel knows the encoding. */
function toCsv(rows: readonly (readonly string[])[], separator: string): string {
  return `\uFEFF${rows.map((row) => row.map(csvCell).join(separator)).join('\r\n')}\r\n`;
}
