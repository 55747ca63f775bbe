import type { AccountServices, LiveSession } from '#accounts';
import { AppError } from '#kernel';
import type { Visit } from '#platform';
import type { Sso } from '#sso';

export type SecurityServices = { readonly accounts: AccountServices; readonly sso: Sso };

const sessions = new WeakMap<Visit, LiveSession>();

export function keepSession(visit: Visit, session: LiveSession): void {
  sessions.set(visit, session);
}

/** The session that the guard has let in. */
export function liveSessionOf(visit: Visit): LiveSession {
  const session = sessions.get(visit);
  if (!session) throw new AppError('bug', 'a page of the owner without a session');
  return session;
}

export const factorsAddress = '/security/factors';
