import { type Corrected, correctedOf, type Filing } from '#filings';
import { workersByCard, type Worker } from '#members';
import { formatNumber, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { blank, card, dataTable } from '#web/layout';
import { addressOf, type AtWork, type Services } from './frame.ts';

const aPage = 25;
const programmes = ['JHT', 'JP', 'JKK', 'JKM'] as const;

/** What a correction makes of each worker's wage and shares, the largest difference first, page by page. */
export async function correctionCard(
  { database }: Services,
  visit: Visit,
  { employer }: AtWork,
  filing: Filing,
): Promise<Html> {
  const { t } = visit;
  const count = filing.rowsGood ?? 0;
  const last = Math.max(1, Math.ceil(count / aPage));
  const asked = Math.trunc(Number(visit.context.req.query('page'))) || 1;
  const page = Math.min(Math.max(1, asked), last);
  const rows = await correctedOf(database, filing.filingId, { limit: aPage, offset: (page - 1) * aPage });
  if (rows.length === 0) return nothing;
  const names = new Map((await workersByCard(database, rows)).map((worker) => [worker.membershipId, worker]));
  const to = (number: number) => addressOf(employer, `/filing/${filing.filingId}?page=${number}`);
  return card({
    title: t('employer.correction.changes'),
    body: html`${table(visit, rows, names)}
    ${
      last > 1
        ? html`<p>
              ${t('employer.correction.page', { page: formatNumber(page, t.language), last: formatNumber(last, t.language) })}
            </p>
            <ul class="links">
              ${page > 1 ? html`<li><a href="${to(page - 1)}">${t('employer.correction.before')}</a></li>` : nothing}
              ${page < last ? html`<li><a href="${to(page + 1)}">${t('employer.correction.after')}</a></li>` : nothing}
            </ul>`
        : nothing
    }`,
  });
}

/** Two lines a worker: what counts now, and what would. */
function table({ t }: Visit, rows: readonly Corrected[], workers: ReadonlyMap<string, Worker>): Html {
  const money = (amount: bigint) => formatRupiah(amount, t.language);
  const cells = (wage: bigint, shares: readonly bigint[] | null) => [
    money(wage),
    ...programmes.map((_, at) => (shares?.[at] === undefined ? blank : money(shares[at]))),
  ];
  return dataTable({
    caption: t('employer.correction.changes'),
    captionUnseen: true,
    columns: [
      { label: t('employer.column.worker') },
      { label: t('employer.column.when') },
      { label: t('employer.column.wage'), numeric: true },
      ...programmes.map((label) => ({ label, numeric: true })),
    ],
    rows: rows.flatMap((row) => {
      const worker = workers.get(row.membershipId);
      const name = html`<div>
        ${worker?.fullName ?? blank}<br /><span class="small soft">${worker?.memberNumber}</span>
      </div>`;
      return [
        [name, t('employer.correction.stood'), ...cells(row.stoodWage, row.stoodShares)],
        [name, t('employer.correction.corrected'), ...cells(row.wage, row.shares)],
      ];
    }),
  });
}
