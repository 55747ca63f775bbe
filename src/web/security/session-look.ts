import type { Page } from '#platform';
import { sessionAnswer } from '#web/layout';
import type { SecurityServices } from './services.ts';

/** GET /session: whether this browser's session lives, for the script of an open page; not counted as use. */
export function sessionLookPage({ sso }: SecurityServices): Page {
  return {
    path: '/session',
    access: 'public',
    unrecognised: true,
    get: async (visit) =>
      sessionAnswer(visit, await sso.peekSession(visit), `${visit.config.origins.portal}/logged-out`),
  };
}
