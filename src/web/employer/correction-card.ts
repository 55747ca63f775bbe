import type { Filing, Remark } from '#filings';
import type { Worker } from '#members';
import { formatNumber, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { blank, card, dataTable } from '#web/layout';

/** What a correction makes of each worker's wage, the largest difference first. */
export function correctionCard(
  { t }: Visit,
  { rowsGood }: Filing,
  remarks: readonly Remark[],
  workers: ReadonlyMap<string, Worker>,
): Html {
  const money = (amount: bigint | null) => (amount === null ? blank : formatRupiah(amount, t.language));
  const more = (rowsGood ?? 0) - remarks.length;
  if (remarks.length === 0) return nothing;
  return card({
    title: t('employer.correction.changes'),
    body: html`${dataTable({
      caption: t('employer.correction.changes'),
      captionUnseen: true,
      columns: [
        { label: t('employer.column.worker') },
        { label: t('employer.column.member_number') },
        { label: t('employer.column.wage_stood'), numeric: true },
        { label: t('employer.column.wage_corrected'), numeric: true },
      ],
      rows: remarks.map((remark) => {
        const worker = workers.get(remark.membershipId);
        return [
          worker?.fullName ?? blank,
          worker?.memberNumber ?? blank,
          money(remark.lastWage),
          money(remark.wage),
        ];
      }),
    })}
    ${more > 0 ? html`<p>${t('employer.changes.more', { more: formatNumber(more, t.language) })}</p>` : nothing}`,
  });
}
