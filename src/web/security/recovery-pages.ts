import type { Page } from '#platform';
import { forgotPages } from './forgot-pages.ts';
import { recoveryAskPages } from './recovery-ask-pages.ts';
import { recoveryDeskPages } from './recovery-desk-pages.ts';
import { recoveryStartPages } from './recovery-start-pages.ts';
import { recoveryStatusPages } from './recovery-status-pages.ts';
import { ownRecoveryPage, recoveryStopPages } from './recovery-stop-pages.ts';
import { resetPages } from './reset-pages.ts';
import type { SecurityServices } from './services.ts';

/** The ways back into an account, for people who are not signed in, and what its owner sees of them. */
export function recoveryPages(services: SecurityServices): readonly Page[] {
  return [
    ...forgotPages(services),
    ...resetPages(services),
    ...recoveryAskPages(services),
    ...recoveryStartPages(services),
    ...recoveryStatusPages(services),
    ...recoveryDeskPages(services),
    ...recoveryStopPages(services),
    ownRecoveryPage(services),
  ];
}
