import { attemptState, originOf, signIn } from '#accounts';
import type { FormFields, Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { closedPage } from './closed-page.ts';
import { passwordPage } from './password-page.ts';
import { type SignInServices, waitingOf } from './services.ts';

const longestIdentifier = 254;

/** GET /signin/:uid: asks who and for the password, or leads to the step that the person has reached. */
export async function showPasswordPage(services: SignInServices, visit: Visit): Promise<Response> {
  const waiting = await waitingOf(services, visit);
  if (!waiting) return services.sso.startAgain(visit);
  const elsewhere = await furtherStep(services, visit, waiting);
  return (
    elsewhere ??
    visit.html(passwordPage(visit, waiting, { identifier: waiting.loginHint ?? '', problem: undefined }))
  );
}

/** `?other=1` is the way back for somebody who stands at another's second factor. */
async function furtherStep(
  services: SignInServices,
  visit: Visit,
  { uid, prompt }: WaitingInteraction,
): Promise<Response | undefined> {
  if (prompt === 'consent') return visit.redirect(`/signin/${uid}/consent`);
  if (visit.context.req.query('other') === '1') return undefined;
  const state = await attemptState(services.accounts, uid);
  if (state === 'second-factor') return visit.redirect(`/signin/${uid}/code`);
  return state === 'done' ? services.sso.finish(visit, uid) : undefined;
}

/** POST /signin/:uid. */
export async function enterPassword(
  services: SignInServices,
  visit: Visit,
  form: FormFields,
): Promise<Response> {
  const waiting = await waitingOf(services, visit);
  if (!waiting) return services.sso.startAgain(visit);
  if (waiting.prompt === 'consent') return visit.redirect(`/signin/${waiting.uid}/consent`);
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
  if (result.ok)
    return result.value.step === 'done'
      ? services.sso.finish(visit, waiting.uid)
      : visit.redirect(`/signin/${waiting.uid}/code`);
  if (result.refusal.kind !== 'closed')
    return visit.html(
      passwordPage(visit, waiting, { identifier, shared, problem: result.refusal.kind }),
      422,
    );
  const seconds = Math.ceil((result.refusal.until.getTime() - visit.now.getTime()) / 1000);
  visit.context.header('Retry-After', String(Math.max(1, seconds)));
  return visit.html(closedPage(visit, waiting, result.refusal), 429);
}
