import { beginnersOf, type Filing } from '#filings';
import { type Html, html, nothing, type Visit } from '#platform';
import { card, definitions } from '#web/layout';
import type { Services } from './frame.ts';
import { leaversCard } from './leavers-card.ts';
import { day, notShown, shownRows } from './shown-rows.ts';

/** Whom a filing registers or reports as gone: those that nothing speaks against, as many as a page can show. */
export async function rowsCard(services: Services, visit: Visit, filing: Filing): Promise<Html> {
  if (filing.kind === 'wages' || (filing.rowsGood ?? 0) === 0) return nothing;
  return filing.kind === 'exits'
    ? leaversCard(services, visit, filing)
    : beginnersCard(services, visit, filing);
}

async function beginnersCard({ database, keys }: Services, visit: Visit, filing: Filing): Promise<Html> {
  const { t } = visit;
  const beginners = await beginnersOf(database, keys, filing, shownRows);
  const typed = filing.source === 'form';
  const termOf = (number: number, row: number) =>
    typed ? t('employer.worker_form.worker', { number }) : t('employer.row', { row });
  return card({
    title: t(typed ? 'employer.worker_form.who' : 'employer.kind.workers'),
    body: html`${definitions(
      beginners.map(({ number, line, fullName, birthDate, startedOn }) => ({
        term: termOf(number, line),
        value: html`<strong>${fullName}</strong><br />${t('employer.worker_form.one', {
            born: day(visit, birthDate),
            started: day(visit, startedOn),
          })}`,
      })),
    )}
    ${notShown(visit, filing, beginners.length)}`,
  });
}
