import { endSession, originOf, useFaceSession } from '#accounts';
import type { Visit } from '#platform';
import { forgetSession } from './forget-browser.ts';
import type { FaceSessionOptions } from './options.ts';

/**
 * POST /logout: ends the session everywhere, here and at the provider, then cleans up there too
 * (OpenID Connect RP-Initiated Logout 1.0; no ID token is kept to hint with).
 */
export async function logOut(options: FaceSessionOptions, visit: Visit): Promise<Response> {
  const { database, keys, config } = options.services;
  const token = visit.cookie('session');
  const session = token ? await useFaceSession(database, keys, options.face, token, visit.now) : undefined;
  if (session) await endSession(database, session.sessionId, 'signed_out', originOf(visit), visit.now);
  forgetSession(visit);
  const address = new URL('/oauth/logout', config.origins.sso);
  address.searchParams.set('client_id', options.clientId);
  address.searchParams.set('post_logout_redirect_uri', `${config.origins[options.face]}/logged-out`);
  if (session?.shared) address.searchParams.set('state', 'shared');
  return visit.redirect(address.href);
}
