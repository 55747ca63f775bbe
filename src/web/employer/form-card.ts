import { type Filing, type FormCells, formRowsOf, leavingOf } from '#filings';
import { isIsoDate } from '#kernel';
import { formatDate, type Html, html, nothing, type Visit } from '#platform';
import { card, definitions } from '#web/layout';
import type { Services } from './frame.ts';
import { isTyped } from './words.ts';

/** Whom a form registers or reports as gone: those that nothing speaks against. Nothing once the form is forgotten. */
export async function formCard(services: Services, visit: Visit, filing: Filing): Promise<Html> {
  const { t } = visit;
  const rows = isTyped(filing) ? await formRowsOf(services.database, services.keys, filing) : [];
  const good = rows.flatMap(({ cells, refused }, index) => (refused ? [] : [{ cells, number: index + 1 }]));
  if (good.length === 0) return nothing;
  const leaves = filing.kind === 'exits';
  return card({
    title: t(leaves ? 'employer.exit_form.who' : 'employer.worker_form.who'),
    body: definitions(
      good.map(({ cells, number }) => ({
        term: leaves
          ? t('employer.form.card', { number: cells['member_number'] ?? '' })
          : t('employer.worker_form.worker', { number }),
        value: html`<strong>${cells['full_name']}</strong
          ><br />${leaves ? leaving(visit, cells) : beginning(visit, cells)}`,
      })),
    ),
  });
}

const day = ({ t }: Visit, text = '') => (isIsoDate(text) ? formatDate(text, t.language) : text);

const beginning = (visit: Visit, cells: FormCells): string =>
  visit.t('employer.worker_form.one', {
    born: day(visit, cells['birth_date']),
    started: day(visit, cells['started_on']),
  });

function leaving(visit: Visit, cells: FormCells): string {
  const known = leavingOf(cells['exit_reason'] ?? '');
  const reason = known ? visit.t(`employer.leaving.${known}`) : '';
  return visit.t('employer.exit_form.one', { day: day(visit, cells['ended_on']), reason });
}
