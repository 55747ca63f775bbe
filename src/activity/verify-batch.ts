import { leafOf, commitmentOf, type PersonalPart, type SealedEntry } from './leaf.ts';
import { headOf, type HeadKeys, isSignedBy, noHead, type SignedHead } from './head.ts';
import { rootOf } from './merkle.ts';
import type { LeafWithEntry } from './queries-verify.ts';

/**
 * What is not as it was sealed. `changed`, `deleted`, `inserted` and `forgotten-early` name an entry; `leaf-missing` a
 * place in a batch; `order` a batch whose entries are others, or stand in another order; `batch-missing`, `chain`, `head`,
 * `signature` and `unknown-key` a batch; `cut` a published head behind the end of the chain, `published` one that differs.
 */
export type ActivityCheck =
  | 'changed'
  | 'deleted'
  | 'inserted'
  | 'forgotten-early'
  | 'leaf-missing'
  | 'order'
  | 'batch-missing'
  | 'chain'
  | 'head'
  | 'signature'
  | 'unknown-key'
  | 'cut'
  | 'published';
export type ActivityDifference = {
  readonly check: ActivityCheck;
  readonly subject: string;
  readonly found: string;
};

/** Where the chain stands after a batch, and whether the next follows it. */
export type ChainEnd = { readonly number: number; readonly head: Buffer };
export const chainStart: ChainEnd = { number: 0, head: noHead };

/** The batch by itself and behind the one before: number, chain, head, signature. */
export function* verifyHead(
  batch: SignedHead,
  before: ChainEnd,
  keys: HeadKeys,
): Generator<ActivityDifference> {
  const subject = `batch ${batch.number}`;
  const expected = before.number + 1;
  if (batch.number > expected) {
    const missing = batch.number - 1 > expected ? `${expected} to ${batch.number - 1}` : `${expected}`;
    yield { check: 'batch-missing', subject: `batch ${missing}`, found: 'not there' };
  } else if (!batch.previous.equals(before.head))
    yield { check: 'chain', subject, found: 'does not follow the batch before' };
  if (!headOf(batch).equals(batch.head))
    yield { check: 'head', subject, found: 'its head is not the hash of what it says' };
  const key = keys.get(batch.keyId);
  if (!key)
    yield {
      check: 'unknown-key',
      subject,
      found: `signed with key ${batch.keyId}, which is not on the ring`,
    };
  else if (!isSignedBy(key, batch, batch.signature))
    yield { check: 'signature', subject, found: 'its signature is not ours' };
}

/** By age, or because the erasure of the account is recorded. */
type MayBeForgotten = (entry: SealedEntry) => boolean;

/** The leaves of one batch, in the order of their positions, against its root and each against its entry. */
export function* verifyLeaves(
  batch: SignedHead,
  leaves: readonly LeafWithEntry[],
  mayBeForgotten: MayBeForgotten,
): Generator<ActivityDifference> {
  const inPlace = leaves.filter(({ position }) => position < batch.size);
  let next = 0;
  for (const leaf of inPlace) {
    for (; next < leaf.position; next += 1) yield missing(batch, next);
    next = leaf.position + 1;
    yield* verifyEntry(batch, leaf, mayBeForgotten);
  }
  for (; next < batch.size; next += 1) yield missing(batch, next);
  for (const { entryId, position } of leaves.slice(inPlace.length))
    yield {
      check: 'inserted',
      subject: `entry ${entryId}`,
      found: `put behind the end of batch ${batch.number}, at place ${position}`,
    };
  const whole = inPlace.length === batch.size;
  if (whole && !rootOf(inPlace.map(({ hash }) => hash)).equals(batch.root))
    yield {
      check: 'order',
      subject: `batch ${batch.number}`,
      found: 'its entries are not the ones that were sealed, or stand in another order',
    };
}

const missing = (batch: SignedHead, position: number): ActivityDifference => ({
  check: 'leaf-missing',
  subject: `batch ${batch.number}, place ${position}`,
  found: 'nothing stands there',
});

function* verifyEntry(
  batch: SignedHead,
  leaf: LeafWithEntry,
  mayBeForgotten: MayBeForgotten,
): Generator<ActivityDifference> {
  const subject = `entry ${leaf.entryId}`;
  const place = `batch ${batch.number}, place ${leaf.position}`;
  if (leaf.id === null) {
    yield { check: 'deleted', subject, found: `gone; it was sealed in ${place}` };
    return;
  }
  if (leaf.salt === null && !mayBeForgotten(leaf))
    yield {
      check: 'forgotten-early',
      subject,
      found: `what is personal in it was taken away before its time; it was sealed in ${place}`,
    };
  if (!personalStands(leaf, leaf) || !leafOf(leaf, leaf.commitment).equals(leaf.hash))
    yield { check: 'changed', subject, found: `not as it was sealed in ${place}` };
}

function personalStands(
  { salt, commitment }: Pick<LeafWithEntry, 'salt' | 'commitment'>,
  entry: SealedEntry & PersonalPart,
): boolean {
  if (salt) return commitmentOf(salt, entry).equals(commitment);
  const { personId, address, userAgent, details } = entry;
  return personId === null && address === null && userAgent === null && details === '{}';
}
