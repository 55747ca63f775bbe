import type { CodeView, PasskeyAsking } from '#accounts';
import { type Html, html, nothing, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { card, form, page, passkeyPart, supportPhone, withoutPasskeys } from '#web/layout';
import { codeWays } from './code-ways.ts';
import { passkeyNotice } from './password-page.ts';
import { trueAddress } from './services.ts';

/** Asks for one of the account's passkeys after the password, and names the other ways. */
export function passkeyCodePage(
  visit: Visit,
  waiting: WaitingInteraction,
  view: CodeView & { readonly passkey: PasskeyAsking },
  problem: string | undefined,
): Html {
  const { t } = visit;
  const body = html`<p class="small soft">${t('signin.step_two')}</p>
    <h1>${t('signin.passkey_title')}</h1>
    <p class="lead">${t('signin.passkey_lead')}</p>
    ${passkeyNotice(visit, problem)}
    ${card({ body: passkeyForm(visit, waiting, view, view.others.length === 0) })}
    ${card({ title: t('signin.passkey_other'), body: codeWays(visit, waiting, view) })} ${trueAddress(visit)}`;
  return page(visit, {
    title: t('signin.passkey_title'),
    body,
    languageAddress: `/signin/${waiting.uid}/code`,
  });
}

/** The button by itself; nothing when the account has no passkey. `alone`: no other way stands below it. */
export function passkeyForm(
  visit: Visit,
  { uid }: WaitingInteraction,
  { passkey }: CodeView,
  alone = false,
): Html {
  if (!passkey) return nothing;
  const { t } = visit;
  const cannot = alone
    ? html`<p>${t('signin.passkey_cannot_only')}</p>
        <p>${t.html('signin.passkey_cannot_help', { phone: supportPhone(visit) })}</p>`
    : html`<p>${t('signin.passkey_cannot')}</p>`;
  const part = passkeyPart(visit, {
    kind: 'show',
    options: passkey,
    label: t('signin.passkey_use'),
    first: true,
  });
  return form(visit, {
    action: `/signin/${uid}/code`,
    body: html`${part}${withoutPasskeys(cannot)}`,
  });
}
