import type { Page } from '#platform';
import { alivePages } from './alive.ts';
import { activityEntryPages } from './activity-entry.ts';
import { activityPage } from './activity.ts';
import { askLookPage } from './ask-look.ts';
import { casesPages } from './cases.ts';
import { checkUpPage } from './check-up.ts';
import { confirmPage } from './confirm.ts';
import { contactCodePage } from './contact-code.ts';
import { contactsPage } from './contacts.ts';
import { factorPages } from './factor-pages.ts';
import { notMePage } from './not-me.ts';
import { overviewPage } from './overview.ts';
import { sessionsPage } from './sessions.ts';
import { passwordPage } from './password.ts';
import type { SecurityServices } from './services.ts';
import { sessionLookPage } from './session-look.ts';
import { signOutPage } from './sign-out.ts';
import { stopChangePages } from './stop-change.ts';
import { keepLink, mergingStopLink } from './to-data.ts';
import { whoSawPage } from './who-saw.ts';

/** The pages of the sso face on which a signed-in person keeps the account safe. */
export function securityPages(services: SecurityServices): readonly Page[] {
  return [
    overviewPage(services),
    sessionsPage(services),
    activityPage(services),
    ...activityEntryPages(services),
    whoSawPage(services),
    askLookPage(services),
    notMePage(services),
    ...casesPages(services),
    passwordPage(services),
    checkUpPage(services),
    contactsPage(services),
    contactCodePage(services),
    ...factorPages(services),
    ...stopChangePages(services),
    ...alivePages(services),
    keepLink,
    mergingStopLink,
    confirmPage(services),
    signOutPage(services),
    sessionLookPage(services),
  ];
}
