import { type AttemptState, attemptState } from '#accounts';
import type { Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { type SignInServices, uidOf } from './services.ts';

export type SignInPage = 'password' | 'code' | 'number' | 'new-password' | 'reset-due' | 'consent';

/** Which page belongs to a state of the journey. A finished sign-in has none: it goes back to the waiting client. */
const pages: Readonly<Record<AttemptState, SignInPage | 'finish'>> = {
  none: 'password',
  'second-factor': 'code',
  'stale-number': 'number',
  'new-password': 'new-password',
  'reset-due': 'reset-due',
  done: 'finish',
  // Somebody who comes back after the session was opened begins again.
  taken: 'password',
};

const addresses: Readonly<Record<SignInPage, (uid: string) => string>> = {
  password: (uid) => `/signin/${uid}`,
  code: (uid) => `/signin/${uid}/code`,
  number: (uid) => `/signin/${uid}/number`,
  'new-password': (uid) => `/signin/${uid}/new-password`,
  'reset-due': (uid) => `/signin/${uid}/reset-due`,
  consent: (uid) => `/signin/${uid}/consent`,
};

export const addressOf = (page: SignInPage, uid: string): string => addresses[page](uid);

/** Leads a person to what belongs to the state that their sign-in has reached. */
export function leadTo(services: SignInServices, visit: Visit, state: AttemptState): Promise<Response> {
  const page = pages[state];
  const uid = uidOf(visit);
  return page === 'finish'
    ? services.sso.finish(visit, uid)
    : Promise.resolve(visit.redirect(addressOf(page, uid)));
}

/** Leads a person who opens a page out of turn to the one that is due; undefined when this is it. */
export async function outOfTurn(
  services: SignInServices,
  visit: Visit,
  { prompt }: WaitingInteraction,
  here: SignInPage,
): Promise<Response | undefined> {
  const uid = uidOf(visit);
  if (prompt === 'consent') return here === 'consent' ? undefined : visit.redirect(addressOf('consent', uid));
  const state = await attemptState(services.accounts, uid);
  return pages[state] === here ? undefined : leadTo(services, visit, state);
}
