import { originOf, signIn } from '#accounts';
import type { FormFields, Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { closedPage } from './closed-page.ts';
import { enterPasskey, passkeyButton, passkeyInstead } from './passkey.ts';
import { enterRegistered } from './registered.ts';
import { passwordPage, type Typed } from './password-page.ts';
import { type SignInServices, waitingOf } from './services.ts';
import { addressOf, leadTo, outOfTurn } from './steps.ts';
import { waitPage } from './wait-page.ts';

const longestIdentifier = 254;

/** GET /signin/:uid: asks who and for the password, or leads to the step that the person has reached. */
export async function showPasswordPage(services: SignInServices, visit: Visit): Promise<Response> {
  const waiting = await waitingOf(services, visit);
  if (!waiting) return services.sso.startAgain(visit);
  // The way back for somebody who stands at another's second factor.
  const anew = waiting.prompt === 'login' && visit.context.req.query('other') === '1';
  const elsewhere = anew
    ? undefined
    : ((await outOfTurn(services, visit, waiting, 'password')) ??
      (await enterRegistered(services, visit, waiting)));
  return (
    elsewhere ?? show(services, visit, waiting, { identifier: waiting.loginHint ?? '', problem: undefined })
  );
}

async function show(
  services: SignInServices,
  visit: Visit,
  waiting: WaitingInteraction,
  typed: Typed,
): Promise<Response> {
  // A passkey that was just refused is not offered again by itself.
  const autofill = !typed.problem?.startsWith('passkey-');
  const byPasskey = await passkeyButton(services, visit, waiting, autofill);
  return visit.html(passwordPage(visit, waiting, typed, byPasskey), typed.problem === undefined ? 200 : 422);
}

/** POST /signin/:uid: identifier and password, or a passkey. */
export async function enterPassword(
  services: SignInServices,
  visit: Visit,
  form: FormFields,
): Promise<Response> {
  const waiting = await waitingOf(services, visit);
  if (!waiting) return services.sso.startAgain(visit);
  // A password may be typed in any state of the journey, but not where only consent is asked for.
  if (waiting.prompt === 'consent') return visit.redirect(addressOf('consent', waiting.uid));
  const identifier = (form['identifier'] ?? '').trim().slice(0, longestIdentifier);
  const password = form['password'] ?? '';
  const shared = form['shared'] === 'on';
  const again = (problem: Typed['problem']) =>
    show(services, visit, waiting, { identifier, shared, problem });
  const { passkey: answer } = form;
  if (answer !== undefined) {
    const shown = await enterPasskey(services, visit, waiting, { answer, shared });
    return shown.ok ? leadTo(services, visit, shown.value.step) : again(`passkey-${shown.refusal}`);
  }
  if (identifier === '' || password === '') return again('incomplete');
  const result = await signIn(services.accounts, {
    interactionUid: waiting.uid,
    identifier,
    password,
    shared,
    rememberedBrowser: visit.cookie('remembered'),
    acrNeeded: waiting.acrNeeded,
    origin: originOf(visit),
  });
  if (result.ok) return leadTo(services, visit, result.value.step);
  const { refusal } = result;
  if (refusal.kind === 'frozen') return again(refusal.death ? 'frozen-death' : 'frozen-other');
  if (refusal.kind !== 'closed' && refusal.kind !== 'wait') return again(refusal.kind);
  const seconds = Math.ceil((refusal.until.getTime() - visit.now.getTime()) / 1000);
  visit.context.header('Retry-After', String(Math.max(1, seconds)));
  const instead = await passkeyInstead(services, visit, waiting, shared);
  const page =
    refusal.kind === 'wait'
      ? waitPage(visit, waiting, refusal, instead)
      : closedPage(visit, waiting, refusal, instead);
  return visit.html(page, 429);
}
