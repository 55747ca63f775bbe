import { type LiveSession, peekSession as peekAccountSession, useSession } from '#accounts';
import type { Visit } from '#platform';
import { isId } from '#kernel';
import type Provider from 'oidc-provider';
import { hashOfId } from './adapter.ts';
import type { Deps } from './interactions.ts';
import * as queries from './queries.ts';

/** The live session of this browser at the provider, for the sso face's own pages; touched by the look. */
export async function sessionOf(
  { provider, services }: Deps,
  visit: Visit,
): Promise<LiveSession | undefined> {
  const cookie = sessionCookie(provider, visit);
  const session = cookie ? await provider.Session.find(cookie) : undefined;
  if (!session?.accountId) return undefined;
  return useSession(services.accounts.database, session.uid, visit.now);
}

/** The id of this browser's live session, without the touch that keeps it alive. */
export async function peekSession({ provider, services }: Deps, visit: Visit): Promise<string | undefined> {
  const { database } = services.accounts;
  const cookie = sessionCookie(provider, visit);
  const payload = cookie && (await queries.findSession(database, hashOfId('Session', cookie), visit.now));
  const uid = payload && payload['accountId'] ? String(payload['uid']) : '';
  return isId(uid) ? peekAccountSession(database, uid, visit.now) : undefined;
}

function sessionCookie(provider: Provider, visit: Visit): string | undefined {
  const { incoming, outgoing } = visit.context.env;
  const { cookies } = provider.createContext(incoming, outgoing);
  return cookies.get(provider.cookieName('session'), { signed: true });
}
