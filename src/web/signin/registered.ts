import { claimCookie, enteringCookie, signInRegistered } from '#accounts';
import type { Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import type { SignInServices } from './services.ts';
import { leadTo } from './steps.ts';

/** From the end of a registration in this browser, whose owner pressed the button there: signed in, once; otherwise undefined. */
export async function enterRegistered(
  services: SignInServices,
  visit: Visit,
  { uid, client, prompt, acrNeeded }: WaitingInteraction,
): Promise<Response | undefined> {
  const how = visit.cookie(enteringCookie);
  const token = visit.cookie(claimCookie);
  if (how === undefined || token === undefined || prompt !== 'login' || !client.firstParty) return undefined;
  visit.clearCookie(enteringCookie);
  const state = await signInRegistered(services.accounts, {
    interactionUid: uid,
    token,
    shared: how === 'shared',
    acrNeeded,
  });
  if (state === undefined) return undefined;
  visit.clearCookie(claimCookie);
  return leadTo(services, visit, state);
}
