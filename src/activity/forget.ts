import type { Clock } from '#kernel';
import type { Config, Database, Executor } from '#platform';
import { record } from './entries.ts';
import * as queries from './queries-sealing.ts';

/** What is personal is never forgotten earlier, whatever the setting says; the database holds the same (migrations/0022). */
const leastMonths = 24;
const batchesAtOnce = 20;

/**
 * Forgets what is personal in entries that were sealed longer ago than members see them, at least 24 months: address,
 * browser, details, person and the salt. The rest of the entry and the chain stay, and can still be checked.
 */
export async function forgetOldActivity(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  config: Pick<Config, 'ACTIVITY_MONTHS'>,
): Promise<{ batches: number; entries: number }> {
  const now = clock.now();
  const before = new Date(now);
  before.setUTCMonth(before.getUTCMonth() - Math.max(config.ACTIVITY_MONTHS, leastMonths));
  // A day more: the database has its own clock and its own length of a month.
  before.setUTCDate(before.getUTCDate() - 1);
  const done = { batches: 0, entries: 0 };
  for (;;) {
    const step = await database.transaction(async (tx) => {
      const old = await queries.batchesToForget(tx, before, batchesAtOnce);
      let entries = 0;
      for (const { number } of old) entries += (await queries.forgetBatch(tx, number)).count;
      const details = { batches: old.length, entries };
      if (old.length > 0)
        await record(tx, { event: 'activity_forgotten', actor: { kind: 'system' }, at: now, details });
      return details;
    });
    done.batches += step.batches;
    done.entries += step.entries;
    if (step.batches < batchesAtOnce) return done;
  }
}

/**
 * Forgets what is personal in every sealed entry of an account whose erasure was recorded before, in the same
 * transaction. The chain can still be checked: the recorded erasure says why. Answers how many entries.
 */
export function forgetAccount(tx: Executor, accountId: string): Promise<number> {
  return queries.forgetAccount(tx, accountId);
}

/** Whether an entry of the account is not sealed yet; what waits cannot be forgotten. */
export function waitsForSeal(executor: Executor, accountId: string): Promise<boolean> {
  return queries.waitsForSeal(executor, accountId);
}
