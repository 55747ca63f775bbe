import type { Guard, Page, Visit } from '#platform';
import { sessionGuard } from './guard.ts';
import { logOut } from './log-out.ts';
import type { FaceSessionOptions } from './options.ts';
import { loggedOutPage, sessionEndedPage } from './pages.ts';
import { providerClient } from './provider-client.ts';
import { finishSignIn, startSignIn } from './sign-in.ts';

export type { FaceSessionOptions } from './options.ts';

export type FaceSession = {
  /** /login, /callback, /logout (POST), /logged-out, /session-ended. */
  readonly pages: readonly Page[];
  /** Sends a browser without a live session to sign in and back to the page it asked for. */
  readonly guard: Guard;
  /** Whether this browser has a live session that may come in here. */
  readonly isSignedIn: (visit: Visit) => Promise<boolean>;
};

/** A face's own session over the provider: signs in as an ordinary OpenID Connect client and keeps no token. */
export function faceSession(options: FaceSessionOptions): FaceSession {
  const face = { options, provider: providerClient(options) };
  const guard = sessionGuard(options);
  const isSignedIn = async (visit: Visit) =>
    visit.cookie('session') !== undefined && (await guard(visit)) === undefined;
  return {
    pages: [
      { path: '/login', access: 'public', get: (visit) => startSignIn(face, visit) },
      { path: '/callback', access: 'public', get: (visit) => finishSignIn(face, visit) },
      {
        path: '/logout',
        access: 'public',
        get: (visit) => visit.redirect('/'),
        post: (visit) => logOut(options, visit),
      },
      { path: '/logged-out', access: 'public', get: (visit) => loggedOutPage({ isSignedIn }, visit) },
      { path: '/session-ended', access: 'public', get: (visit) => sessionEndedPage({ isSignedIn }, visit) },
    ],
    guard,
    isSignedIn,
  };
}
