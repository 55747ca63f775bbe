import { generateKeyPair as generate, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type Clock, newId } from '#kernel';
import { type Database, type KeyRing, seal, unseal } from '#platform';
import type { JWK } from 'oidc-provider';
import * as queries from './queries.ts';

const generateKeyPair = promisify(generate);

export type ProviderKeys = {
  /** Private keys, the one that signs first of its kind. */
  readonly jwks: { readonly keys: JWK[] };
  /** From which the subject that each other service sees is derived. Never changes, or members would be strangers there. */
  readonly pairwiseSalt: Buffer;
};

type Services = { readonly database: Database; readonly keys: KeyRing; readonly clock: Clock };

/** The keys that the provider signs with; missing ones are made, once for all processes that start at the same time. */
export async function loadProviderKeys(services: Services): Promise<ProviderKeys> {
  const rows = await queries.providerKeys(services.database);
  const complete = uses.every((use) => rows.some((row) => row.use === use));
  return opened(services, complete ? rows : await makeMissing(services));
}

const uses = ['ES256', 'RS256', 'pairwise'] as const;
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
    for (const use of uses.filter((use) => !there.some((row) => row.use === use))) {
      const id = newId(clock.now());
      const sealed = seal(keys, 'signing-key', placeOf(id), fresh[use]);
      await queries.insertProviderKey(tx, { id, use, sealed }, clock.now());
    }
    return queries.providerKeys(tx);
  });
}

async function newSigningKey(algorithm: 'ES256' | 'RS256'): Promise<string> {
  const { privateKey } =
    algorithm === 'ES256'
      ? await generateKeyPair('ec', { namedCurve: 'P-256' })
      : // As strong as 128 bits (NIST SP 800-57 part 1, table 2), as the curve is.
        await generateKeyPair('rsa', { modulusLength: 3072 });
  return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: algorithm, use: 'sig' });
}

const placeOf = (id: string) => `sso.provider_key/${id}`;

function opened({ keys }: Services, rows: readonly queries.ProviderKeyRow[]): ProviderKeys {
  const plain = rows.map(({ id, use, sealed }) => ({
    id,
    use,
    text: unseal(keys, 'signing-key', placeOf(id), sealed).toString(),
  }));
  const signing = plain.filter(({ use }) => use !== 'pairwise');
  return {
    jwks: { keys: signing.map(({ id, text }) => ({ ...(JSON.parse(text) as JWK), kid: id })) },
    pairwiseSalt: Buffer.from(plain.find(({ use }) => use === 'pairwise')?.text ?? '', 'base64url'),
  };
}
