import { seal, unseal, type Visit } from '#platform';

/** What a face remembers of a sign-in that it sent to the provider, sealed in a cookie of this browser. */
export type WaitingSignIn = {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The path to come back to. */
  readonly to: string;
  /** Asked without showing anything (prompt=none), after a session had ended. */
  readonly silent: boolean;
  /** The second try in a row; a third would be a circle. */
  readonly again: boolean;
};

const lifeSeconds = 900;

/** One cookie per sign-in, so that several tabs do not disturb each other; beyond `most` the oldest go. */
const prefix = 'waiting_';
const most = 16;
const cookieOf = (state: string) => `${prefix}${state.slice(0, 8)}`;
export const waitingCookies = (visit: Visit) => visit.cookieNames(prefix);
const placeOf = (visit: Visit, state: string) => `session/${visit.site}/${state}`;

export function remember(visit: Visit, waiting: WaitingSignIn): void {
  for (const name of waitingCookies(visit).slice(0, 1 - most)) visit.clearCookie(name);
  const sealed = seal(visit.keys, 'cookie', placeOf(visit, waiting.state), JSON.stringify(waiting));
  visit.setCookie(cookieOf(waiting.state), sealed.toString('base64url'), { maxAgeSeconds: lifeSeconds });
}

/** The sign-in that this answer belongs to, once; undefined when this browser sent none. */
export function take(visit: Visit, state: string): WaitingSignIn | undefined {
  if (!/^[0-9a-f]{32}$/.test(state)) return undefined;
  const cookie = visit.cookie(cookieOf(state));
  if (!cookie) return undefined;
  try {
    const plain = unseal(visit.keys, 'cookie', placeOf(visit, state), Buffer.from(cookie, 'base64url'));
    visit.clearCookie(cookieOf(state));
    return JSON.parse(plain.toString()) as WaitingSignIn;
  } catch {
    return undefined;
  }
}
