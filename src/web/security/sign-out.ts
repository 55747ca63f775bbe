import { endSession, originOf } from '#accounts';
import type { Page } from '#platform';
import { liveSessionOf, type SecurityServices } from './services.ts';

/**
 * POST /security/sign-out: ends the session everywhere. The provider closes the other services and clears this browser, as
 * after logging out at the portal, whose page says what became of it.
 */
export function signOutPage({ accounts }: SecurityServices): Page {
  return {
    path: '/security/sign-out',
    access: 'owner',
    get: (visit) => visit.redirect('/security'),
    post: async (visit) => {
      const { sessionId } = liveSessionOf(visit);
      const ended = await endSession(accounts.database, sessionId, 'signed_out', originOf(visit), visit.now);
      const { origins } = visit.config;
      const address = new URL('/oauth/logout', origins.sso);
      address.searchParams.set('client_id', 'portal');
      address.searchParams.set('post_logout_redirect_uri', `${origins.portal}/logged-out`);
      if (ended?.shared) address.searchParams.set('state', 'shared');
      return visit.redirect(address.href);
    },
  };
}
