import type { AccountServices } from '#accounts';
import { type Html, html, type Visit } from '#platform';
import type { Sso, WaitingInteraction } from '#sso';

export type SignInServices = { readonly accounts: AccountServices; readonly sso: Sso };

/** The uid in the page's address. */
export const uidOf = (visit: Visit): string => visit.context.req.param('uid') ?? '';

/** The interaction that the guard has let in; `undefined` only if it expired between the two looks. */
export function waitingOf({ sso }: SignInServices, visit: Visit): Promise<WaitingInteraction | undefined> {
  return sso.interactionOf(visit, uidOf(visit));
}

/** Where somebody goes on who cannot get a code at all. */
export const lostFactor = '/recovery';
export const forgotPassword = '/forgot-password';

/** How to recognise the true page: its address, and what nobody of ours ever asks. */
export function trueAddress(visit: Visit): Html {
  const { host } = new URL(visit.config.origins.sso);
  return html`<p class="small soft">
    ${visit.t.html('signin.true_address', { address: html`<strong class="nowrap">${host}</strong>` })}
  </p>`;
}
