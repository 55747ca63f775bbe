import { generateKeyPair as generate, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type Clock, newId } from '#kernel';
import { type Database, type Executor, type KeyRing, seal, unseal } from '#platform';
import type { JWK } from 'oidc-provider';
import * as queries from './queries.ts';

const generateKeyPair = promisify(generate);

export type ProviderKeys = {
  /** Private keys, the one that signs first of its kind; the next ones and the past ones are published too. */
  readonly jwks: { readonly keys: JWK[] };
  /** From which the subject that each other service sees is derived. Never changes, or members would be strangers there. */
  readonly pairwiseSalt: Buffer;
  /** Which keys these are and which sign: what tells two states apart. */
  readonly word: string;
};

type Services = { readonly database: Database; readonly keys: KeyRing; readonly clock: Clock };

/** The keys that the provider signs with; missing ones are made, once for all processes that start at the same time. */
export async function loadProviderKeys(services: Services): Promise<ProviderKeys> {
  const rows = await queries.providerKeys(services.database);
  const complete = uses.every((use) => rows.some((row) => row.use === use));
  return opened(services, complete ? rows : await makeMissing(services));
}

/** What `word` would be if the keys were loaded now: cheap enough to ask every few seconds. */
export async function providerKeysWord({ database, clock }: Services): Promise<string> {
  return wordOf(await queries.providerKeys(database), clock.now());
}

const signingUses = ['ES256', 'RS256'] as const;
const uses = [...signingUses, 'pairwise'] as const;
type Use = (typeof uses)[number];

async function makeMissing({ database, keys, clock }: Services): Promise<queries.ProviderKeyRow[]> {
  const fresh: Record<Use, string> = {
    ES256: await newSigningKey('ES256'),
    RS256: await newSigningKey('RS256'),
    pairwise: randomBytes(32).toString('base64url'),
  };
  return database.transaction(async (tx) => {
    await queries.lockProviderKeys(tx);
    const there = await queries.providerKeys(tx);
    const now = clock.now();
    for (const use of uses.filter((use) => !there.some((row) => row.use === use)))
      await insert(tx, keys, use, fresh[use], now, now);
    return queries.providerKeys(tx);
  });
}

async function insert(
  tx: Executor,
  keys: KeyRing,
  use: Use,
  text: string,
  signsFrom: Date,
  now: Date,
): Promise<void> {
  const id = newId(now);
  const sealed = seal(keys, 'signing-key', providerKeyPlace(id), text);
  await queries.insertProviderKey(tx, { id, use, sealed, signsFrom }, now);
}

/**
 * Makes the next signing key of each kind. It is published at once and signs from `signsFrom` on, when every service has
 * fetched it. Does nothing while another one waits to sign.
 */
export async function addSigningKeys(services: Services, signsFrom: Date): Promise<'added' | 'waiting'> {
  const fresh = await Promise.all(signingUses.map(async (use) => [use, await newSigningKey(use)] as const));
  return services.database.transaction(async (tx) => {
    await queries.lockProviderKeys(tx);
    const now = services.clock.now();
    const rows = await queries.providerKeys(tx);
    if (rows.some((row) => row.signsFrom > now)) return 'waiting';
    for (const [use, text] of fresh) await insert(tx, services.keys, use, text, signsFrom, now);
    return 'added';
  });
}

export type SigningKeyView = {
  readonly id: string;
  readonly algorithm: string;
  readonly state: 'next' | 'signs' | 'past';
  readonly signsFrom: Date;
  /** When the next of its kind began to sign. */
  readonly signedUntil: Date | undefined;
};

/** All signing keys that are published, the oldest first. */
export async function listSigningKeys(executor: Executor, now: Date): Promise<SigningKeyView[]> {
  const rows = (await queries.providerKeys(executor)).filter(({ use }) => use !== 'pairwise');
  return rows.map((row) => {
    const after = rows.find((other) => other.use === row.use && other.signsFrom > row.signsFrom)?.signsFrom;
    const state = row.signsFrom > now ? 'next' : after && after <= now ? 'past' : 'signs';
    const signedUntil = state === 'past' ? after : undefined;
    return { id: row.id, algorithm: row.use, state, signsFrom: row.signsFrom, signedUntil };
  });
}

/** Takes away the keys that stopped signing before `until`: nothing that they signed is shown to us any more. */
export async function retireSigningKeys(executor: Executor, now: Date, until: Date): Promise<number> {
  const over = (await listSigningKeys(executor, now)).filter(
    ({ signedUntil }) => signedUntil !== undefined && signedUntil <= until,
  );
  for (const { id } of over) await queries.deleteProviderKey(executor, id);
  return over.length;
}

async function newSigningKey(algorithm: 'ES256' | 'RS256'): Promise<string> {
  const { privateKey } =
    algorithm === 'ES256'
      ? await generateKeyPair('ec', { namedCurve: 'P-256' })
      : // As strong as 128 bits (NIST SP 800-57 part 1, table 2), as the curve is.
        await generateKeyPair('rsa', { modulusLength: 3072 });
  return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: algorithm, use: 'sig' });
}

export const providerKeyPlace = (id: string) => `sso.provider_key/${id}`;

/** Per kind the newest that signs already, then the others. */
function inOrder(rows: readonly queries.ProviderKeyRow[], now: Date): queries.ProviderKeyRow[] {
  const signing = signingUses.map((use) => rows.findLast((row) => row.use === use && row.signsFrom <= now));
  const first = signing.filter((row) => row !== undefined);
  return [...first, ...rows.filter((row) => !first.includes(row))];
}

const wordOf = (rows: readonly queries.ProviderKeyRow[], now: Date) =>
  inOrder(rows, now)
    .map(({ id }) => id)
    .join(' ');

function opened({ keys, clock }: Services, rows: readonly queries.ProviderKeyRow[]): ProviderKeys {
  const plain = inOrder(rows, clock.now()).map(({ id, use, sealed }) => ({
    id,
    use,
    text: unseal(keys, 'signing-key', providerKeyPlace(id), sealed).toString(),
  }));
  const signing = plain.filter(({ use }) => use !== 'pairwise');
  return {
    jwks: { keys: signing.map(({ id, text }) => ({ ...(JSON.parse(text) as JWK), kid: id })) },
    pairwiseSalt: Buffer.from(plain.find(({ use }) => use === 'pairwise')?.text ?? '', 'base64url'),
    word: wordOf(rows, clock.now()),
  };
}
