import { accountById, openVisit } from '#accounts';
import type { Guard, Visit } from '#platform';
import { keepSession, type SecurityServices } from './services.ts';

/**
 * Lets in the holder of an sso session. Everybody else signs in at the portal, which sends the browser back here: a
 * session is opened in one way only.
 */
export function ownerGuard(services: SecurityServices): Guard {
  return async (visit) => {
    await recogniseOwner(services, visit);
    return visit.session ? undefined : signInFirst(visit);
  };
}

/** Sets visit.session when somebody is signed in at the provider in this browser. */
export async function recogniseOwner({ accounts, sso }: SecurityServices, visit: Visit): Promise<void> {
  const session = await sso.sessionOf(visit);
  const profile = session && (await accountById(accounts.database, accounts.keys, session.accountId));
  if (!profile) return;
  keepSession(visit, session);
  await openVisit(accounts.database, visit, session, profile);
  visit.allowFormAction(visit.config.origins.portal);
}

function signInFirst(visit: Visit): Response {
  const address = new URL('/login', visit.config.origins.portal);
  const { pathname } = new URL(visit.context.req.url);
  // A page below another one is about something that may be gone by then: back to the one above.
  const page = pathname.split('/').slice(0, 3).join('/');
  address.searchParams.set('to', page.startsWith('/security') ? page : '/security');
  return visit.redirect(address.href);
}
