import { peekFaceSession } from '#accounts';
import type { Visit } from '#platform';
import { sessionAnswer } from '#web/layout';
import type { FaceSessionOptions } from './options.ts';
import { ownPath } from './own-path.ts';

/** GET /session?to=/path: whether this browser's session lives, for the script of an open page; not counted as use. */
export async function sessionLook({ services, face }: FaceSessionOptions, visit: Visit): Promise<Response> {
  const token = visit.cookie('session');
  const sessionId = token && (await peekFaceSession(services.database, face, token, visit.now));
  const to = encodeURIComponent(ownPath(visit.context.req.query('to')));
  return sessionAnswer(visit, sessionId, token ? `/session-ended?to=${to}` : '/logged-out');
}
