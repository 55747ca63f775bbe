import type { ContributionMonth } from '#contributions';
import { formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import { card, dataTable, notice } from '#web/layout';
import { contributionFigureLines } from './contribution-figures.ts';

/** What the employer said that the member earned, beside the minimum wage where that is known. */
export function wageCard(visit: Visit, { row, minimum }: ContributionMonth): Html {
  const { t } = visit;
  if (!row.wage) return nothing;
  return card({
    title: t(row.employerName === undefined ? 'portal.month.own_wage' : 'portal.month.wage'),
    body: html`<p class="amount number">${formatRupiah(row.wage, t.language)}</p>
      ${row.employerName === undefined ? nothing : html`<p>${t('portal.month.wage_use')}</p>`}
      ${minimum ? minimumPart(visit, row.month.slice(0, 4), minimum) : nothing}`,
  });
}

type Minimum = NonNullable<ContributionMonth['minimum']>;

/** A wage under the minimum stands out, with when it may be right and what to do; otherwise the figure stands there small. */
function minimumPart(visit: Visit, year: string, minimum: Minimum): Html {
  const { t } = visit;
  const { state, compared } = minimum.check;
  if (!compared || state === 'met' || state === 'not_known')
    return html`<p class="small soft">${minimumText(visit, year, minimum)}</p>`;
  const amount = formatRupiah(compared.amount, t.language);
  return notice({
    kind: 'warn',
    standing: true,
    title: t(`portal.month.${state}`, { year, amount, source: compared.legalSource }),
    body: html`${compared.example ? t('portal.month.minimum_example') : nothing}
    ${t('portal.month.below_todo')}`,
  });
}

function minimumText({ t }: Visit, year: string, { known }: Minimum): string {
  if (!known) return t('portal.month.minimum_unknown', { year });
  const amount = formatRupiah(known.amount, t.language);
  const text = t('portal.month.minimum', { year, amount, source: known.legalSource });
  return known.example ? `${text} ${t('portal.month.minimum_example')}` : text;
}

/** Both shares of each programme, and below them the rates of the month with their sources. */
export function sharesCard(visit: Visit, { row, figures }: ContributionMonth): Html {
  const { t } = visit;
  if (row.shares.length === 0) return nothing;
  const money = (amount: bigint) => formatRupiah(amount, t.language);
  const own = row.employerName === undefined;
  const table = dataTable({
    caption: t('portal.month.shares'),
    captionUnseen: true,
    columns: [
      { label: t('portal.column.programme') },
      { label: t('portal.column.total'), numeric: true },
      ...(own
        ? []
        : [
            { label: t('portal.column.employee_share'), numeric: true },
            { label: t('portal.column.employer_share'), numeric: true },
          ]),
    ],
    rows: row.shares.map(({ programme, employeeShare, employerShare }) =>
      // JKP is set aside out of JKK and JKM: nobody pays for it.
      programme === 'JKP'
        ? [t(`portal.programme.${programme}`), t('portal.jkp_allocated'), ...(own ? [] : ['–', '–'])]
        : [
            t(`portal.programme.${programme}`),
            money(employeeShare + employerShare),
            ...(own ? [] : [money(employeeShare), money(employerShare)]),
          ],
    ),
  });
  return card({
    title: t('portal.month.shares'),
    body: html`${table}
      <h3>${t('portal.month.law')}</h3>
      ${figures.length === 0 ? html`<p class="soft">${t('portal.month.no_law')}</p>` : nothing}
      ${figures.map(
        (one) =>
          html`<p class="small"><strong>${t(`portal.programme.${one.programme}`)}</strong></p>
            ${contributionFigureLines(visit, [one])}`,
      )}`,
  });
}
