import { originOf, signIn } from '#accounts';
import type { FormFields, Visit } from '#platform';
import { closedPage } from './closed-page.ts';
import { passwordPage } from './password-page.ts';
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
  const elsewhere = anew ? undefined : await outOfTurn(services, visit, waiting, 'password');
  return (
    elsewhere ??
    visit.html(passwordPage(visit, waiting, { identifier: waiting.loginHint ?? '', problem: undefined }))
  );
}

/** POST /signin/:uid. */
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
  if (identifier === '' || password === '')
    return visit.html(passwordPage(visit, waiting, { identifier, shared, problem: 'incomplete' }), 422);
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
  if (refusal.kind !== 'closed' && refusal.kind !== 'wait')
    return visit.html(passwordPage(visit, waiting, { identifier, shared, problem: refusal.kind }), 422);
  const seconds = Math.ceil((refusal.until.getTime() - visit.now.getTime()) / 1000);
  visit.context.header('Retry-After', String(Math.max(1, seconds)));
  const page =
    refusal.kind === 'wait' ? waitPage(visit, waiting, refusal) : closedPage(visit, waiting, refusal);
  return visit.html(page, 429);
}
