import { type SessionEnd, whySessionEnded } from '#accounts';
import type { Visit } from '#platform';
import type { FaceSessionOptions } from './options.ts';

/** Holds the cookie of a session that is over, so that the page that says so can say why. It opens nothing. */
export const endedCookie = 'ended';
const keptSeconds = 900;

/** This browser's session is over: it is asked for no more, only why it ended. */
export function keepEnded(visit: Visit): void {
  const token = visit.cookie('session');
  if (token === undefined) return;
  visit.clearCookie('session');
  visit.setCookie(endedCookie, token, { maxAgeSeconds: keptSeconds });
}

export async function whyEnded(
  { services, face }: FaceSessionOptions,
  visit: Visit,
): Promise<SessionEnd | undefined> {
  const token = visit.cookie('session') ?? visit.cookie(endedCookie);
  return token === undefined ? undefined : whySessionEnded(services.database, face, token, visit.now);
}
