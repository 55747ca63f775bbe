import type { Filing, RefusedRow, Remark } from '#filings';
import type { Employer, Worker } from '#members';
import { formatNumber, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { blank, card, dataTable, definitions, linkButton, notice } from '#web/layout';
import { addressOf } from './frame.ts';
import { columnWords, reasonWords } from './words.ts';

/** Shown while the job works; the page looks again by itself. */
export function waitingNotice({ t }: Visit, { state, progressRows }: Filing): Html {
  const rows = formatNumber(progressRows ?? 0, t.language);
  const text = state === 'received' ? t('employer.wait.received', { rows }) : t('employer.wait.approved');
  return notice({
    kind: 'info',
    body: html`<p role="status">${text}</p>
      <p>${t('employer.wait.leave')}</p>`,
  });
}

export function faultNotice(visit: Visit, employer: Employer, filing: Filing): Html {
  const { t } = visit;
  const fault = `filing.fault.${filing.fault as 'empty'}` as const;
  return notice({
    kind: 'bad',
    standing: true,
    title: t('employer.unreadable.title'),
    body: html`<p>${t(fault, { line: filing.faultLine ?? 1, detail: filing.faultDetail ?? '' })}</p>
      <p>${t('employer.unreadable.nothing_changed')}</p>
      <p>
        <a href="${addressOf(employer, `/upload/${filing.kind}`)}">${t('employer.unreadable.again')}</a>
      </p>`,
  });
}

/** Rows, wages, and the bill by programme. */
export function resultCard(visit: Visit, filing: Filing): Html {
  const { t } = visit;
  const number = (value: number | null) => formatNumber(value ?? 0, t.language);
  const rows = [
    { term: t('employer.result.read'), value: number(filing.rowsRead) },
    { term: t('employer.result.good'), value: number(filing.rowsGood) },
    ...(filing.rowsKnown ? [{ term: t('employer.result.known'), value: number(filing.rowsKnown) }] : []),
    { term: t('employer.result.refused'), value: number(filing.rowsRefused) },
  ];
  return html`${card({ title: t('employer.result.title'), body: definitions(rows) })}
  ${filing.kind === 'wages' && filing.rowsGood ? billCard(visit, filing) : nothing}`;
}

function billCard({ t }: Visit, filing: Filing): Html {
  const money = (amount: bigint | null) => formatRupiah(amount ?? 0n, t.language);
  const parts = [
    ['JHT', filing.jhtTotal],
    ['JP', filing.jpTotal],
    ['JKK', filing.jkkTotal],
    ['JKM', filing.jkmTotal],
  ] as const;
  const total = parts.reduce((sum, [, amount]) => sum + (amount ?? 0n), 0n);
  return card({
    title: t(filing.state === 'counted' ? 'employer.bill.title' : 'employer.bill.would'),
    body: html`${definitions([
        { term: t('employer.bill.wages'), value: money(filing.wageTotal) },
        ...parts.map(([term, amount]) => ({ term, value: money(amount) })),
        { term: t('employer.bill.total'), value: html`<strong>${money(total)}</strong>` },
      ])}
      <p class="small soft">${t('employer.bill.note')}</p>`,
  });
}

export function refusedCard(
  visit: Visit,
  employer: Employer,
  filing: Filing,
  rows: readonly RefusedRow[],
): Html {
  const { t } = visit;
  const more = (filing.rowsRefused ?? 0) - rows.length;
  return card({
    title: t('employer.refused.title'),
    body: html`<p>${t('employer.refused.lead')}</p>
      <p>
        ${linkButton({
          href: addressOf(employer, `/filing/${filing.filingId}/bad-rows`),
          label: t('employer.refused.download'),
          kind: 'secondary',
        })}
      </p>
      ${dataTable({
        caption: t('employer.refused.title'),
        captionUnseen: true,
        columns: [
          { label: t('employer.column.row') },
          { label: t('employer.column.column') },
          { label: t('employer.column.value') },
          { label: t('employer.column.reason'), full: true },
        ],
        rows: rows.map((row) => [
          t('employer.row', { row: row.row }),
          columnWords(visit, filing.kind, row),
          row.value === '' ? blank : row.value,
          reasonWords(visit, row),
        ]),
      })}
      ${more > 0 ? html`<p>${t('employer.refused.more', { more: formatNumber(more, t.language) })}</p>` : nothing}`,
  });
}

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
  kind: Remark['kind'],
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
