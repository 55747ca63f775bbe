import type { Page, Visit } from '#platform';

/** The account's safety lives at the sign-in's own address; who signs in here on the way there is sent on. */
const toSecurity = (visit: Visit) =>
  visit.redirect(`${visit.config.origins.sso}${new URL(visit.context.req.url).pathname}`);

export const securityLinks: readonly Page[] = ['/security', '/security/:page'].map((path) => ({
  path,
  access: 'member',
  get: toSecurity,
}));
