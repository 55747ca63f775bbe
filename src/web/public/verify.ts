import { doNotKeep, type FormFields, type Page, type Visit } from '#platform';
import { checkProof, type StatementServices } from '#statements';
import { longestCode, verifyJson } from './verify-json.ts';
import { verifyPage } from './verify-page.ts';

const cookie = 'statement_code';
const cookieSeconds = 600;

/**
 * "Is this statement as it was issued?", for a bank or a landlord who holds the paper. A code that is scanned from it never
 * reaches a server in an address; on papers of before it did, and goes out of the address at once. Nothing is looked up before the button is pressed, so that a preview of the address is no look.
 */
export function verifyPages(services: StatementServices): Page[] {
  return [
    {
      path: '/verify',
      access: 'public',
      get: (visit) => visit.html(verifyPage(visit, { typed: visit.cookie(cookie) ?? '' })),
      // Neither the code nor what was answered is kept.
      post: async (visit, sent) => doNotKeep(await check(services, visit, sent)),
    },
    {
      path: '/verify/:code',
      access: 'public',
      unrecognised: true,
      get: (visit) => {
        const code = (visit.context.req.param('code') ?? '').slice(0, longestCode);
        if (/^[\w-]+$/.test(code)) visit.setCookie(cookie, code, { maxAgeSeconds: cookieSeconds });
        return visit.redirect('/verify');
      },
    },
    { path: '/verify.json', access: 'machine', receive: (visit, body) => verifyJson(services, visit, body) },
  ];
}

async function check(services: StatementServices, visit: Visit, sent: FormFields): Promise<Response> {
  const typed = (sent['code'] ?? '').slice(0, longestCode);
  visit.clearCookie(cookie);
  const answer = await checkProof(services, typed, visit.address);
  const status = { good: 200, not_good: 200, mistyped: 422, too_many: 429 }[answer.kind];
  return visit.html(verifyPage(visit, { typed: answer.kind === 'good' ? '' : typed, answer }), status);
}
