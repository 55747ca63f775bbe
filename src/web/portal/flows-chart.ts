import { dayIn, type Rupiah, yearOf } from '#kernel';
import { formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { areaChart, dataTable, disclosure, stackedChart } from '#web/layout';

export type YearFlows = {
  readonly year: number;
  readonly balance: Rupiah;
  readonly contributions: Rupiah;
  readonly returns: Rupiah;
};

/** The balance by year, what came in each year with contributions and returns apart, and the table of both. */
export function flowsChart(visit: Visit, years: readonly YearFlows[]): Html {
  if (years.length === 0) return nothing;
  const { t } = visit;
  const points = years.map(({ year, balance }) => ({ year, amount: balance }));
  return html`${areaChart(t('portal.balance.chart'), points)}
  ${stackedChart(visit, {
    title: t('portal.balance.flows'),
    lower: t('statement.contributions'),
    upper: t('statement.returns'),
    years: years.map(({ year, contributions, returns }) => ({ year, lower: contributions, upper: returns })),
  })}
  ${disclosure({ summary: t('layout.chart_table'), body: flowsTable(visit, years) })}`;
}

function flowsTable(visit: Visit, years: readonly YearFlows[]): Html {
  const { t } = visit;
  const running = yearOf(dayIn(visit.now));
  const money = (amount: Rupiah) => formatRupiah(amount, t.language);
  const others = years.map(
    ({ balance, contributions, returns }, index) =>
      balance - (years[index - 1]?.balance ?? 0n) - contributions - returns,
  );
  const hasOthers = others.some((amount) => amount !== 0n);
  const rows = years.map(({ year, balance, contributions, returns }, index) => [
    year === running ? t('portal.balance.so_far', { year }) : String(year),
    money(balance),
    money(contributions),
    money(returns),
    ...(hasOthers ? [money(others[index] ?? 0n)] : []),
  ]);
  return dataTable({
    caption: t('portal.balance.flows'),
    captionUnseen: true,
    columns: [
      { label: t('portal.returns.year') },
      { label: t('portal.balance.flow_end'), numeric: true },
      { label: t('statement.contributions'), numeric: true },
      { label: t('statement.returns'), numeric: true },
      ...(hasOthers ? [{ label: t('portal.balance.flow_other'), numeric: true }] : []),
    ],
    rows: rows.toReversed(),
  });
}
