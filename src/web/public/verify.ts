import { doNotKeep, type FormFields, type Page, type Visit } from '#platform';
import { type CheckAnswer, checkProof, type StatementServices } from '#statements';
import { verifyPage } from './verify-page.ts';

const cookie = 'statement_code';
const cookieSeconds = 600;
const longestCode = 60;

/**
 * "Is this statement as it was issued?", for a bank or a landlord who holds the paper. A code that was scanned from it goes
 * out of the address at once; nothing is looked up before the button is pressed, so that a preview of the address is no look.
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
    { path: '/verify.json', access: 'machine', receive: (visit, body) => receive(services, visit, body) },
  ];
}

async function check(services: StatementServices, visit: Visit, sent: FormFields): Promise<Response> {
  const typed = (sent['code'] ?? '').slice(0, longestCode);
  visit.clearCookie(cookie);
  const answer = await checkProof(services, typed, visit.address);
  const status = { good: 200, not_good: 200, mistyped: 422, too_many: 429 }[answer.kind];
  return visit.html(verifyPage(visit, { typed: answer.kind === 'good' ? '' : typed, answer }), status);
}

/**
 * POST /verify.json with `{"code": "…"}`: 200 with what the paper says, 404 `{"good": false}`, 422 for a code in which a
 * character is wrong, 429 with `Retry-After`. Amounts are whole rupiah as text, or absent when the member does not show them.
 */
async function receive(services: StatementServices, visit: Visit, body: string): Promise<Response> {
  const answer = await checkProof(services, codeIn(body), visit.address);
  if (answer.kind === 'too_many') {
    const seconds = Math.max(1, Math.ceil((answer.until.getTime() - visit.now.getTime()) / 1000));
    visit.context.header('Retry-After', String(seconds));
    return json(visit, 429, { good: false, error: 'too_many' });
  }
  if (answer.kind === 'mistyped') return json(visit, 422, { good: false, error: 'mistyped' });
  return answer.kind === 'good' ? json(visit, 200, asJson(visit, answer)) : json(visit, 404, { good: false });
}

function codeIn(body: string): string {
  try {
    const sent: unknown = JSON.parse(body);
    const code = typeof sent === 'object' && sent !== null && 'code' in sent ? sent.code : '';
    return typeof code === 'string' ? code.slice(0, longestCode) : '';
  } catch {
    return '';
  }
}

function asJson(visit: Visit, { checked }: CheckAnswer & { kind: 'good' }) {
  const { amounts, issuedAt, expiresAt, ...facts } = checked;
  return {
    good: true,
    ...(visit.config.DEMO ? { example: true } : {}),
    issuedAt: issuedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...facts,
    ...(amounts
      ? { amounts: Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, String(value)])) }
      : {}),
  };
}

function json(visit: Visit, status: 200 | 404 | 422 | 429, body: object): Response {
  return visit.context.json(body, status, {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
}
