import { notifyOwner } from '#accounts';
import { employersById } from '#members';
import { formatMonth, type Language, type Transaction, translatorFor } from '#platform';
import { listeners } from './queries-clerks.ts';
import * as queries from './queries-tell.ts';
import type { FilingServices } from './types.ts';

const atOnce = 100;
const dayMs = 86_400_000;

const templates = {
  counted: 'filing_counted',
  unreadable: 'filing_refused',
  checked: 'filing_changed',
  received: 'filing_changed',
} as const;

/**
 * Tells the clerks who want it, by e-mail, what became of filings: counted, refused, or to be looked at again. Once for each
 * filing; what is older than a day is no news. The message names employer and report, and nobody in it. Run by the job.
 */
export async function tellClerks(services: FilingServices): Promise<number> {
  let told = 0;
  for (;;) {
    const count = await services.database.transaction((tx) => tellSome(tx, services));
    told += count;
    if (count < atOnce) return told;
  }
}

async function tellSome(tx: Transaction, services: FilingServices): Promise<number> {
  const now = services.clock.now();
  const untold = await queries.takeUntold(tx, new Date(now.getTime() - dayMs), now, atOnce);
  const ids = [...new Set(untold.map(({ employerId }) => employerId))];
  if (ids.length === 0) return 0;
  const names = new Map((await employersById(tx, ids)).map(({ employerId, name }) => [employerId, name]));
  const clerks = await listeners(tx, ids);
  for (const filing of untold)
    for (const { employerId, accountId } of clerks) {
      if (employerId !== filing.employerId) continue;
      const employer = names.get(employerId) ?? filing.npp;
      const place = `${filing.npp}/filing/${filing.filingId}`;
      await notifyOwner(services, tx, {
        accountId,
        only: 'email',
        template: templates[filing.state],
        parameters: (language) => ({ employer, place, report: reportName(filing, language) }),
        now,
      });
    }
  return untold.length;
}

function reportName({ kind, month }: queries.Untold, language: Language): string {
  const name = translatorFor(language)(`employer.kind.${kind}`);
  return month === null ? name : `${name} ${formatMonth(month, language)}`;
}
