import { askForPasskey, originOf, signInByPasskey } from '#accounts';
import { type Html, html, nothing, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { form, passkeyPart } from '#web/layout';
import type { SignInServices } from './services.ts';

/** The button below the sign-in form, and what the browser offers in the field; for everybody the same. */
export async function passkeyButton(
  { accounts }: SignInServices,
  visit: Visit,
  { uid }: WaitingInteraction,
  autofill: boolean,
): Promise<Html> {
  const options = await askForPasskey(accounts, { kind: 'sign-in', interactionUid: uid });
  return passkeyPart(visit, { kind: 'show', options, label: visit.t('signin.passkey'), autofill });
}

/** On a page that closes the password: a way in that no password limit closes. */
export async function passkeyInstead(
  { accounts }: SignInServices,
  visit: Visit,
  { uid }: WaitingInteraction,
  shared: boolean,
): Promise<Html> {
  const { t } = visit;
  const options = await askForPasskey(accounts, { kind: 'sign-in', interactionUid: uid });
  const part = passkeyPart(visit, {
    kind: 'show',
    options,
    label: t('signin.passkey'),
    about: t('signin.passkey_open'),
    card: true,
  });
  const kept = shared ? html`<input type="hidden" name="shared" value="on" />` : nothing;
  return form(visit, { action: `/signin/${uid}`, body: html`${kept}${part}` });
}

/** A passkey alone. */
export function enterPasskey(
  { accounts }: SignInServices,
  visit: Visit,
  { uid, acrNeeded }: WaitingInteraction,
  { answer, shared }: { readonly answer: string; readonly shared: boolean },
) {
  return signInByPasskey(accounts, {
    interactionUid: uid,
    answer,
    shared,
    acrNeeded,
    origin: originOf(visit),
  });
}
