import type { ErrorCode } from '#kernel';

/** Every topic of the help pages, by the name that stands in its address. Its texts are help/<topic>.<language>.md. */
export const helpTopics = [
  'sign-in',
  'identifier',
  'forgot-password',
  'password-closed',
  'register',
  'member-number',
  'code-not-arriving',
  'wrong-code',
  'authenticator-app',
  'passkeys',
  'recovery-codes',
  'lost-phone',
  'lost-email',
  'recovery-wait',
  'choose-password',
  'change-contact',
  'sessions',
  'not-me',
  'message-check',
  'phishing',
  'public-wifi',
  'shared-device',
  'session-ended',
  'site-not-loading',
  'clear-cookies',
  'connection',
  'update-browser',
  'form-problem',
  'page-not-found',
  'service-busy',
  'not-allowed',
  'other-service',
  'contributions-missing',
  'balance',
  'benefits',
  'heirs',
  'employer-arrears',
  'wrong-details',
  'my-data',
  'delete-account',
  'support-case',
  'activity-proof',
  'contact',
] as const;
export type HelpTopic = (typeof helpTopics)[number];

export function helpAddress(topic: HelpTopic): string {
  return `/help/${topic}`;
}

/** Which topic answers each error of the catalogue; its page links to it. */
export const errorHelp: Readonly<Record<ErrorCode, HelpTopic>> = {
  not_found: 'page-not-found',
  method_not_allowed: 'page-not-found',
  form_expired: 'form-problem',
  form_from_elsewhere: 'form-problem',
  form_unreadable: 'form-problem',
  body_too_large: 'form-problem',
  wrong_host: 'page-not-found',
  not_allowed: 'not-allowed',
  session_ended: 'session-ended',
  sign_in_expired: 'session-ended',
  sign_in_refused: 'other-service',
  busy: 'service-busy',
  unavailable: 'service-busy',
  read_only: 'service-busy',
  still_working: 'form-problem',
  too_many_requests: 'service-busy',
  bug: 'service-busy',
};
