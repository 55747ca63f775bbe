import { openVisit, useFaceSession } from '#accounts';
import type { Guard, Visit, VisitSession } from '#platform';
import { keepEnded } from './ended-session.ts';
import type { FaceSessionOptions } from './options.ts';
import { ownPath } from './own-path.ts';

/**
 * Lets a browser with a live session in and sets visit.session. Without one, a page is asked for again after signing
 * in; a session that has just ended is first asked for silently at the provider, and only then called ended.
 */
export function sessionGuard(options: FaceSessionOptions): Guard {
  return async (visit) => {
    await recogniseSession(options, visit);
    if (!visit.session) return signInFirst(visit, visit.cookie('session') !== undefined);
    const lacks = whatLacks(options, visit.session);
    if (lacks === 'strength') return signInFirst(visit, false);
    return lacks ? visit.redirect(notAllowedPath) : undefined;
  };
}

/** Signed in, but somewhere else's account; the page that says so and whose it is. */
export const notAllowedPath = '/not-allowed';

/** Sets visit.session when this browser has a live session of this face, whoever it belongs to. */
export async function recogniseSession({ services, face }: FaceSessionOptions, visit: Visit): Promise<void> {
  const { database, keys, config } = services;
  const token = visit.cookie('session');
  const session = token && (await useFaceSession(database, keys, face, token, visit.now));
  if (!session) return;
  await openVisit(database, visit, session, session.profile);
  // The form that logs out is redirected to the provider.
  visit.allowFormAction(config.origins.sso);
}

/** Why a session does not open this face; undefined when it does. */
export function whatLacks(
  options: FaceSessionOptions,
  session: VisitSession,
): 'role' | 'strength' | 'passkey' | undefined {
  if (!options.allows(session.roles)) return 'role';
  if (options.acr && session.acr !== options.acr) return 'strength';
  return options.opensBy?.(session.amr) === false ? 'passkey' : undefined;
}

function signInFirst(visit: Visit, hadSession: boolean): Response {
  const { req } = visit.context;
  const address = new URL(req.url);
  const to = encodeURIComponent(ownPath(`${address.pathname}${address.search}`));
  if (hadSession) keepEnded(visit);
  // What was typed into a form cannot be kept over a sign-in, so the person is told before anything else.
  if (req.method !== 'GET') return visit.redirect(`/session-ended?to=${to}`);
  return visit.redirect(hadSession ? `/login?silent=1&to=${to}` : `/login?to=${to}`);
}
