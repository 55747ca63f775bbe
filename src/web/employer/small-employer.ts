import { dayIn, AppError, monthOf } from '#kernel';
import { countWorkers, type Worker, workersOf } from '#members';
import type { Config, Visit } from '#platform';
import type { AtWork, Services } from './frame.ts';

/** Whether so few work there that forms are offered beside files. */
export const isSmall = (
  workers: number,
  { FILING_FORM_WORKERS: most }: Pick<Config, 'FILING_FORM_WORKERS'>,
) => workers <= most;

/** Forms are for small employers alone; at the others there is no such page. */
export async function onlySmall({ database, config }: Services, visit: Visit, { employer }: AtWork) {
  const workers = await countWorkers(database, employer.employerId, monthOf(dayIn(visit.now)));
  if (!isSmall(workers, config))
    throw new AppError('not_found', 'an employer with too many workers for the form');
}

/** The cards of a small employer that run on. */
export async function runningCards(services: Services, visit: Visit, work: AtWork): Promise<Worker[]> {
  const { database, config } = services;
  await onlySmall(services, visit, work);
  const month = monthOf(dayIn(visit.now));
  const cards = await workersOf(database, work.employer.employerId, month, config.FILING_FORM_WORKERS);
  return cards.filter(({ endedOn }) => endedOn === undefined);
}
