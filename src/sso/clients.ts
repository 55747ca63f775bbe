import { createHash } from 'node:crypto';
import { type Clock, newToken, ok, refused, type Result } from '#kernel';
import { type Config, type Database, type Executor, hashWith, type KeyRing } from '#platform';
import type { ClientMetadata } from 'oidc-provider';
import { addressesAreUsable } from './client-addresses.ts';
import { lifetimeSeconds } from './lifetimes.ts';
import * as queries from './queries.ts';

export type RegisteredClient = {
  readonly clientId: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | undefined;
  readonly firstParty: boolean;
  /** Cannot keep a secret (RFC 6749 §2.1); PKCE alone protects it. */
  readonly public: boolean;
  /** Where it sends its secret: the header (client_secret_basic, the default) or the body (client_secret_post). */
  readonly secretIn?: 'header' | 'body';
};

/** `client_id_unusable`: 2 to 64 of a–z, 0–9, dot, underscore, hyphen, beginning with a letter or digit. */
export type ClientRefusal = 'client_id_taken' | 'client_id_unusable' | 'address_unusable';

const clientIdShape = /^[a-z0-9][a-z0-9._-]{1,63}$/;

const hashOfSecret = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** True when the secret sent is one whose hash is kept; all are of one length, and the secret has 256 random bits. */
export function secretMatches(keptHash: string | undefined, secret: string): boolean {
  return keptHash !== undefined && keptHash.split(' ').includes(hashOfSecret(secret));
}

/**
 * Registers an application. The secret is returned once and kept as a hash; a public client has none.
 * Refuses an id that is taken or is one of our own faces, and addresses that no browser should be sent to.
 */
export async function registerClient(
  executor: Executor,
  client: RegisteredClient,
  now: Date,
): Promise<Result<{ readonly clientSecret: string | undefined }, ClientRefusal>> {
  if (!clientIdShape.test(client.clientId)) return refused('client_id_unusable');
  if (isFaceId(client.clientId)) return refused('client_id_taken');
  if (!addressesAreUsable(client)) return refused('address_unusable');
  const clientSecret = client.public ? undefined : newToken();
  const inserted = await queries.insertClient(executor, {
    ...client,
    secretIn: client.secretIn ?? 'header',
    backchannelLogoutUri: client.backchannelLogoutUri ?? null,
    secretHash: clientSecret === undefined ? null : hashOfSecret(clientSecret),
    createdAt: now,
  });
  return inserted ? ok({ clientSecret }) : refused('client_id_taken');
}

/** All registered applications, at most 1,000, by their id; our own faces are not among them. */
export async function listClients(
  executor: Executor,
): Promise<(RegisteredClient & { readonly createdAt: Date })[]> {
  const rows = await queries.clients(executor);
  return rows.map(({ secretHash: _hash, backchannelLogoutUri, ...row }) => ({
    ...row,
    backchannelLogoutUri: backchannelLogoutUri ?? undefined,
  }));
}

/** Takes an application away with all it was granted; processes notice within 5 seconds. False when there was none. */
export async function removeClient(executor: Executor, clientId: string): Promise<boolean> {
  return queries.deleteClient(executor, clientId);
}

export const faceIds = ['portal', 'console', 'employer'] as const;
export type FaceId = (typeof faceIds)[number];

export function isFaceId(clientId: string | undefined): clientId is FaceId {
  return faceIds.includes(clientId as FaceId);
}

/** The secret is asked for at each use: it changes with the key. */
export type FaceCredentials = { readonly clientId: FaceId; readonly clientSecret: () => string };

/** What a face of ours signs in with: derived from the key ring, so that every process knows it without a row. */
export function faceCredentials(keys: KeyRing, face: FaceId): FaceCredentials {
  return { clientId: face, clientSecret: () => faceSecret(keys, face, keys.inUse('cookie')) };
}

const faceSecret = (keys: KeyRing, face: FaceId, keyId: string) =>
  hashWith(keys.key('cookie', keyId), 'sso/client', face).toString('base64url');

export type ClientDirectory = {
  /** What the library needs to know of a client, in its words; undefined when there is none. */
  metadata(clientId: string): Promise<ClientMetadata | undefined>;
  nameOf(clientId: string): Promise<string | undefined>;
  isFirstParty(clientId: string): Promise<boolean>;
  isFace(clientId: string | undefined): boolean;
};

/** Clients as the provider sees them; rows are remembered for 5 seconds. */
export function clientDirectory(services: {
  readonly database: Database;
  readonly config: Config;
  readonly keys: KeyRing;
  readonly clock: Clock;
}): ClientDirectory {
  const remembered = new Map<
    string,
    { readonly until: number; readonly row: queries.ClientRow | undefined }
  >();
  const rowOf = async (clientId: string) => {
    if (isFaceId(clientId)) return faceRow(services.config, services.keys, clientId);
    // What can be no id of ours is neither looked for nor remembered.
    if (!clientIdShape.test(clientId)) return undefined;
    const now = services.clock.now().getTime();
    const known = remembered.get(clientId);
    if (known && known.until > now) return known.row;
    const row = await queries.findClient(services.database, clientId);
    if (remembered.size > 1000) remembered.clear();
    remembered.set(clientId, { until: now + lifetimeSeconds.clientCache * 1000, row });
    return row;
  };
  return {
    metadata: async (clientId) => metadataOf(await rowOf(clientId)),
    nameOf: async (clientId) => (await rowOf(clientId))?.name,
    isFirstParty: async (clientId) => (await rowOf(clientId))?.firstParty ?? false,
    isFace: isFaceId,
  };
}

function faceRow(config: Config, keys: KeyRing, face: FaceId): queries.ClientRow {
  const origin = config.origins[face];
  return {
    clientId: face,
    name: config.BRAND_NAME,
    // A face that has not learnt of a new key yet sends the secret of the one before.
    secretHash: keys.ids.map((id) => hashOfSecret(faceSecret(keys, face, id))).join(' '),
    redirectUris: [`${origin}/callback`],
    postLogoutRedirectUris: [`${origin}/logged-out`],
    backchannelLogoutUri: null,
    firstParty: true,
    public: false,
    secretIn: 'header',
    createdAt: new Date(0),
  };
}

function metadataOf(row: queries.ClientRow | undefined): ClientMetadata | undefined {
  if (!row) return undefined;
  return {
    client_id: row.clientId,
    client_name: row.name,
    ...(row.secretHash === null ? {} : { client_secret: row.secretHash }),
    redirect_uris: [...row.redirectUris],
    post_logout_redirect_uris: [...row.postLogoutRedirectUris],
    ...(row.backchannelLogoutUri === null
      ? {}
      : { backchannel_logout_uri: row.backchannelLogoutUri, backchannel_logout_session_required: true }),
    application_type: row.public ? 'native' : 'web',
    token_endpoint_auth_method: authMethodOf(row),
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    subject_type: row.firstParty ? 'public' : 'pairwise',
    id_token_signed_response_alg: row.firstParty ? 'ES256' : 'RS256',
  };
}

function authMethodOf(row: queries.ClientRow): 'none' | 'client_secret_basic' | 'client_secret_post' {
  if (row.public) return 'none';
  return row.secretIn === 'body' ? 'client_secret_post' : 'client_secret_basic';
}
