import { dayIn, AppError, monthOf } from '#kernel';
import { type Worker, workersOf } from '#members';
import type { Config, Visit } from '#platform';
import type { AtWork, Services } from './frame.ts';

/** Whether so few work there that forms are offered beside files. */
export const isSmall = (
  workers: number,
  { FILING_FORM_WORKERS: most }: Pick<Config, 'FILING_FORM_WORKERS'>,
) => workers <= most;

/** The cards that run on of a small employer; of one with more workers there is no list to choose from. */
export async function runningCards(
  { database, config }: Services,
  visit: Visit,
  { employer }: AtWork,
): Promise<Worker[]> {
  const month = monthOf(dayIn(visit.now));
  const most = config.FILING_FORM_WORKERS;
  const cards = await workersOf(database, employer.employerId, month, most + 1);
  if (!isSmall(cards.length, config))
    throw new AppError('not_found', 'an employer with too many workers for the form');
  return cards.filter(({ endedOn }) => endedOn === undefined);
}
