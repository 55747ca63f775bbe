import { createHash } from 'node:crypto';
import type { Visit } from '#platform';

/** By which a page knows whether the browser's session is still the one that it was made for; opens nothing. */
export function sessionMark(sessionId: string): string {
  return createHash('sha256').update(`page/${sessionId}`).digest('base64url').slice(0, 16);
}

/**
 * The answer to a page's script that asks whether its session lives: 200 with the session's mark, or 410 with the
 * address to go to.
 */
export function sessionAnswer(visit: Visit, sessionId: string | undefined, elsewhere: string): Response {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
  return sessionId === undefined
    ? visit.context.body(elsewhere, 410, headers)
    : visit.context.body(sessionMark(sessionId), 200, headers);
}
