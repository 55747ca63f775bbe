import { newToken } from '#kernel';
import type { Executor, KeyRing } from '#platform';
import { accountById } from './accounts.ts';
import { type EndReason, endReasons } from './end-reasons.ts';
import * as queries from './queries.ts';
import { liveSession } from './session.ts';
import { tokenHash } from './tokens.ts';
import type { AccountProfile, LiveSession } from './types.ts';

/** A face's own session: returns the token for its cookie, which is kept here as a hash only. */
export async function openFaceSession(
  executor: Executor,
  face: string,
  sessionId: string,
  now: Date,
): Promise<string> {
  const token = newToken();
  await queries.insertFaceSession(executor, { tokenHash: faceTokenHash(face, token), face, sessionId, now });
  return token;
}

/** The live session behind a face's cookie, touched, with the profile that its pages show; two statements. */
export async function useFaceSession(
  executor: Executor,
  keys: KeyRing,
  face: string,
  token: string,
  now: Date,
): Promise<(LiveSession & { readonly profile: AccountProfile }) | undefined> {
  const row = await queries.useFaceSession(executor, face, faceTokenHash(face, token), now);
  const profile = row && (await accountById(executor, keys, row.account_id));
  return profile && { ...liveSession(row), profile };
}

/** The id of the live session behind a face's cookie; looking is not use. */
export function peekFaceSession(
  executor: Executor,
  face: string,
  token: string,
  now: Date,
): Promise<string | undefined> {
  return queries.peekSession(executor, { face, tokenHash: faceTokenHash(face, token) }, now);
}

export type SessionEnd =
  | { readonly reason: 'idle'; readonly minutes: number }
  | { readonly reason: EndReason | 'limit' };

/** Why the session behind a face's cookie is over, the one true reason; undefined when nobody knows. */
export async function whySessionEnded(
  executor: Executor,
  face: string,
  token: string,
  now: Date,
): Promise<SessionEnd | undefined> {
  const row = await queries.faceSessionEnd(executor, face, faceTokenHash(face, token));
  if (!row) return undefined;
  if (row.ended_at) {
    const reason = endReasons.find((known) => known === row.end_reason);
    return reason && { reason };
  }
  const idleAt = new Date(row.last_seen_at.getTime() + row.idle_seconds * 1000);
  if (idleAt <= now && idleAt <= row.expires_at)
    return { reason: 'idle', minutes: Math.round(row.idle_seconds / 60) };
  return row.expires_at <= now ? { reason: 'limit' } : undefined;
}

function faceTokenHash(face: string, token: string): Buffer {
  return tokenHash(`face/${face}`, token);
}
