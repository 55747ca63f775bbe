import { type AccountServices, claimCookie, type ClaimState, type ClaimView, claimView } from '#accounts';
import { formatTime, type Html, html, nothing, type Visit } from '#platform';
import { helpAddress, type HelpTopic, notice } from '#web/layout';

export const paths = {
  identity: '/register',
  code: '/register/code',
  codeSend: '/register/code/send',
  contact: '/register/contact',
  contactKeep: '/register/contact/keep',
  contactEnough: '/register/contact/enough',
  contactCode: '/register/contact/code',
  contactCodeSend: '/register/contact/code/send',
  contactCodeChange: '/register/contact/code/change',
  password: '/register/password',
  done: '/register/done',
} as const;

/** Which page belongs to a state of the journey. */
export const pageOf: Readonly<Record<ClaimState, string>> = {
  none: paths.identity,
  code: paths.code,
  contact: paths.contact,
  'contact-code': paths.contactCode,
  password: paths.password,
  done: paths.done,
  // Signed in: what comes next is another registration.
  entered: paths.identity,
};

export const helpOnRegistering = helpAddress('register');

export const tokenOf = (visit: Visit): string | undefined => visit.cookie(claimCookie);
export const keepToken = (visit: Visit, token: string, seconds: number): void =>
  visit.setCookie(claimCookie, token, { maxAgeSeconds: seconds });

/** Where the person stands, if at this step; otherwise the way to where the person stands. */
export async function atStep(
  services: AccountServices,
  visit: Visit,
  state: ClaimState,
): Promise<
  | { readonly view: ClaimView; readonly elsewhere: undefined }
  | { readonly view: undefined; readonly elsewhere: Response }
> {
  const view = await claimView(services, tokenOf(visit));
  if (view?.state === state) return { view, elsewhere: undefined };
  return { view: undefined, elsewhere: visit.redirect(pageOf[view?.state ?? 'none']) };
}

/** On to the page of the state in which the person stands now. */
export async function leadOn(services: AccountServices, visit: Visit): Promise<Response> {
  const view = await claimView(services, tokenOf(visit));
  return visit.redirect(pageOf[view?.state ?? 'none']);
}

export function stepLine({ t }: Visit, step: 1 | 2 | 3 | 4): Html {
  return html`<p class="small soft">${t('register.step', { step })}</p>`;
}

/** Why a step was refused, with the way to the help that answers it. */
export function wrong({ t }: Visit, body: Html | string | undefined, topic: HelpTopic = 'register'): Html {
  if (body === undefined) return nothing;
  const help = html`<a href="${helpAddress(topic)}">${t('layout.help_on_this')}</a>`;
  return notice({ kind: 'bad', body: html`<p>${body} ${help}</p>` });
}

export function timeOf({ t }: Visit, at: Date, seconds = false): Html {
  return html`<strong class="nowrap">${formatTime(at, t.language, 'WIB', seconds)}</strong>`;
}
