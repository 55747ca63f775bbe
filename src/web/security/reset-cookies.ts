import type { Visit } from '#platform';

/** What a browser without a session carries on its way back in; each is 256 random bits, kept hashed by us. */
type Name =
  | 'reset_request'
  | 'reset_link'
  | 'recovery_link'
  | 'recovery'
  | 'recovery_stop'
  | 'stop'
  | 'alive'
  | 'enrolment';

const hour = 3600;
const lifeSeconds: Readonly<Record<Name, number>> = {
  reset_request: hour / 2,
  reset_link: hour / 2,
  recovery_link: hour / 2,
  // The wait and the time to finish it.
  recovery: 12 * 24 * hour,
  recovery_stop: hour / 2,
  stop: hour / 4,
  alive: hour / 4,
  enrolment: hour / 2,
};

const token = /^[\w-]{43}$/;

export function carry(visit: Visit, name: Name, value: string): void {
  visit.setCookie(name, value, { maxAgeSeconds: lifeSeconds[name] });
}

/** The token in the cookie, if it has the form of one. */
export function carried(visit: Visit, name: Name): string | undefined {
  const value = visit.cookie(name);
  return value !== undefined && token.test(value) ? value : undefined;
}

/**
 * A link from a message: its token goes into a cookie, and the browser at once to the page itself, so that the address
 * bar, the history and a Referer never show it (G17). Nothing is used up: mail scanners open every link.
 */
export function takeFromLink(visit: Visit, name: Name, page: string): Response {
  const { req } = visit.context;
  const sent = req.param('token') ?? req.query('token') ?? '';
  if (token.test(sent)) carry(visit, name, sent);
  else visit.clearCookie(name);
  return visit.redirect(page);
}
