import { dayIn, yearOf } from '#kernel';
import { type Html, html, nothing, type Visit } from '#platform';
import { card } from '#web/layout';
import type { YearBalance } from './balance-card.ts';

/** The way to the statement of each year, the newest first. */
export function statementLinks(visit: Visit, years: readonly YearBalance[]): Html {
  if (years.length === 0) return nothing;
  const { t } = visit;
  const running = yearOf(dayIn(visit.now));
  const items = years.toReversed().map(
    ({ year }) =>
      html`<li>
        <a href="/balance/statement/${year}"
          >${t(year === running ? 'statement.so_far' : 'statement.of_year', { year })}</a
        >
      </li>`,
  );
  return card({
    title: t('statement.list'),
    body: html`<p>${t('statement.list_lead')}</p>
      <ul>
        ${items}
      </ul>`,
  });
}
