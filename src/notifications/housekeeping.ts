import { type Config, type Database, type Executor, inSlices } from '#platform';
import { deleteOlderThan, expireLate, forgetAccountOf, oldestMessage, takeStranded } from './queries.ts';
import { deleteMinutesBefore } from './queries-providers.ts';
import { queueDelivery } from './send.ts';

const untouchedMinutes = 15;
const largestBatch = 1000;

/**
 * Finds messages that wait although no worker will come back to them (it was killed), or that nobody has tried for a
 * quarter of an hour, and puts them into the queue again; gives up the ones that are late. A job calls it each minute.
 */
export async function rescueMessages(
  database: Database,
  now: Date,
): Promise<{ readonly expired: number; readonly queuedAgain: number }> {
  const expired = await expireLate(database, now);
  const untouchedSince = new Date(now.getTime() - untouchedMinutes * 60_000);
  const queuedAgain = await database.transaction(async (tx) => {
    const stranded = await takeStranded(tx, now, untouchedSince, largestBatch);
    // Their place in the line is that of the day they were written.
    for (const { id, template, queuedAt } of stranded) await queueDelivery(tx, id, template, queuedAt);
    return stranded.length;
  });
  return { expired, queuedAgain };
}

/** Forgets messages older than MESSAGES_KEPT_DAYS, with their references. A job calls it. */
export async function forgetOldMessages(
  database: Database,
  config: Pick<Config, 'MESSAGES_KEPT_DAYS'>,
  now: Date,
): Promise<number> {
  await deleteMinutesBefore(database, new Date(now.getTime() - 86_400_000));
  const before = new Date(now.getTime() - config.MESSAGES_KEPT_DAYS * 86_400_000);
  return inSlices(await oldestMessage(database), before, (end) => deleteOlderThan(database, end));
}

/** Nothing leads from a message to the account any more; references and states stay until they are old. Answers how many. */
export function forgetRecipients(tx: Executor, accountId: string): Promise<number> {
  return forgetAccountOf(tx, accountId);
}
