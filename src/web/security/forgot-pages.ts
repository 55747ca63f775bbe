import { type AskRefusal, askAgain, askForReset, enterResetCode, originOf, resetView } from '#accounts';
import type { FormFields, Page, Visit } from '#platform';
import { forgotPage } from './forgot-page.ts';
import { sentPage } from './forgot-sent-page.ts';
import { carried, carry } from './reset-cookies.ts';
import type { SecurityServices } from './services.ts';

const longestIdentifier = 254;

/** Asking for a new password: the same pages for everybody, whoever is known and whoever is not (G9). */
export function forgotPages({ accounts }: SecurityServices): readonly Page[] {
  return [
    {
      path: '/forgot-password',
      access: 'public',
      get: (visit) => visit.html(forgotPage(visit, undefined, undefined)),
      post: (visit, sent) => ask({ accounts }, visit, sent),
    },
    { path: '/forgot-password/sent', access: 'public', get: (visit) => showSent({ accounts }, visit) },
    {
      path: '/forgot-password/again',
      access: 'public',
      get: (visit) => visit.redirect('/forgot-password/sent'),
      post: (visit) => again({ accounts }, visit),
    },
    {
      path: '/forgot-password/code',
      access: 'public',
      get: (visit) => visit.redirect('/forgot-password/sent'),
      post: (visit, sent) => enterCode({ accounts }, visit, sent),
    },
  ];
}

type Services = Pick<SecurityServices, 'accounts'>;

async function ask({ accounts }: Services, visit: Visit, sent: FormFields): Promise<Response> {
  const typed = (sent['identifier'] ?? '').trim().slice(0, longestIdentifier);
  if (typed === '') return visit.html(forgotPage(visit, '', { kind: 'missing' }), 422);
  const asked = await askForReset(accounts, typed, 'password', originOf(visit));
  if (!asked.ok) return visit.html(forgotPage(visit, typed, asked.refusal), tooMany(visit, asked.refusal));
  carry(visit, 'reset_request', asked.value.token);
  return visit.redirect('/forgot-password/sent');
}

async function showSent(
  { accounts }: Services,
  visit: Visit,
  problem?: Parameters<typeof sentPage>[2],
  status = 200,
): Promise<Response> {
  const token = carried(visit, 'reset_request');
  const view = token && (await resetView(accounts, token));
  if (!view || view.purpose !== 'password') return visit.redirect('/forgot-password');
  return visit.html(sentPage(visit, view, problem), status);
}

async function again(services: Services, visit: Visit): Promise<Response> {
  const token = carried(visit, 'reset_request');
  if (!token) return visit.redirect('/forgot-password');
  const asked = await askAgain(services.accounts, token, originOf(visit));
  if (asked.ok) return visit.redirect('/forgot-password/sent');
  if (asked.refusal.kind === 'gone') return visit.redirect('/forgot-password');
  return showSent(services, visit, asked.refusal, tooMany(visit, asked.refusal));
}

async function enterCode(services: Services, visit: Visit, sent: FormFields): Promise<Response> {
  const token = carried(visit, 'reset_request');
  if (!token) return visit.redirect('/forgot-password');
  const code = (sent['code'] ?? '').replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(code)) return showSent(services, visit, { kind: 'unreadable' }, 422);
  const entered = { code, device: visit.cookie('device'), origin: originOf(visit) };
  const result = await enterResetCode(services.accounts, token, entered);
  if (result.ok) {
    const { kind, token: next } = result.value;
    carry(visit, kind === 'link' ? 'reset_link' : 'recovery', next);
    visit.clearCookie('reset_request');
    return visit.redirect(kind === 'link' ? '/reset-password' : '/recovery/status');
  }
  const { refusal } = result;
  if (refusal.kind === 'gone') return visit.redirect('/forgot-password');
  if (refusal.kind === 'wrong') return showSent(services, visit, { kind: 'wrong-code' }, 422);
  return showSent(
    services,
    visit,
    { kind: 'codes-closed', at: refusal.at },
    tooMany(visit, { kind: 'too-many', at: refusal.at }),
  );
}

/** The status of a refused request, with the header that says when it may be made. */
export function tooMany(visit: Visit, { at }: AskRefusal): number {
  const seconds = Math.ceil((at.getTime() - visit.now.getTime()) / 1000);
  visit.context.header('Retry-After', String(Math.max(1, seconds)));
  return 429;
}
