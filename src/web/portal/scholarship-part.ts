import type { Scholarship } from '#benefits';
import { formatNumber, type Html, html, nothing, type Visit } from '#platform';
import { card, disclosure } from '#web/layout';
import { money, writtenSum } from './benefit-parts.ts';

/** Scholarship for the children: the levels, and the most that those on the register could have. */
export function scholarshipCard(visit: Visit, scholarship: Scholarship | undefined, atOnce: boolean): Html {
  if (!scholarship) return nothing;
  const { t } = visit;
  const { terms, reached, monthsMissing, children, childrenOfUnknownAge, perChild, most } = scholarship;
  const values = {
    children: formatNumber(children, t.language),
    perChild: money(visit, perChild),
    most: money(visit, most),
    belowAge: terms.belowAge,
    mostChildren: terms.mostChildren,
  };
  return card({
    title: t('portal.benefit.scholarship'),
    body: html`<p>${t('portal.benefit.scholarship.what', values)}</p>
      <p>
        ${t(children > 0 ? 'portal.benefit.scholarship.children' : 'portal.benefit.scholarship.no_children', values)}
      </p>
      ${childrenOfUnknownAge > 0 ? html`<p>${t('portal.benefit.scholarship.unknown_age')}</p>` : nothing}
      ${atOnce || reached ? nothing : html`<p>${t('portal.benefit.scholarship.missing', { months: monthsMissing, needed: terms.contributionMonths })}</p>`}
      ${disclosure({ summary: t('portal.benefit.scholarship.levels'), body: levelSum(visit, scholarship) })}`,
  });
}

/** What one child could have from the first level to the last. */
function levelSum(visit: Visit, { terms, perChild }: Scholarship): Html {
  const { t } = visit;
  return writtenSum([
    ...terms.levels.map(({ level, perYear, years }) => ({
      what: t('portal.benefit.scholarship.level_sum', {
        level: t(`benefits.level.${level}`),
        years: formatNumber(years, t.language),
        perYear: money(visit, perYear),
      }),
      amount: money(visit, perYear * BigInt(years)),
    })),
    { what: t('portal.benefit.sum'), amount: money(visit, perChild), total: true },
  ]);
}
