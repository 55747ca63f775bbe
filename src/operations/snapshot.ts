import { addDays, dayIn } from '#kernel';
import type { Executor } from '#platform';
import { historyDays } from './measure.ts';
import * as queries from './queries.ts';
import * as notices from './queries-notices.ts';
import type { Component, ComponentDay, Notice, ReadOnly } from './types.ts';

/** What is known of the service at one moment: small enough to be read every two seconds. */
export type Snapshot = {
  readonly components: readonly Component[];
  /** Incidents and maintenance that are not closed, newest first. */
  readonly notices: readonly Notice[];
  /** Every read-only switch that is not lifted, also those that begin later. */
  readonly readOnly: readonly ReadOnly[];
};

export async function readSnapshot(executor: Executor): Promise<Snapshot> {
  return {
    components: await queries.selectComponents(executor),
    notices: await notices.selectOpenNotices(executor),
    readOnly: await notices.selectReadOnly(executor),
  };
}

export type History = {
  /** The oldest of the 90 days. */
  readonly since: string;
  readonly days: readonly ComponentDay[];
  /** Open ones, and those that began within the days, newest first. */
  readonly notices: readonly Notice[];
};

export async function readHistory(executor: Executor, now: Date): Promise<History> {
  const since = addDays(dayIn(now), 1 - historyDays);
  return {
    since,
    days: await queries.selectDays(executor, since),
    notices: await notices.selectNoticesSince(executor, new Date(`${since}T00:00:00+07:00`)),
  };
}
