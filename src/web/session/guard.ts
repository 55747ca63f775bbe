import { useFaceSession } from '#accounts';
import type { Guard, Visit } from '#platform';
import type { FaceSessionOptions } from './options.ts';
import { ownPath } from './own-path.ts';

/**
 * Lets a browser with a live session in and sets visit.session. Without one, a page is asked for again after signing
 * in; a session that has just ended is first asked for silently at the provider, and only then called ended.
 */
export function sessionGuard(options: FaceSessionOptions): Guard {
  const { database, keys, config } = options.services;
  return async (visit) => {
    const token = visit.cookie('session');
    const session = token && (await useFaceSession(database, keys, options.face, token, visit.now));
    if (!session) return signInFirst(visit, token !== undefined);
    const { profile } = session;
    if ((options.acr && session.acr !== options.acr) || !options.allows(profile.roles))
      return signInFirst(visit, false);
    visit.session = {
      sessionId: session.sessionId,
      accountId: session.accountId,
      personId: profile.personId,
      displayName: profile.displayName,
      roles: profile.roles,
      acr: session.acr,
      shared: session.shared,
      endsAt: session.endsAt,
    };
    // The form that logs out is redirected to the provider.
    visit.allowFormAction(config.origins.sso);
    return undefined;
  };
}

function signInFirst(visit: Visit, hadSession: boolean): Response {
  const { req } = visit.context;
  const address = new URL(req.url);
  const to = encodeURIComponent(ownPath(`${address.pathname}${address.search}`));
  if (hadSession) visit.clearCookie('session');
  // What was typed into a form cannot be kept over a sign-in, so the person is told before anything else.
  if (req.method !== 'GET') return visit.redirect(`/session-ended?to=${to}`);
  return visit.redirect(hadSession ? `/login?silent=1&to=${to}` : `/login?to=${to}`);
}
