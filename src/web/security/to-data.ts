import type { Page } from '#platform';

/** Where a message sends whoever wants to keep the account: typed by hand, perhaps at this address. The page is the portal's. */
export const keepLink: Page = {
  path: '/data/keep',
  access: 'public',
  get: (visit) => visit.redirect(`${visit.config.origins.portal}/data/keep`),
};

/** The same for whoever wants to stop a merging of two records. */
export const mergingStopLink: Page = {
  path: '/merging/stop',
  access: 'public',
  get: (visit) => visit.redirect(`${visit.config.origins.portal}/merging/stop`),
};
