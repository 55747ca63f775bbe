import type { Page } from '#platform';
import { confirmPage } from './confirm.ts';
import { overviewPage } from './overview.ts';
import type { SecurityServices } from './services.ts';
import { signOutPage } from './sign-out.ts';

/** The pages of the sso face on which a signed-in person keeps the account safe. */
export function securityPages(services: SecurityServices): readonly Page[] {
  return [overviewPage(services), confirmPage(services), signOutPage(services)];
}
