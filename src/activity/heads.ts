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
