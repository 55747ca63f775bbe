import type { Remark } from '#filings';
import type { Worker } from '#members';
import { formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { blank, card, dataTable } from '#web/layout';

const shownOfKind = 20;
const remarkKinds = ['gone', 'new', 'wage_down', 'wage_up'] as const;

/** What differs from the month before, each with the worker's name. */
export function changesCard(
  visit: Visit,
  remarks: readonly Remark[],
  workers: ReadonlyMap<string, Worker>,
): Html {
  const { t } = visit;
  const lists = remarkKinds.flatMap((kind) => {
    const own = remarks.filter((remark) => remark.kind === kind);
    return own.length > 0 ? [remarkTable(visit, kind, own, workers)] : [];
  });
  return card({
    title: t('employer.changes.title'),
    body: lists.length > 0 ? html`${lists}` : html`<p>${t('employer.changes.none')}</p>`,
  });
}

function remarkTable(
  { t, config }: Visit,
  kind: (typeof remarkKinds)[number],
  remarks: readonly Remark[],
  workers: ReadonlyMap<string, Worker>,
): Html {
  const money = (amount: bigint | null) => (amount === null ? blank : formatRupiah(amount, t.language));
  const more = remarks.length - shownOfKind;
  return html`${dataTable({
    caption: t(`employer.changes.${kind}`, { percent: config.FILING_WAGE_CHANGE_PERCENT }),
    columns: [
      { label: t('employer.column.worker') },
      { label: t('employer.column.member_number') },
      { label: t('employer.column.wage_before'), numeric: true },
      { label: t('employer.column.wage_now'), numeric: true },
    ],
    rows: remarks.slice(0, shownOfKind).map((remark) => {
      const worker = workers.get(remark.membershipId);
      return [
        worker?.fullName ?? blank,
        worker?.memberNumber ?? blank,
        money(remark.lastWage),
        money(remark.wage),
      ];
    }),
  })}
  ${more > 0 ? html`<p>${t('employer.changes.more', { more })}</p>` : nothing}`;
}
