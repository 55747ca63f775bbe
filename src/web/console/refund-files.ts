import { refundFile, refundFiles } from '#billing';
import { AppError, isId } from '#kernel';
import { csvCell, formatInstant, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import type { DeskServices } from '#support';
import { card } from '#web/layout';
import { deskOfficerOf } from './frame.ts';

const address = '/refunds';

/** The files that were made, to take again. */
export async function filesCard({ database }: DeskServices, { t, session }: Visit): Promise<Html> {
  const files = await refundFiles(database);
  if (files.length === 0) return nothing;
  return card({
    title: t('console.refunds.files'),
    body: html`<ul class="rows">
      ${files.map(
        ({ fileId, sentAt, rows, amount }) =>
          html`<li>
            <a href="${address}/${fileId}">${formatInstant(sentAt, t.language, session?.timeZone)}</a>
            <div class="small soft">
              ${t('console.refunds.file', { rows, amount: formatRupiah(amount, t.language) })}
            </div>
          </li>`,
      )}
    </ul>`,
  });
}

/** The file for the bank; the same however often it is taken. */
export async function downloadRefunds(services: DeskServices, visit: Visit): Promise<Response> {
  const fileId = visit.context.req.param('fileId') ?? '';
  const { officerId } = deskOfficerOf(visit);
  const rows = isId(fileId) ? await refundFile(services, fileId, officerId) : undefined;
  if (!rows) throw new AppError('not_found', 'no such file of refunds');
  const lines = rows.map(({ refundId, amount, destination: { bank, number, holder } }) =>
    [refundId, bank, number, holder, String(amount)].map(csvCell).join(','),
  );
  const text = ['reference,bank,account_number,account_holder,amount', ...lines, ''].join('\r\n');
  return visit.context.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="pengembalian-${fileId}.csv"`,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  });
}
