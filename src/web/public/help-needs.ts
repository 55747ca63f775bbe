import type { HelpTopic } from '#web/layout';

/** The topics by what somebody is in need of, in the order in which they stand on the page; each topic stands in one. */
export const helpNeeds = {
  sign_in: ['sign-in', 'identifier', 'forgot-password', 'password-closed', 'register', 'member-number'],
  code: ['code-not-arriving', 'wrong-code', 'authenticator-app', 'passkeys', 'recovery-codes'],
  lost: ['lost-phone', 'lost-email', 'recovery-wait', 'change-contact'],
  safe: [
    'not-me',
    'message-check',
    'phishing',
    'choose-password',
    'sessions',
    'shared-device',
    'public-wifi',
    'activity-proof',
  ],
  record: [
    'contributions-missing',
    'employer-arrears',
    'balance',
    'benefits',
    'heirs',
    'wrong-details',
    'unknown-movement',
    'exit-not-reported',
    'pay-own-bill',
    'my-data',
    'delete-account',
    'correct-data',
  ],
  employer: [
    'employer-filing',
    'employer-columns',
    'employer-bad-rows',
    'employer-corrections',
    'employer-bills',
    'employer-clerks',
  ],
  site: [
    'site-not-loading',
    'connection',
    'clear-cookies',
    'update-browser',
    'session-ended',
    'form-problem',
    'page-not-found',
    'service-busy',
    'not-allowed',
    'other-service',
  ],
  person: ['member-died', 'contact', 'support-case'],
} as const satisfies Record<string, readonly HelpTopic[]>;
export type HelpNeed = keyof typeof helpNeeds;

/** Places on the first help page by which links of long ago name a topic, such as `#code`. */
export const formerAnchors: Readonly<Partial<Record<HelpTopic, string>>> = {
  'sign-in': 'sign-in',
  'forgot-password': 'forgot-password',
  'code-not-arriving': 'code',
  'password-closed': 'closed',
  'shared-device': 'shared-computer',
  'not-me': 'not-me',
  phishing: 'safe',
  contact: 'contact',
};
