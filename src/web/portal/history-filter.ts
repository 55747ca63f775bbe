import { type HistoryChoices, type HistoryFilter, type Programme, programmes } from '#contributions';
import { isId } from '#kernel';
import { type Html, html, nothing, type Visit } from '#platform';
import { select } from '#web/layout';

/** Reads the filter from the address. What is not known is left out, so that an old bookmark still shows something. */
export function readFilter(visit: Visit): HistoryFilter {
  const { req } = visit.context;
  const year = /^(?:19|20)\d{2}$/.exec(req.query('year') ?? '')?.[0];
  const employerId = req.query('employer') ?? '';
  const programme = programmes.find((one) => one === req.query('programme'));
  return {
    ...(year ? { year: Number(year) } : {}),
    ...(isId(employerId) ? { employerId } : {}),
    ...(programme ? { programme } : {}),
  };
}

/** The same filter as the query of an address, without the question mark. */
export function filterQuery(filter: HistoryFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (filter.year !== undefined) query.set('year', String(filter.year));
  if (filter.employerId) query.set('employer', filter.employerId);
  if (filter.programme) query.set('programme', filter.programme);
  return query;
}

/** An ordinary form that asks with GET: it works without JavaScript, and its answer can be bookmarked. */
export function filterForm(visit: Visit, filter: HistoryFilter, choices: HistoryChoices): Html {
  const { t } = visit;
  const years = choices.years.map((year) => ({ value: String(year), label: String(year) }));
  const employers = choices.employers.map((one) => ({ value: one.employerId, label: one.name }));
  const programmeOptions = programmes.map((value: Programme) => ({
    value,
    label: t(`portal.programme.${value}`),
  }));
  return html`<form method="get" action="/contributions" class="filter">
    ${select({
      name: 'year',
      label: t('portal.filter.year'),
      value: String(filter.year ?? ''),
      options: [{ value: '', label: t('portal.filter.all_years') }, ...years],
    })}
    ${
      employers.length === 0
        ? nothing
        : select({
            name: 'employer',
            label: t('portal.filter.employer'),
            value: filter.employerId ?? '',
            options: [{ value: '', label: t('portal.filter.all_employers') }, ...employers],
          })
    }
    ${select({
      name: 'programme',
      label: t('portal.filter.programme'),
      value: filter.programme ?? '',
      options: [{ value: '', label: t('portal.filter.all_programmes') }, ...programmeOptions],
    })}
    <button class="button secondary">${t('portal.filter.show')}</button>
  </form>`;
}
