import type { Filing } from '#filings';
import { formatNumber, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { card, definitions } from '#web/layout';

/** Rows, wages, and the bill by programme. */
export function resultCard(visit: Visit, filing: Filing): Html {
  const { t } = visit;
  const number = (value: number | null) => formatNumber(value ?? 0, t.language);
  const rows = [
    { term: t('employer.result.read'), value: number(filing.rowsRead) },
    {
      term: t(filing.correctionReason === null ? 'employer.result.good' : 'employer.correction.good'),
      value: number(filing.rowsGood),
    },
    ...(filing.rowsKnown ? [{ term: t('employer.result.known'), value: number(filing.rowsKnown) }] : []),
    { term: t('employer.result.refused'), value: number(filing.rowsRefused) },
  ];
  return html`${card({ title: t('employer.result.title'), body: definitions(rows) })}
  ${filing.kind === 'wages' && filing.rowsGood ? billCard(visit, filing) : nothing}`;
}

function billCard({ t }: Visit, filing: Filing): Html {
  const corrects = filing.correctionReason !== null;
  const money = (amount: bigint | null) =>
    `${corrects && (amount ?? 0n) > 0n ? '+' : ''}${formatRupiah(amount ?? 0n, t.language)}`;
  const parts = [
    ['JHT', filing.jhtTotal],
    ['JP', filing.jpTotal],
    ['JKK', filing.jkkTotal],
    ['JKM', filing.jkmTotal],
  ] as const;
  const total = parts.reduce((sum, [, amount]) => sum + (amount ?? 0n), 0n);
  const reported = filing.state === 'counted' ? 'employer.bill.title' : 'employer.bill.would';
  return card({
    title: t(corrects ? 'employer.correction.difference' : reported),
    body: html`${definitions([
        {
          term: t(corrects ? 'employer.correction.wages' : 'employer.bill.wages'),
          value: money(filing.wageTotal),
        },
        ...parts.map(([term, amount]) => ({ term, value: money(amount) })),
        {
          term: t(corrects ? 'employer.correction.total' : 'employer.bill.total'),
          value: html`<strong>${money(total)}</strong>`,
        },
      ])}
      <p class="small soft">${t(corrects ? 'employer.correction.note' : 'employer.bill.note')}</p>`,
  });
}
