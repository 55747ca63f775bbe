import { wagesOfMonth } from '#contributions';
import type { Month } from '#kernel';
import { workersOf } from '#members';
import type { Visit } from '#platform';
import type { AtWork, Services } from './frame.ts';
import { offeredMonths } from './month-field.ts';

/**
 * The month that the wage form opens on: the one before the present, which is due now, unless it is recorded already or nobody
 * worked in it; then the present one, with whoever began in it. Where that is recorded too, the one before again.
 */
export async function openingMonth(
  { database, config }: Services,
  visit: Visit,
  { employer }: AtWork,
): Promise<Month | undefined> {
  const [present, before] = offeredMonths(visit);
  for (const month of [before, present]) {
    if (month === undefined) continue;
    const known = await workersOf(database, employer.employerId, month, config.FILING_FORM_WORKERS + 1);
    if (known.length > 0 && (await wagesOfMonth(database, known, month)).length === 0) return month;
  }
  return before;
}
