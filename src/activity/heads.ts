import type { Executor } from '#platform';
import { headOf } from './head.ts';
import { contentOf, published, type PublishedHead } from './proof.ts';
import * as queries from './queries-sealing.ts';
import { chainTotals } from './queries-verify.ts';

/** The newest heads, newest first, at most 100. */
export async function newestHeads(executor: Executor, limit: number): Promise<PublishedHead[]> {
  const rows = await queries.newestBatches(executor, Math.min(limit, 100));
  return rows.map((row) => published(queries.headOfRow(row)));
}

/** The heads behind a number, in order, at most 1000: for whoever keeps a copy of all. */
export async function headsAfter(executor: Executor, number: number): Promise<PublishedHead[]> {
  const rows = await queries.batchesAfter(executor, number, 1000);
  return rows.map((row) => published(queries.headOfRow(row)));
}

/** The head itself, in hexadecimal digits: what people compare. */
export function headText(head: PublishedHead): string {
  return headOf(contentOf(head)).toString('hex');
}

export type ActivityTotals = {
  readonly batches: number;
  /** Entries in them. */
  readonly sealed: number;
  /** Entries that wait for the next batch. */
  readonly waiting: number;
};

export async function activityTotals(executor: Executor): Promise<ActivityTotals> {
  const { batches, sealed, waiting } = await chainTotals(executor);
  return { batches: Number(batches), sealed: Number(sealed), waiting: Number(waiting) };
}

/** How many entries wait to be sealed (told up to 100,000), and since when the first of them was recorded. */
export async function sealingBacklog(
  executor: Executor,
  now: Date,
): Promise<{ waiting: number; oldestSeconds: number }> {
  const { waiting, oldest } = await queries.waitingSince(executor);
  return { waiting, oldestSeconds: oldest ? Math.max(0, (now.getTime() - oldest.getTime()) / 1000) : 0 };
}
