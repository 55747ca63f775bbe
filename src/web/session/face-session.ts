import type { Guard, Page, Visit } from '#platform';
import { notAllowedPath, recogniseSession, sessionGuard } from './guard.ts';
import { logOut } from './log-out.ts';
import type { FaceSessionOptions } from './options.ts';
import { notAllowedPage } from './not-allowed.ts';
import { loggedOutPage, sessionEndedPage } from './pages.ts';
import { providerClient } from './provider-client.ts';
import { sessionLook } from './session-look.ts';
import { finishSignIn, startSignIn } from './sign-in.ts';

export type { FaceSessionOptions } from './options.ts';

export type FaceSession = {
  /** /login, /callback, /logout (POST), /logged-out, /session-ended, /not-allowed, /session. */
  readonly pages: readonly Page[];
  /** Sends a browser without a live session to sign in and back to the page it asked for. */
  readonly guard: Guard;
  /** Sets visit.session when this browser has a live session here, whether its account may come in or not. */
  readonly recognise: (visit: Visit) => Promise<void>;
};

/** A face's own session over the provider: signs in as an ordinary OpenID Connect client and keeps no token. */
export function faceSession(options: FaceSessionOptions): FaceSession {
  const face = { options, provider: providerClient(options) };
  const guard = sessionGuard(options);
  return {
    pages: [
      { path: '/login', access: 'public', unrecognised: true, get: (visit) => startSignIn(face, visit) },
      { path: '/session', access: 'public', unrecognised: true, get: (visit) => sessionLook(options, visit) },
      { path: '/callback', access: 'public', unrecognised: true, get: (visit) => finishSignIn(face, visit) },
      {
        path: '/logout',
        access: 'public',
        get: (visit) => visit.redirect('/'),
        post: (visit) => logOut(options, visit),
      },
      { path: '/logged-out', access: 'public', get: (visit) => loggedOutPage(options, visit) },
      { path: '/session-ended', access: 'public', get: (visit) => sessionEndedPage(options, visit) },
      { path: notAllowedPath, access: 'public', get: (visit) => notAllowedPage(options, visit) },
    ],
    guard,
    recognise: (visit) => recogniseSession(options, visit),
  };
}
