import type { Executor, KeyRing } from '#platform';
import { type HeadKeys, headKeysOf, headOf, isSignedBy, publicHeadKeys, type SignedHead } from './head.ts';
import { contentOf } from './proof.ts';
import type { HeadLine } from './published-heads.ts';
import { batchesAfter, headOfRow } from './queries-sealing.ts';
import * as queries from './queries-verify.ts';
import { type ActivityDifference, chainStart, verifyHead, verifyLeaves } from './verify-batch.ts';

export type VerifyOptions = {
  readonly keys: KeyRing;
  readonly now: Date;
  /** Heads that were published in a second place: they alone show that the end of the chain was cut off. */
  readonly heads: readonly HeadLine[];
  readonly onProgress?: (done: { readonly batches: number; readonly entries: number }) => void;
};

const batchesPerRead = 500;
const leavesPerRead = 5000;
const mostNamed = 1000;
/** The door of the database opens after 24 months (migrations/0022); a day for the length of months. */
const forgottenAfterMonths = 24;

/**
 * Reads the whole record of activity in bounded memory and yields every difference to what was sealed: change, deletion,
 * insertion, another order, a gap, a cut end. What waits to be sealed cannot be checked yet.
 */
export async function* verifyActivity(
  executor: Executor,
  options: VerifyOptions,
): AsyncGenerator<ActivityDifference> {
  const keys = headKeysOf(publicHeadKeys(options.keys));
  yield* verifyPublished(executor, options.heads, keys);
  yield* verifyChain(executor, options, keys);
  yield* verifyStrays(executor);
}

async function* verifyChain(
  executor: Executor,
  { now, onProgress }: VerifyOptions,
  keys: HeadKeys,
): AsyncGenerator<ActivityDifference> {
  const forgettable = new Date(now);
  forgettable.setUTCMonth(forgettable.getUTCMonth() - forgottenAfterMonths);
  const erased = await queries.erasedAccounts(executor);
  let before = chainStart;
  const done = { batches: 0, entries: 0 };
  for (;;) {
    const rows = await batchesAfter(executor, before.number, batchesPerRead);
    if (rows.length === 0) return;
    for (const group of groupsOf(rows.map(headOfRow))) {
      const byBatch = await leavesOf(executor, group);
      for (const batch of group) {
        yield* verifyHead(batch, before, keys);
        const old = batch.sealedAt < forgettable;
        yield* verifyLeaves(
          batch,
          byBatch.get(batch.number) ?? [],
          ({ accountId }) => old || (accountId !== null && erased.has(accountId)),
        );
        before = { number: batch.number, head: batch.head };
        done.batches += 1;
        done.entries += batch.size;
      }
      onProgress?.(done);
    }
  }
}

/** Neighbouring batches that are read together. */
function groupsOf(batches: readonly SignedHead[]): SignedHead[][] {
  const groups: SignedHead[][] = [];
  let entries = Infinity;
  for (const batch of batches) {
    if (entries + batch.size > leavesPerRead) {
      groups.push([]);
      entries = 0;
    }
    groups.at(-1)?.push(batch);
    entries += batch.size;
  }
  return groups;
}

async function leavesOf(
  executor: Executor,
  group: readonly SignedHead[],
): Promise<Map<number, queries.LeafWithEntry[]>> {
  const [first, last] = [group[0]?.number ?? 0, group.at(-1)?.number ?? 0];
  const expected = group.reduce((sum, { size }) => sum + size, 0);
  // Whoever stuffs a batch is found without reading it all.
  const limit = Math.min(expected, 10 * leavesPerRead) + mostNamed;
  const leaves = await queries.leavesWithEntries(executor, { first, last }, limit);
  return Map.groupBy(leaves, ({ batch }) => Number(batch));
}

async function* verifyPublished(
  executor: Executor,
  lines: readonly HeadLine[],
  keys: HeadKeys,
): AsyncGenerator<ActivityDifference> {
  const { newest } = await queries.chainTotals(executor);
  for (let from = 0; from < lines.length; from += batchesPerRead) {
    const slice = lines.slice(from, from + batchesPerRead);
    const numbers = slice.flatMap(({ head }) => (head ? [head.number] : []));
    const rows = await queries.headsByNumber(executor, numbers);
    const heads = new Map(rows.map(({ number, head }) => [Number(number), head]));
    for (const line of slice) {
      const difference = publishedDifference(line, heads, Number(newest), keys);
      if (difference) yield difference;
    }
  }
}

function publishedDifference(
  { line, head }: HeadLine,
  heads: ReadonlyMap<number, Buffer>,
  newest: number,
  keys: HeadKeys,
): ActivityDifference | undefined {
  const subject = `published head ${head ? `of batch ${head.number}` : ''} (line ${line})`;
  if (!head) return { check: 'published', subject: `line ${line}`, found: 'no head can be read there' };
  const key = keys.get(head.keyId);
  if (!key || !isSignedBy(key, contentOf(head), Buffer.from(head.signature, 'hex')))
    return { check: 'published', subject, found: 'not signed with a key of this ring' };
  if (head.number > newest)
    return {
      check: 'cut',
      subject,
      found: newest === 0 ? 'there is no chain' : `the chain ends with batch ${newest}`,
    };
  if (heads.get(head.number)?.equals(headOf(contentOf(head)))) return undefined;
  return { check: 'published', subject, found: 'not what the chain holds in its place' };
}

async function* verifyStrays(executor: Executor): AsyncGenerator<ActivityDifference> {
  for (const { entryId, at } of await queries.strayEntries(executor, mostNamed))
    yield {
      check: 'inserted',
      subject: `entry ${entryId}`,
      found: `of ${at.toISOString()}, neither sealed nor waiting for it`,
    };
  for (const { batch, entries } of await queries.strayLeaves(executor, mostNamed))
    yield {
      check: 'batch-missing',
      subject: `batch ${batch}`,
      found: `not there, with ${entries} entries in it`,
    };
  for (const { entryId, gone } of await queries.strayWaiting(executor, mostNamed))
    yield gone
      ? { check: 'deleted', subject: `entry ${entryId}`, found: 'gone before it was sealed' }
      : { check: 'inserted', subject: `entry ${entryId}`, found: 'waits to be sealed a second time' };
}
