import {
  type AccountServices,
  finishRecovery,
  originOf,
  type RecoveryView,
  recoveryByToken,
  sendRecoveryCode,
  stopRecovery,
  takeWaitedReset,
} from '#accounts';
import type { FormFields, Page, Visit } from '#platform';
import { tooMany } from './asking-pages.ts';
import { statusPage, type StatusProblem } from './recovery-status-page.ts';
import { carried, carry } from './reset-cookies.ts';
import type { SecurityServices } from './services.ts';

const address = '/recovery/status';

/** The time line for the browser that began the recovery, and what it may do there: finish it, or give it up. */
export function recoveryStatusPages({ accounts }: SecurityServices): readonly Page[] {
  const posting = (
    path: string,
    post: (visit: Visit, token: string, sent: FormFields) => Promise<Response>,
  ): Page => ({
    path,
    access: 'public',
    get: (visit) => visit.redirect(address),
    post: async (visit, sent) => {
      const token = carried(visit, 'recovery');
      return token ? post(visit, token, sent) : visit.redirect('/recovery');
    },
  });
  return [
    { path: address, access: 'public', get: (visit) => show(accounts, visit, undefined) },
    posting('/recovery/contact', (visit, token, sent) => sendCode(accounts, visit, token, sent)),
    posting('/recovery/code', (visit, token, sent) => enterCode(accounts, visit, token, sent)),
    posting('/recovery/password', async (visit, token) => {
      const link = await takeWaitedReset(accounts, token, originOf(visit));
      if (link === undefined) return visit.redirect(address);
      carry(visit, 'reset_link', link);
      return visit.redirect('/reset-password');
    }),
    posting('/recovery/give-up', async (visit, token) => {
      const view = await recoveryByToken(accounts, token);
      if (view) await stopRecovery(accounts, view.recoveryId, originOf(visit), 'unknown');
      return visit.redirect(address);
    }),
  ];
}

async function show(
  accounts: AccountServices,
  visit: Visit,
  problem: StatusProblem | undefined,
  status = 200,
): Promise<Response> {
  const view = await viewOf(accounts, visit);
  return view
    ? visit.html(statusPage(visit, view, problem), status)
    : visit.redirect('/recovery?running=none');
}

async function viewOf(accounts: AccountServices, visit: Visit): Promise<RecoveryView | undefined> {
  const token = carried(visit, 'recovery');
  return token === undefined ? undefined : recoveryByToken(accounts, token);
}

async function sendCode(
  accounts: AccountServices,
  visit: Visit,
  token: string,
  sent: FormFields,
): Promise<Response> {
  const typed = (sent['address'] ?? '').trim().slice(0, 254);
  const result = await sendRecoveryCode(accounts, token, typed, originOf(visit));
  if (result.ok) return visit.redirect(address);
  const { refusal } = result;
  if (refusal.kind === 'not-ready') return visit.redirect(address);
  return 'at' in refusal
    ? show(accounts, visit, { kind: refusal.kind, at: refusal.at }, tooMany(visit, refusal))
    : show(accounts, visit, { kind: refusal.kind }, 422);
}

async function enterCode(
  accounts: AccountServices,
  visit: Visit,
  token: string,
  sent: FormFields,
): Promise<Response> {
  const code = (sent['code'] ?? '').replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(code)) return show(accounts, visit, { kind: 'code-unreadable' }, 422);
  const result = await finishRecovery(accounts, token, code, originOf(visit));
  if (result.ok) {
    visit.clearCookie('remembered');
    return visit.redirect(address);
  }
  const { refusal } = result;
  if (refusal.kind === 'not-ready') return visit.redirect(address);
  return 'at' in refusal
    ? show(accounts, visit, { kind: 'codes-closed', at: refusal.at }, tooMany(visit, refusal))
    : show(accounts, visit, { kind: 'code-wrong' }, 422);
}
