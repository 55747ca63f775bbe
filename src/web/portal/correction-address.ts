import { type AccountServices, type LiveSession, useSession } from '#accounts';
import { AppError, isId } from '#kernel';
import type { Visit } from '#platform';

/** The request that the address names. */
export const idIn = (visit: Visit): string => {
  const id = visit.context.req.param('id') ?? '';
  if (!isId(id)) throw new AppError('not_found', 'no such request');
  return id;
};
export const addressOf = (visit: Visit) => `/corrections/${idIn(visit)}`;

/** The session of the visit as accounts know it, with when it last showed who holds it. */
export async function liveSession({ database }: AccountServices, visit: Visit): Promise<LiveSession> {
  const session = visit.session && (await useSession(database, visit.session.sessionId, visit.now));
  if (!session) throw new AppError('session_ended', 'the session ended between two looks');
  return session;
}
