import type { PasskeyRefusal } from '#accounts';
import { type Html, html, type MessageKey, nothing, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { button, field, form, helpAddress, notice, page, sharedChoice } from '#web/layout';
import { frozenNotice } from './frozen-notice.ts';
import { forgotPassword, trueAddress } from './services.ts';

export type Typed = {
  readonly identifier: string;
  readonly shared?: boolean;
  readonly problem:
    | 'wrong'
    | 'incomplete'
    | 'stronger-factor-needed'
    | 'frozen-death'
    | 'frozen-other'
    | PasskeyProblem
    | undefined;
};
export type PasskeyProblem = `passkey-${PasskeyRefusal}`;

/** Asks for identifier and password, or for a passkey. What was typed stays, except the password. */
export function passwordPage(visit: Visit, waiting: WaitingInteraction, typed: Typed, byPasskey: Html): Html {
  const { t } = visit;
  const body = html`<p class="lead">
      ${waiting.client.firstParty ? t('signin.lead') : t('signin.lead_client', { client: waiting.client.name })}
    </p>
    ${typed.problem === 'wrong' ? wrongNotice(visit) : nothing}
    ${
      typed.problem === 'stronger-factor-needed'
        ? notice({
            kind: 'bad',
            body: html`<p>
                ${t(waiting.acrNeeded === '2' ? 'signin.stronger_needed' : 'signin.stronger_needed_any')}
              </p>
              <p>
                <a href="/security/factors">${t('signin.stronger_turn_on')}</a> ·
                <a href="${helpAddress('authenticator-app')}">${t('layout.help_on_this')}</a>
              </p>`,
          })
        : nothing
    }
    ${passkeyNotice(visit, typed.problem)}
    ${typed.problem === 'frozen-death' || typed.problem === 'frozen-other' ? frozenNotice(visit, typed.problem) : nothing}
    <section class="card">
      ${form(visit, { action: `/signin/${waiting.uid}`, body: fields(visit, typed) })}
      <p class="center"><a href="${forgotPassword}">${t('signin.forgot')}</a></p>
      ${byPasskey}
      ${waiting.client.firstParty ? html`<p class="center links"><a href="/register">${t('signin.register')}</a></p>` : nothing}
    </section>
    ${waiting.client.firstParty ? nothing : cancelForm(visit, waiting)} ${trueAddress(visit)}`;
  return page(visit, { title: t('signin.title'), body, languageAddress: `/signin/${waiting.uid}` });
}

function fields(visit: Visit, typed: Typed): Html {
  const { t } = visit;
  const missing = (text: string, is: boolean) => (is ? text : undefined);
  const incomplete = typed.problem === 'incomplete';
  return html`${field(visit, {
    name: 'identifier',
    label: t('signin.identifier'),
    value: typed.identifier,
    autocomplete: 'username webauthn',
    maxlength: 254,
    autofocus: typed.problem === undefined && typed.identifier === '',
    error: missing(t('signin.identifier_missing'), incomplete && typed.identifier === ''),
  })}
  ${field(visit, {
    name: 'password',
    label: t('signin.password'),
    type: 'password',
    autocomplete: 'current-password',
    autofocus: typed.problem === undefined && typed.identifier !== '',
    error: missing(t('signin.password_missing'), incomplete && typed.identifier !== ''),
  })}
  ${sharedChoice(visit, typed.shared ?? false)} ${button({ label: t('signin.submit') })}`;
}

/** The same words whether the identifier is unknown or the password is wrong. */
function wrongNotice(visit: Visit): Html {
  const { t } = visit;
  return notice({
    kind: 'bad',
    title: t('signin.wrong_title'),
    body: html`<p>
      ${t.html('signin.wrong', { forgot: html`<a href="${forgotPassword}">${t('signin.wrong_reset')}</a>` })}
      <a href="${helpAddress('identifier')}">${t('layout.help_on_this')}</a>
    </p>`,
  });
}

const passkeyProblems: Readonly<Record<PasskeyProblem, MessageKey>> = {
  'passkey-expired': 'signin.passkey_expired',
  'passkey-unknown': 'signin.passkey_unknown',
  'passkey-copied': 'signin.passkey_copied',
  'passkey-frozen': 'signin.passkey_frozen',
};

/** Why a passkey was refused; nothing for any other problem. */
export function passkeyNotice({ t }: Visit, problem: string | undefined): Html {
  const key = passkeyProblems[problem as PasskeyProblem] as MessageKey | undefined;
  if (!key) return nothing;
  const help = html`<a href="${helpAddress(key === 'signin.passkey_frozen' ? 'member-died' : 'passkeys')}"
    >${t('layout.help_on_this')}</a
  >`;
  return notice({ kind: 'bad', body: html`<p>${t(key)} ${help}</p>` });
}

/** The way back to the service that asked, for somebody who does not want to go on. */
export function cancelForm(visit: Visit, { uid, client }: WaitingInteraction): Html {
  const label = visit.t('signin.cancel', { client: client.name });
  return form(visit, { action: `/signin/${uid}/cancel`, body: button({ label, kind: 'link' }) });
}
