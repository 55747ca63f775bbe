import { type AccountServices, isFullyConfirmed, type LiveSession, useSession } from '#accounts';
import { AppError } from '#kernel';
import type { Visit } from '#platform';

/** The session of the visit as accounts know it, with when it last showed who holds it. */
export async function liveSession({ database }: AccountServices, visit: Visit): Promise<LiveSession> {
  const session = visit.session && (await useSession(database, visit.session.sessionId, visit.now));
  if (!session) throw new AppError('session_ended', 'the session ended between two looks');
  return session;
}

/**
 * Whether the holder showed a short while ago who it is, as strongly as the account's ways allow; asked on the sso face, which
 * knows them all.
 */
export async function isConfirmedHere(services: AccountServices, visit: Visit): Promise<boolean> {
  return isFullyConfirmed(services, await liveSession(services, visit));
}

/** Where one shows it, and comes back from. */
export const confirmAddress = ({ config }: Visit, to: string) =>
  `${config.origins.sso}/security/confirm?to=${to}`;
