import type { Visit } from '#platform';
import { type CheckAnswer, checkProof, type StatementServices } from '#statements';

export const longestCode = 60;

/**
 * POST /verify.json with `{"code": "…"}`: 200 with what the paper says, 404 `{"good": false}`, 422 for a code in which a
 * character is wrong, 429 with `Retry-After`. Amounts are whole rupiah as text, or absent when the member does not show them.
 */
export async function verifyJson(services: StatementServices, visit: Visit, body: string): Promise<Response> {
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
