import type { Page, Visit } from '#platform';

/** The account's safety lives at the sign-in's own address; who signs in here on the way there is sent on. */
const toSecurity = (visit: Visit) =>
  visit.redirect(`${visit.config.origins.sso}${new URL(visit.context.req.url).pathname}`);

/** Where a message sends whoever wants to stop a change: typed by hand, often at the address that people know. */
export const stopLink: Page = {
  path: '/stop',
  access: 'public',
  get: (visit) => visit.redirect(`${visit.config.origins.sso}/stop`),
};

export const securityLinks: readonly Page[] = ['/security', '/security/:page'].map((path) => ({
  path,
  access: 'member',
  get: toSecurity,
}));

/** The same for what other messages name, and for what people look for where they know the address. */
export const typedLinks: readonly Page[] = ['/alive', '/case', '/ask', '/report-death'].map((path) => ({
  path,
  access: 'public',
  get: (visit) => visit.redirect(`${visit.config.origins.sso}${path}`),
}));
