import {
  attemptState,
  codeView,
  isOnlyMailboxLeft,
  originOf,
  readTypedCode,
  secondFactorMethods,
  sendCode,
  verifyCode,
  verifyPasskey,
} from '#accounts';
import type { FormFields, Visit } from '#platform';
import { type CodeProblem, codePage, sendProblem } from './code-page.ts';
import { mailboxOnlyPage } from './mailbox-only-page.ts';
import { type SignInServices, uidOf, waitingOf } from './services.ts';
import { addressOf, leadTo, outOfTurn } from './steps.ts';

/** GET /signin/:uid/code: where the code went and what became of it. The first look sends the first code. */
export async function showCodePage(services: SignInServices, visit: Visit): Promise<Response> {
  return answerWithPage(services, visit, undefined, 200);
}

async function answerWithPage(
  services: SignInServices,
  visit: Visit,
  problem: CodeProblem | undefined,
  status: number,
): Promise<Response> {
  const uid = uidOf(visit);
  const waiting = await waitingOf(services, visit);
  if (!waiting) return services.sso.startAgain(visit);
  const view =
    waiting.prompt === 'login' ? await codeView(services.accounts, uid, originOf(visit)) : undefined;
  if (!view && (await isOnlyMailboxLeft(services.accounts, uid)))
    return visit.html(mailboxOnlyPage(visit, waiting));
  if (!view)
    return (
      (await outOfTurn(services, visit, waiting, 'code')) ??
      // It waits for a second factor that the account has lost meanwhile: begin anew.
      visit.redirect(`${addressOf('password', uid)}?other=1`)
    );
  return visit.html(codePage(visit, waiting, view, problem), status);
}

/** POST /signin/:uid/code: six digits, a recovery code, or a passkey. Spaces and hyphens do not matter. */
export async function enterCode(services: SignInServices, visit: Visit, form: FormFields): Promise<Response> {
  const uid = uidOf(visit);
  const { code = '', passkey } = form;
  if (passkey !== undefined) return enterPasskey(services, visit, passkey);
  if (!readTypedCode(code)) return answerWithPage(services, visit, { kind: 'unreadable' }, 422);
  const remember = form['remember'] === 'on';
  const result = await verifyCode(services.accounts, uid, code, { remember, origin: originOf(visit) });
  if (!result.ok) return refusedCode(services, visit, result.refusal);
  const { rememberToken } = result.value;
  if (rememberToken !== undefined)
    visit.setCookie('remembered', rememberToken, {
      maxAgeSeconds: visit.config.REMEMBERED_BROWSER_DAYS * 86_400,
    });
  return leadTo(services, visit, result.value.step);
}

async function enterPasskey(services: SignInServices, visit: Visit, answer: string): Promise<Response> {
  const interactionUid = uidOf(visit);
  const result = await verifyPasskey(services.accounts, { interactionUid, answer, origin: originOf(visit) });
  if (result.ok) return leadTo(services, visit, result.value.step);
  if (result.refusal !== 'nothing-waits')
    return answerWithPage(services, visit, { kind: `passkey-${result.refusal}` }, 422);
  return leadTo(services, visit, await attemptState(services.accounts, interactionUid));
}

async function refusedCode(
  services: SignInServices,
  visit: Visit,
  refusal: Exclude<Awaited<ReturnType<typeof verifyCode>>, { ok: true }>['refusal'],
): Promise<Response> {
  if (refusal.kind !== 'nothing-waits')
    return answerWithPage(services, visit, refusal, refusal.kind === 'too-many' ? 429 : 422);
  return leadTo(services, visit, await attemptState(services.accounts, uidOf(visit)));
}

/** POST /signin/:uid/code/send: once more, or by another way. */
export async function sendCodeAgain(
  services: SignInServices,
  visit: Visit,
  form: FormFields,
): Promise<Response> {
  const uid = uidOf(visit);
  const method = secondFactorMethods.find((known) => known === form['method']);
  if (!method) return visit.redirect(addressOf('code', uid));
  const result = await sendCode(services.accounts, uid, method, originOf(visit));
  if (result.ok) return visit.redirect(addressOf('code', uid));
  const { refusal } = result;
  const status = refusal.kind === 'not-possible' ? 422 : 429;
  return answerWithPage(services, visit, sendProblem(refusal), status);
}
