import { createHash } from 'node:crypto';
import { useSession } from '#accounts';
import { type Clock, isId } from '#kernel';
import type { Database } from '#platform';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { ClientDirectory } from './clients.ts';
import { faceGrant, isFaceGrant } from './first-party-grants.ts';
import { lifetimeSeconds } from './lifetimes.ts';
import * as queries from './queries.ts';

export type Storage = {
  readonly database: Database;
  readonly clock: Clock;
  readonly clients: ClientDirectory;
};

/** Ids that open something stand in the database hashed, so that reading it opens nothing. */
export function hashOfId(model: string, id: string): Buffer {
  return createHash('sha256').update(`${model}:${id}`).digest();
}

/** The library's storage in PostgreSQL: one statement a call, except a session, which also asks accounts whether it lives. */
export function storageAdapter(storage: Storage): (model: string) => Adapter {
  return (model) => ({ ...unused, ...(special[model] ?? tokens)(storage, model) });
}

type Part = Pick<Adapter, 'find' | 'upsert' | 'destroy'> & Partial<Adapter>;

const unused: Pick<Adapter, 'findByUserCode' | 'findByUid' | 'consume' | 'revokeByGrantId'> = {
  findByUserCode: async () => undefined,
  findByUid: async () => undefined,
  consume: async () => undefined,
  revokeByGrantId: async () => undefined,
};

const special: Readonly<Record<string, (storage: Storage, model: string) => Part>> = {
  Interaction: interactions,
  AuthorizationCode: codes,
  Session: sessions,
  Grant: grants,
  Client: ({ clients }) => ({
    find: async (id) => clients.metadata(id),
    upsert: async () => undefined,
    destroy: async () => undefined,
  }),
};

function interactions({ database, clock }: Storage, model: string): Part {
  return {
    find: async (id) => withId(id, await queries.findInteraction(database, hashOfId(model, id), clock.now())),
    upsert: (id, payload, seconds) =>
      queries.saveInteraction(database, hashOfId(model, id), withoutId(payload), after(clock, seconds)),
    destroy: (id) => queries.deleteInteraction(database, hashOfId(model, id)),
  };
}

function codes({ database, clock }: Storage, model: string): Part {
  return {
    find: async (id) => withMark(id, await queries.findCode(database, hashOfId(model, id))),
    upsert: (id, payload, seconds) =>
      queries.saveCode(
        database,
        hashOfId(model, id),
        payload.grantId ?? '',
        withoutId(payload),
        after(clock, seconds),
      ),
    consume: async (id) => {
      const now = clock.now();
      const markUntil = after(clock, lifetimeSeconds.consumedCodeMark);
      if (!(await queries.consumeCode(database, hashOfId(model, id), now, markUntil)))
        throw new errors.InvalidGrant('authorization code already consumed');
    },
    destroy: (id) => queries.deleteCode(database, hashOfId(model, id)),
    revokeByGrantId: (grantId) => queries.deleteCodesOfGrant(database, grantId),
  };
}

function sessions({ database, clock }: Storage, model: string): Part {
  return {
    find: async (id) => {
      const payload = await queries.findSession(database, hashOfId(model, id), clock.now());
      return (await lives(database, payload, clock.now())) ? withId(id, payload) : undefined;
    },
    findByUid: async (uid) => {
      const payload = await queries.findSessionByUid(database, uid, clock.now());
      return (await lives(database, payload, clock.now())) ? payload : undefined;
    },
    upsert: (id, payload, seconds) =>
      queries.saveSession(
        database,
        hashOfId(model, id),
        payload.uid ?? '',
        withoutId(payload),
        after(clock, seconds),
      ),
    destroy: async (id) => {
      await queries.deleteSession(database, hashOfId(model, id));
    },
  };
}

/** A browser that signed in stays signed in only as long as accounts' session row lives; its id is the session's uid. */
async function lives(database: Database, payload: queries.Payload | undefined, now: Date): Promise<boolean> {
  if (!payload?.['accountId']) return true;
  const uid = String(payload['uid']);
  return isId(uid) && (await useSession(database, uid, now)) !== undefined;
}

function grants({ database, clock, clients }: Storage): Part {
  return {
    find: async (id) =>
      isFaceGrant(id)
        ? faceGrant(id, clients, clock.now())
        : withId(id, await queries.findGrant(database, id, clock.now())),
    upsert: async (id, payload, seconds) => {
      if (isFaceGrant(id)) return;
      const grant = { id, subject: payload.accountId ?? '', clientId: payload.clientId ?? '' };
      await queries.saveGrant(database, grant, withoutId(payload), after(clock, seconds));
    },
    destroy: (id) => (isFaceGrant(id) ? Promise.resolve() : queries.deleteGrant(database, id)),
  };
}

function tokens({ database, clock, clients }: Storage, kind: string): Part {
  return {
    find: async (id) =>
      withMark(id, await queries.findToken(database, kind, hashOfId(kind, id), clock.now())),
    upsert: async (id, payload, seconds) => {
      // Our own faces ask only for an ID token; the access token beside it is never kept, so it opens nothing.
      if (kind === 'AccessToken' && clients.isFace(payload.clientId)) return;
      const token = {
        kind,
        id: hashOfId(kind, id),
        grantId: payload.grantId,
        payload: withoutId(payload),
        expiresAt: after(clock, seconds),
      };
      if (kind !== 'ReplayDetection') await queries.saveToken(database, token);
      else if (!(await queries.insertToken(database, token)))
        throw new errors.InvalidGrant('a proof that was seen before');
    },
    consume: async (id) => {
      if (!(await queries.consumeToken(database, kind, hashOfId(kind, id), clock.now())))
        throw new errors.InvalidGrant('already consumed');
    },
    destroy: (id) => queries.deleteToken(database, kind, hashOfId(kind, id)),
    revokeByGrantId: (grantId) => queries.deleteTokensOfGrant(database, kind, grantId),
  };
}

function after(clock: Clock, seconds: number | undefined): Date {
  return new Date(clock.now().getTime() + (seconds ?? lifetimeSeconds.grant) * 1000);
}

function withoutId({ jti: _id, ...payload }: AdapterPayload): queries.Payload {
  return payload;
}

function withId(id: string, payload: queries.Payload | undefined): AdapterPayload | undefined {
  return payload && { ...payload, jti: id };
}

function withMark(
  id: string,
  row: { readonly payload: queries.Payload; readonly consumedAt: Date | null } | undefined,
): AdapterPayload | undefined {
  if (!row) return undefined;
  const consumed = row.consumedAt ? { consumed: Math.floor(row.consumedAt.getTime() / 1000) } : {};
  return { ...row.payload, ...consumed, jti: id };
}
