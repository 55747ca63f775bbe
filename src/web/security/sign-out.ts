import { endSession, originOf } from '#accounts';
import type { Page } from '#platform';
import { liveSessionOf, type SecurityServices } from './services.ts';

/** POST /security/sign-out: ends the session everywhere; the portal says that it is done. */
export function signOutPage({ accounts }: SecurityServices): Page {
  return {
    path: '/security/sign-out',
    access: 'owner',
    get: (visit) => visit.redirect('/security'),
    post: async (visit) => {
      const { sessionId } = liveSessionOf(visit);
      const ended = await endSession(accounts.database, sessionId, 'signed_out', originOf(visit), visit.now);
      const back = new URL('/logged-out', visit.config.origins.portal);
      if (ended?.shared) back.searchParams.set('state', 'shared');
      return visit.redirect(back.href);
    },
  };
}
