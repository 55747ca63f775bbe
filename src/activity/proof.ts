import { z } from 'zod';
import { type Result, isId, ok, refused } from '#kernel';
import type { Executor } from '#platform';
import { type HeadContent, type HeadKeys, headOf, isSignedBy } from './head.ts';
import { commitmentOf, leafOf } from './leaf.ts';
import { inclusionPath, rootFromPath } from './merkle.ts';
import * as queries from './queries-sealing.ts';

const bytes = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length * 2}}$`));
const id = z.string().refine(isId);
const headSchema = z.strictObject({
  number: z.int().min(1),
  size: z.int().min(1),
  root: bytes(32),
  previous: bytes(32),
  sealedAt: z.iso.datetime({ precision: 3 }),
  keyId: z.string().regex(/^[a-z0-9]{1,16}$/),
  signature: bytes(64),
});
/** A head as it is published and stands in a proof; bytes as hexadecimal digits. */
export type PublishedHead = z.output<typeof headSchema>;

const proofSchema = z.strictObject({
  kind: z.literal('goid-activity-proof-1'),
  entry: z.strictObject({
    id,
    at: z.string().max(40),
    event: z.string().max(100),
    actorKind: z.string().max(20),
    actorAccountId: id.nullable(),
    accountId: id.nullable(),
  }),
  personal: z.union([
    z.strictObject({
      salt: bytes(16),
      personId: id.nullable(),
      address: z.string().max(100).nullable(),
      userAgent: z.string().max(300).nullable(),
      details: z.string().max(1000),
    }),
    z.strictObject({ commitment: bytes(32) }),
  ]),
  position: z.int().min(0),
  path: z.array(bytes(32)).max(64),
  batch: headSchema,
});
/** Everything that is needed to show, with the public key alone, that one entry was sealed as it stands here. */
export type ActivityProof = z.output<typeof proofSchema>;

/** `unreadable`: no proof at all. `changed`: something in it is not as it was sealed. `unknown-key`: signed by nobody known here. */
export type ProofFault = 'unreadable' | 'changed' | 'unknown-key';

export type Seal =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sealed'; readonly proof: ActivityProof; readonly head: string };

/** Whether an entry of the account is sealed already, and its proof; undefined when it is not there or another's. */
export async function sealOf(
  executor: Executor,
  accountId: string,
  entryId: string,
): Promise<Seal | undefined> {
  const entry = await queries.ownEntryAsText(executor, accountId, entryId);
  if (!entry) return undefined;
  const leaf = await queries.leafOfEntry(executor, entryId);
  const batch = leaf && (await queries.batchByNumber(executor, Number(leaf.batch_number)));
  if (!batch) return { kind: 'waiting' };
  const leaves = await queries.leavesOfBatch(executor, Number(batch.number));
  const { personId, address, userAgent, details, ...plain } = entry;
  const path = inclusionPath(
    leaves.map(({ hash }) => hash),
    leaf.position,
  );
  return {
    kind: 'sealed',
    head: batch.head.toString('hex'),
    proof: {
      kind: 'goid-activity-proof-1',
      entry: plain,
      personal: leaf.salt
        ? { salt: leaf.salt.toString('hex'), personId, address, userAgent, details }
        : { commitment: leaf.commitment.toString('hex') },
      position: leaf.position,
      path: path.map((hash) => hash.toString('hex')),
      batch: published(queries.headOfRow(batch)),
    },
  };
}

export function published(head: HeadContent & { readonly signature: Buffer }): PublishedHead {
  return {
    number: head.number,
    size: head.size,
    root: head.root.toString('hex'),
    previous: head.previous.toString('hex'),
    sealedAt: head.sealedAt.toISOString(),
    keyId: head.keyId,
    signature: head.signature.toString('hex'),
  };
}

export function contentOf(head: PublishedHead): HeadContent {
  return {
    number: head.number,
    size: head.size,
    root: Buffer.from(head.root, 'hex'),
    previous: Buffer.from(head.previous, 'hex'),
    sealedAt: new Date(head.sealedAt),
    keyId: head.keyId,
  };
}

const withMore = z.object(headSchema.shape);

/** Reads a published head, from a list that may say more of it; undefined when it is none. */
export function readHead(value: unknown): PublishedHead | undefined {
  return withMore.safeParse(value).data;
}

/**
 * Checks a proof by itself, with public keys alone: the entry gives the leaf, the leaf leads to the root, and the root
 * was signed. Whether the head is one of ours, and still in the chain, is another question: `isInChain`.
 */
export function checkProof(text: string, keys: HeadKeys): Result<ActivityProof, ProofFault> {
  const proof = readProof(text);
  if (!proof) return refused('unreadable');
  const { entry, personal, batch, position } = proof;
  const commitment =
    'salt' in personal
      ? commitmentOf(Buffer.from(personal.salt, 'hex'), personal)
      : Buffer.from(personal.commitment, 'hex');
  const path = proof.path.map((hash) => Buffer.from(hash, 'hex'));
  const root = rootFromPath(leafOf(entry, commitment), { position, size: batch.size, path });
  if (root?.toString('hex') !== batch.root) return refused('changed');
  const key = keys.get(batch.keyId);
  if (!key) return refused('unknown-key');
  return isSignedBy(key, contentOf(batch), Buffer.from(batch.signature, 'hex'))
    ? ok(proof)
    : refused('changed');
}

function readProof(text: string): ActivityProof | undefined {
  try {
    return proofSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Whether the chain holds this very head at its place. */
export async function isInChain(executor: Executor, head: PublishedHead): Promise<boolean> {
  const row = await queries.batchByNumber(executor, head.number);
  return row !== undefined && row.head.equals(headOf(contentOf(head)));
}
