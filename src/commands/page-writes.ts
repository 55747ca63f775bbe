import type { Page, Visit } from '#platform';
import type { Writes } from '#web/public';

/**
 * What the POST of each page does, so that read-only mode knows what to refuse. A page that does not stand here counts
 * as writing records and is refused; tests/read-only.test.ts wants every one to stand here, and a reason for each that
 * goes on.
 */
export const pageWrites: Readonly<Record<string, Writes>> = {
  // Signing in and out. The steps at a sign-in are among it: nobody gets in past them.
  'console /logout': 'allowed',
  'portal /logout': 'allowed',
  'sso /security/confirm': 'allowed',
  'sso /security/sign-out': 'allowed',
  'sso /register/done': 'allowed',
  'sso /signin/:uid': 'allowed',
  'sso /signin/:uid/cancel': 'allowed',
  'sso /signin/:uid/code': 'allowed',
  'sso /signin/:uid/code/send': 'allowed',
  'sso /signin/:uid/consent': 'allowed',
  'sso /signin/:uid/new-password': 'allowed',
  'sso /signin/:uid/number': 'allowed',
  // Whoever is being robbed cannot wait: ending sessions, "this was not me", stopping a change or a recovery.
  'sso /recovery/stop': 'allowed',
  'sso /security/recovery': 'allowed',
  'sso /security/not-me': 'allowed',
  'sso /security/sessions': 'allowed',
  'sso /stop': 'allowed',
  'portal /data/keep': 'allowed',
  // Reading that is asked for with a POST, so that nothing stands in an address.
  'portal /details': 'allowed',
  'portal /message-check': 'allowed',
  'sso /message-check': 'allowed',
  'sso /case': 'allowed',
  'sso /proof': 'allowed',
  // Officers look, so that they can tell a caller what is going on; what they looked at is recorded all the same.
  'console /look/:caseId': 'allowed',
  'console /look/:caseId/explain': 'allowed',
  'console /search': 'allowed',
  'console /search/:searchId': 'allowed',
  // Operators end what they began.
  'console /operations/notices/:id': 'allowed',
  'console /operations/notices/new': 'allowed',
  'console /operations/read-only': 'allowed',
  // What changes an account or opens one.
  'sso /forgot-password': 'site',
  'sso /forgot-password/again': 'site',
  'sso /forgot-password/code': 'site',
  'sso /forgot-password/number': 'site',
  'sso /recovery': 'site',
  'sso /recovery/again': 'site',
  'sso /recovery/case': 'site',
  'sso /recovery/code': 'site',
  'sso /recovery/contact': 'site',
  'sso /recovery/desk': 'site',
  'sso /recovery/give-up': 'site',
  'sso /recovery/password': 'site',
  'sso /recovery/slip': 'site',
  'sso /recovery/start': 'site',
  'sso /recovery/start-case': 'site',
  'sso /register': 'site',
  'sso /register/code': 'site',
  'sso /register/code/send': 'site',
  'sso /register/contact': 'site',
  'sso /register/contact/code': 'site',
  'sso /register/contact/code/change': 'site',
  'sso /register/contact/code/send': 'site',
  'sso /register/contact/enough': 'site',
  'sso /register/contact/keep': 'site',
  'sso /register/password': 'site',
  'sso /reset-password': 'site',
  'portal /data/consents': 'site',
  'portal /data/delete': 'site',
  'portal /data/export': 'site',
  'portal /data/limit': 'site',
  'console /approvals/:proposalId': 'site',
  'console /cases/:caseId': 'site',
  'console /data/:requestId': 'site',
  'console /desk/:caseId': 'site',
  'sso /ask': 'site',
  'sso /case/read': 'site',
  'sso /officer': 'site',
  'sso /security/cases/:id': 'site',
  'sso /security/check-up': 'site',
  'sso /security/contacts': 'site',
  'sso /security/contacts/:change': 'site',
  'sso /security/factors/app': 'site',
  'sso /security/factors/first/:id': 'site',
  'sso /security/factors/off/:id': 'site',
  'sso /security/factors/on/:method/:contact': 'site',
  'sso /security/factors/passkeys/:id': 'site',
  'sso /security/factors/passkeys/:id/remove': 'site',
  'sso /security/factors/passkeys/add': 'site',
  'sso /security/factors/recovery': 'site',
  'sso /security/factors/send/:method/:contact': 'site',
  'sso /security/password': 'site',
};

export function writesOf(visit: Pick<Visit, 'site'>, page: Pick<Page, 'path'>): Writes {
  return pageWrites[`${visit.site} ${page.path}`] ?? 'records';
}
