import { type LiveSession, useSession } from '#accounts';
import type { Visit } from '#platform';
import type { Deps } from './interactions.ts';

/** The live session of this browser at the provider, for the sso face's own pages; touched by the look. */
export async function sessionOf(
  { provider, services }: Deps,
  visit: Visit,
): Promise<LiveSession | undefined> {
  const { incoming, outgoing } = visit.context.env;
  const { cookies } = provider.createContext(incoming, outgoing);
  const cookie = cookies.get(provider.cookieName('session'), { signed: true });
  const session = cookie ? await provider.Session.find(cookie) : undefined;
  if (!session?.accountId) return undefined;
  return useSession(services.accounts.database, session.uid, visit.now);
}
