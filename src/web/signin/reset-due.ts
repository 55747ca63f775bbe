import { type MustChange, newPasswordReason } from '#accounts';
import { type Html, html, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { card, helpAddress, linkButton, notice, page, supportPhone } from '#web/layout';
import { forgotPassword, type SignInServices, trueAddress, waitingOf } from './services.ts';
import { addressOf, outOfTurn } from './steps.ts';

/**
 * GET /signin/:uid/reset-due: the password was right, but its owner said that somebody else had it, or it is a leaked
 * one on an unknown device, and nothing else shows who types it now. A new one comes by the mailbox or the phone, where whoever stole the password cannot follow.
 */
export async function showResetDue(services: SignInServices, visit: Visit): Promise<Response> {
  const waiting = await waitingOf(services, visit);
  if (!waiting) return services.sso.startAgain(visit);
  const elsewhere = await outOfTurn(services, visit, waiting, 'reset-due');
  if (elsewhere) return elsewhere;
  const reason = await newPasswordReason(services.accounts, waiting.uid, 'reset-due');
  return visit.html(resetDuePage(visit, waiting, reason ?? 'not_me'), 200);
}

function resetDuePage(visit: Visit, { uid }: WaitingInteraction, reason: MustChange): Html {
  const { t } = visit;
  const body = html`${notice({ kind: 'warn', body: html`<p>${t(reason === 'breached' ? 'signin.reset_due_breached' : 'signin.reset_due')}</p>` })}
    ${card({
      title: t('signin.closed_reset'),
      body: html`<p>${t('signin.reset_due_text')}</p>
        ${linkButton({ href: forgotPassword, label: t('signin.closed_reset_action') })}`,
    })}
    ${card({
      title: t('signin.closed_support'),
      body: html`<p>${supportPhone(visit)}</p>
        <p>${t('signin.closed_support_text')}</p>`,
    })}
    <p>
      <a href="${helpAddress(reason === 'breached' ? 'choose-password' : 'not-me')}"
        >${t('layout.help_on_this')}</a
      >
    </p>
    <p><a href="/signin/${uid}?other=1">${t('signin.other_account')}</a></p>
    ${trueAddress(visit)}`;
  return page(visit, {
    title: t('signin.reset_due_title'),
    body,
    languageAddress: addressOf('reset-due', uid),
  });
}
