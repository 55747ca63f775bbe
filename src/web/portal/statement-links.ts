import { dayIn, yearOf } from '#kernel';
import { type Html, html, nothing, type Visit } from '#platform';
import { card } from '#web/layout';
import type { YearBalance } from './balance-card.ts';

/** The way to the statement of each year, the newest first. */
export function statementLinks(visit: Visit, years: readonly YearBalance[]): Html {
  if (years.length === 0) return nothing;
  const { t } = visit;
  const running = yearOf(dayIn(visit.now));
  const name = (year: number) =>
    year === running
      ? t('statement.so_far', { year })
      : html`<span class="unseen">${t('statement.of_year')} </span>${year}`;
  const items = years
    .toReversed()
    .map(
      ({ year }, index) =>
        html`<span class="nowrap"
          ><a href="/balance/statement/${year}">${name(year)}</a
          >${index < years.length - 1 ? ' ·' : nothing}</span
        > `,
    );
  return card({
    title: t('statement.list'),
    body: html`<p>${t('statement.list_lead')}</p>
      <p class="links">${items}</p>`,
  });
}
