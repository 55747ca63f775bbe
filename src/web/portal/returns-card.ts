import type { YearlyReturn } from '#contributions';
import { formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { card, dataTable } from '#web/layout';
import { percent } from './benefit-parts.ts';

/** What the savings earned, apart from what was paid in: by year, with the rate and the method by its name. */
export function returnsCard(visit: Visit, returns: readonly YearlyReturn[]): Html {
  const { t } = visit;
  const running = returns.find(({ state }) => state === 'provisional');
  return card({
    title: t('portal.returns.title'),
    body: html`<p>${t('portal.returns.lead')}</p>
      ${returns.length === 0 ? html`<p class="soft">${t('portal.returns.none')}</p>` : returnsTable(visit, returns)}
      ${running ? html`<p class="small">${t('portal.returns.provisional_note', { year: running.year })}</p>` : nothing}
      ${methodNotes(visit, returns)}
      ${
        returns.some(({ isExample }) => isExample)
          ? html`<p class="small soft">${t('portal.returns.example_note')}</p>`
          : nothing
      }`,
  });
}

function returnsTable(visit: Visit, returns: readonly YearlyReturn[]): Html {
  const { t } = visit;
  return dataTable({
    caption: t('portal.returns.title'),
    captionUnseen: true,
    columns: [
      { label: t('portal.returns.year') },
      { label: t('portal.returns.amount'), numeric: true },
      { label: t('portal.returns.rate'), numeric: true },
    ],
    rows: returns.map(({ year, state, rate, isExample, amount }) => [
      state === 'provisional' ? t('portal.returns.provisional', { year }) : String(year),
      formatRupiah(amount, t.language),
      isExample ? t('portal.returns.example', { rate: percent(visit, rate) }) : percent(visit, rate),
    ]),
  });
}

/** One sentence for each method that was used, with its years where there are several. */
function methodNotes(visit: Visit, returns: readonly YearlyReturn[]): Html {
  const { t } = visit;
  const byMethod = [...Map.groupBy(returns, ({ method }) => method)];
  return html`${byMethod.map(([method, rows]) => {
    const years = rows.map(({ year }) => year).join(', ');
    return html`<p class="small">
      ${byMethod.length > 1 ? html`<strong>${years}.</strong> ` : nothing}${t(`portal.returns.method.${method}`)}
    </p>`;
  })}`;
}
