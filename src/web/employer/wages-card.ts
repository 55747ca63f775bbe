import { type Filing, type WageRemark, wageRemarksOf } from '#filings';
import { workersByCard, type Worker } from '#members';
import { formatNumber, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { blank, card, dataTable } from '#web/layout';
import type { Services } from './frame.ts';

const shownOfKind = 20;
/** The gravest first. */
const kinds = ['below_floor', 'below_lowest', 'below_province', 'very_large', 'far_above_last'] as const;

/** Wages under the minimum of their month or too large to be believed at once; a remark, and nothing is refused for it. */
export async function wagesCard(
  { database }: Services,
  visit: Visit,
  { filingId, month }: Filing,
): Promise<Html> {
  const { t } = visit;
  const remarks = await wageRemarksOf(database, filingId);
  if (remarks.length === 0) return nothing;
  const workers = await workersByCard(database, remarks);
  const names = new Map(workers.map((worker) => [worker.membershipId, worker]));
  const isLow = remarks.some(({ legalSource }) => legalSource !== null);
  const isLarge = remarks.some(({ legalSource }) => legalSource === null);
  return card({
    title: t('employer.wages.title'),
    body: html`<p>${t('employer.wages.text')}</p>
      ${isLow ? html`<p>${t('employer.wages.low')}</p>` : nothing}
      ${isLarge ? html`<p>${t('employer.wages.large')}</p>` : nothing}
      ${kinds.map((kind) => {
        const own = remarks.filter((remark) => remark.kind === kind);
        return own[0] ? kindTable(visit, month?.slice(0, 4) ?? '', own, own[0], names) : nothing;
      })}`,
  });
}

/** Those of one kind; what they are compared with is the same for all but the last wage. */
function kindTable(
  visit: Visit,
  year: string,
  own: readonly WageRemark[],
  { kind, ofKind }: WageRemark,
  workers: ReadonlyMap<string, Worker>,
): Html {
  const { t } = visit;
  const money = (amount: bigint) => formatRupiah(amount, t.language);
  const shown = own.slice(0, shownOfKind);
  const isLast = kind === 'far_above_last';
  const more = ofKind - shown.length;
  return html`${dataTable({
    caption: captionOf(visit, year, own[0]),
    columns: [
      { label: t('employer.column.worker') },
      { label: t('employer.column.member_number') },
      ...(isLast ? [{ label: t('employer.wages.last'), numeric: true }] : []),
      { label: t('employer.column.wage_now'), numeric: true },
    ],
    rows: shown.map(({ membershipId, wage, compared }) => {
      const worker = workers.get(membershipId);
      return [
        worker?.fullName ?? blank,
        worker?.memberNumber ?? blank,
        ...(isLast ? [money(compared)] : []),
        money(wage),
      ];
    }),
  })}
  ${more > 0 ? html`<p>${t('employer.changes.more', { more: formatNumber(more, t.language) })}</p>` : nothing}`;
}

function captionOf({ t, config }: Visit, year: string, first: WageRemark | undefined): string {
  if (!first) return '';
  const { kind, compared, legalSource, isExample } = first;
  const amount = formatRupiah(compared, t.language);
  const text = t(`employer.wages.${kind}`, {
    amount,
    year,
    source: legalSource ?? '',
    times: config.FILING_WAGE_TIMES,
  });
  return isExample ? `${text} ${t('employer.wages.example')}` : text;
}
