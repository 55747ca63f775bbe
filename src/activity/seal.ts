import { randomBytes } from 'node:crypto';
import type { Clock } from '#kernel';
import type { Database, KeyRing, Transaction } from '#platform';
import { type HeadContent, noHead, signHead } from './head.ts';
import { commitmentOf, leafOf, saltBytes } from './leaf.ts';
import { rootOf } from './merkle.ts';
import * as queries from './queries-sealing.ts';

export type SealingServices = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly clock: Clock;
};

/** So many entries in a batch at most: a proof of twelve hashes, read and hashed in a moment. */
const largestBatch = 4096;
const firstId = '00000000-0000-0000-0000-000000000000';

/**
 * Seals what waits, batch by batch, each in a transaction of its own: killed in between, the next one goes on. An entry
 * that is committed late is in the queue late, and so in the next batch. Does nothing while another process seals.
 */
export async function sealActivity(
  services: SealingServices,
  batchSize = largestBatch,
): Promise<{ batches: number; entries: number }> {
  const done = { batches: 0, entries: 0 };
  // Behind the last batch only: what was taken from the queue is not walked over again while much waits.
  let after: string | undefined = firstId;
  while (after !== undefined) {
    const from: string = after;
    const step = await services.database.transaction((tx) => sealNext(tx, services, from, batchSize));
    if (step.entries > 0) done.batches += 1;
    done.entries += step.entries;
    after = step.next;
  }
  return done;
}

type Step = { readonly entries: number; readonly next: string | undefined };

async function sealNext(
  tx: Transaction,
  { keys, clock }: SealingServices,
  after: string,
  batchSize: number,
): Promise<Step> {
  if (!(await queries.takeSealingTurn(tx))) return { entries: 0, next: undefined };
  const waiting = await queries.waitingEntries(tx, after, batchSize);
  const next = waiting.length < batchSize ? undefined : waiting.at(-1)?.entry_id;
  if (waiting.length === 0) return { entries: 0, next };
  const entries = await queries.takeEntries(
    tx,
    waiting.map((row) => row.entry_id),
  );
  if (entries.length === 0) return { entries: 0, next };
  const leaves = leavesOf(entries);
  const last = await queries.newestBatch(tx);
  const content: HeadContent = {
    number: Number(last?.number ?? 0n) + 1,
    size: entries.length,
    root: rootOf(leaves.each),
    previous: last?.head ?? noHead,
    sealedAt: clock.now(),
    keyId: keys.inUse('head'),
  };
  await queries.insertBatch(tx, signHead(keys, content));
  await queries.insertLeaves(tx, content.number, leaves);
  return { entries: entries.length, next };
}

function leavesOf(
  entries: readonly queries.EntryAsText[],
): queries.LeafColumns & { readonly each: readonly Buffer[] } {
  const salts = randomBytes(entries.length * saltBytes);
  const commitments = entries.map((entry, index) =>
    commitmentOf(salts.subarray(index * saltBytes, (index + 1) * saltBytes), entry),
  );
  const each = entries.map((entry, index) => leafOf(entry, commitments[index] ?? Buffer.alloc(0)));
  return {
    ids: entries.map(({ id }) => id),
    salts,
    commitments: Buffer.concat(commitments),
    hashes: Buffer.concat(each),
    each,
  };
}
