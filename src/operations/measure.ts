import { addDays, dayIn } from '#kernel';
import type { Database } from '#platform';
import { afterMeasurement } from './hysteresis.ts';
import * as queries from './queries.ts';
import { type Signal, stateBySignal } from './signals.ts';

export const historyDays = 90;

export type Measured = { readonly component: string; readonly provider?: string; readonly signal: Signal };

/**
 * Takes one measurement of every component: the state that people are told, by the table of patience, and the minute in
 * the history of the day. Components that are not among them any more are shown no longer. Once a minute, by a job.
 */
export async function recordMeasurements(
  database: Database,
  measured: readonly Measured[],
  now: Date,
): Promise<void> {
  await database.transaction(async (tx) => {
    const known = new Map((await queries.lockComponents(tx)).map((row) => [row.component, row]));
    const rows = measured.map(({ component, provider, signal }) => {
      const state = stateBySignal(signal);
      const before = known.get(component);
      const after = before
        ? afterMeasurement(before, state)
        : { state, pendingState: undefined, pendingCount: 0 };
      return {
        component,
        provider,
        ...after,
        since: before && before.state === after.state ? before.since : now,
      };
    });
    await queries.writeComponents(tx, rows, now);
    await queries.addMinute(tx, rows, dayIn(now));
  });
}

/** Forgets days and pulses that are too old. A job calls it. */
export async function forgetOldDays(database: Database, now: Date): Promise<void> {
  await queries.deleteDaysBefore(database, addDays(dayIn(now), -historyDays));
  await queries.deletePulsesBefore(database, new Date(now.getTime() - 3_600_000));
}
