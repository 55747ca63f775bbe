import type { Visit } from '#platform';
import { endedCookie } from './ended-session.ts';
import { waitingCookies } from './waiting-sign-in.ts';

/** What this face keeps in a browser because of a session goes with the session. */
export function forgetSession(visit: Visit): void {
  clear(visit, ['session', endedCookie, ...waitingCookies(visit)]);
}

/**
 * After leaving on a shared computer nothing of ours stays: what was stored goes, and each of our cookies by its
 * name, because Clear-Site-Data "cookies" would empty sibling services too.
 */
export function forgetBrowser(visit: Visit): void {
  forgetSession(visit);
  clear(visit, ['browser', 'lang']);
  visit.context.header('Clear-Site-Data', '"cache", "storage"');
}

function clear(visit: Visit, names: readonly string[]): void {
  for (const name of names) if (visit.cookie(name) !== undefined) visit.clearCookie(name);
}
