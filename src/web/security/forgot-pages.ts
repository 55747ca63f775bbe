import { type AccountServices, enterResetCode, originOf } from '#accounts';
import { type FormFields, type Html, html, type Page, type Visit } from '#platform';
import { helpAddress, page } from '#web/layout';
import { askForm, type AskProblem, askProblem } from './ask-form.ts';
import { askingPages, showSent, tooMany, type Way } from './asking-pages.ts';
import { forgotNumberPage, numberAddress } from './forgot-number.ts';
import { type SentProblem, sentPage } from './forgot-sent-page.ts';
import { carried, carry } from './reset-cookies.ts';
import type { SecurityServices } from './services.ts';

const way: Way<SentProblem> = { purpose: 'password', base: '/forgot-password', startPage, sentPage };

/** Asking for a new password, by mail or for a member without one by SMS (G9). */
export function forgotPages({ accounts }: SecurityServices): readonly Page[] {
  return [
    ...askingPages(accounts, way),
    {
      path: '/forgot-password/code',
      access: 'public',
      get: (visit) => visit.redirect('/forgot-password/sent'),
      post: (visit, sent) => enterCode(accounts, visit, sent),
    },
    forgotNumberPage(accounts),
  ];
}

function startPage(visit: Visit, typed: string, problem: AskProblem | undefined): Html {
  const { t } = visit;
  const body = html`<p class="lead">${t('security.forgot.lead')}</p>
    ${askProblem(visit, problem)} ${askForm(visit, '/forgot-password', typed, problem)} ${withoutEmail(visit)}
    <p><a href="/recovery">${t('security.forgot.lost')}</a></p>
    <p><a href="${helpAddress('forgot-password')}">${t('security.forgot.help')}</a></p>`;
  return page(visit, { title: t('security.forgot.title'), body, languageAddress: '/forgot-password' });
}

/** The day's wait is told before anything is sent, and apart from that of the ladder: whoever can, goes to a known device. */
function withoutEmail({ t, config }: Visit): Html {
  const hours = Math.round(config.RECOVERY_SMS_WAIT_SECONDS / 3600);
  const other = Math.round(config.RECOVERY_WAIT_SECONDS / 3600);
  return html`<p>${t('security.forgot.no_email')}</p>
    <p>${t('security.forgot.no_email_wait', { hours, other })}</p>`;
}

async function enterCode(accounts: AccountServices, visit: Visit, sent: FormFields): Promise<Response> {
  const token = carried(visit, 'reset_request');
  if (!token) return visit.redirect('/forgot-password');
  const code = (sent['code'] ?? '').replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(code)) return showSent(accounts, way, visit, { kind: 'unreadable' }, 422);
  const result = await enterResetCode(accounts, token, code, originOf(visit));
  if (result.ok) {
    if (result.value.kind === 'number') return visit.redirect(numberAddress);
    const { kind, token: next } = result.value;
    carry(visit, kind === 'link' ? 'reset_link' : 'recovery', next);
    visit.clearCookie('reset_request');
    return visit.redirect(kind === 'link' ? '/reset-password' : '/recovery/status');
  }
  const { refusal } = result;
  if (refusal.kind === 'gone') return visit.redirect('/forgot-password');
  if (refusal.kind === 'wrong') return showSent(accounts, way, visit, { kind: 'wrong-code' }, 422);
  const closed = { kind: 'codes-closed', at: refusal.at } as const;
  return showSent(accounts, way, visit, closed, tooMany(visit, refusal));
}
