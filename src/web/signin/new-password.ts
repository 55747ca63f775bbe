import { chooseAtSignIn, type MustChange, newPasswordReason, originOf } from '#accounts';
import { type FormFields, type Html, html, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { helpAddress, newPasswordForm, type NewPasswordProblem, notice, page } from '#web/layout';
import { type SignInServices, trueAddress, uidOf, waitingOf } from './services.ts';
import { addressOf, leadTo, outOfTurn } from './steps.ts';

/** GET /signin/:uid/new-password: why the password may not be kept, and the form for another. */
export function showNewPassword(services: SignInServices, visit: Visit): Promise<Response> {
  return answer(services, visit, undefined, 200);
}

/** POST /signin/:uid/new-password: the sign-in goes on with the new password only. */
export async function chooseNewPassword(
  services: SignInServices,
  visit: Visit,
  form: FormFields,
): Promise<Response> {
  const typed = { password: form['password'] ?? '', repeat: form['repeat'] ?? '' };
  const result = await chooseAtSignIn(services.accounts, uidOf(visit), typed, originOf(visit));
  if (result.ok) return leadTo(services, visit, result.value);
  return result.refusal.kind === 'nothing-waits'
    ? answer(services, visit, undefined, 200)
    : answer(services, visit, result.refusal, 422);
}

async function answer(
  services: SignInServices,
  visit: Visit,
  problem: NewPasswordProblem | undefined,
  status: number,
): Promise<Response> {
  const waiting = await waitingOf(services, visit);
  if (!waiting) return services.sso.startAgain(visit);
  const elsewhere = await outOfTurn(services, visit, waiting, 'new-password');
  if (elsewhere) return elsewhere;
  const reason = await newPasswordReason(services.accounts, waiting.uid);
  return reason
    ? visit.html(newPasswordPage(visit, waiting, reason, problem), status)
    : visit.redirect(addressOf('password', waiting.uid));
}

function newPasswordPage(
  visit: Visit,
  { uid }: WaitingInteraction,
  reason: MustChange,
  problem: NewPasswordProblem | undefined,
): Html {
  const { t } = visit;
  const address = addressOf('new-password', uid);
  const body = html`${notice({
      kind: 'warn',
      body: html`<p>${t(`signin.new_password_${reason}`)}</p>
        <p>${t('signin.new_password_lead')}</p>`,
    })}
    ${newPasswordForm(visit, { action: address, submit: t('signin.new_password_submit'), problem })}
    <p><a href="${helpAddress('choose-password')}">${t('layout.help_on_this')}</a></p>
    <p><a href="/signin/${uid}?other=1">${t('signin.other_account')}</a></p>
    ${trueAddress(visit)}`;
  return page(visit, { title: t('signin.new_password_title'), body, languageAddress: address });
}
