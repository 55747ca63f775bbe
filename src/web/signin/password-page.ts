import { type Html, html, nothing, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { button, checkbox, field, form, helpAddress, notice, page } from '#web/layout';
import { forgotPassword, trueAddress } from './services.ts';

export type Typed = {
  readonly identifier: string;
  readonly shared?: boolean;
  readonly problem: 'wrong' | 'incomplete' | 'stronger-factor-needed' | undefined;
};

/** Asks for identifier and password. What was typed stays, except the password. */
export function passwordPage(visit: Visit, waiting: WaitingInteraction, typed: Typed): Html {
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
              ${t('signin.stronger_needed')}
              <a href="${helpAddress('authenticator-app')}">${t('layout.help_on_this')}</a>
            </p>`,
          })
        : nothing
    }
    <section class="card">
      ${form(visit, { action: `/signin/${waiting.uid}`, body: fields(visit, typed) })}
      <p class="center"><a href="${forgotPassword}">${t('signin.forgot')}</a></p>
      ${waiting.client.firstParty ? html`<p class="center"><a href="/register">${t('signin.register')}</a></p>` : nothing}
    </section>
    ${waiting.client.firstParty ? nothing : cancelForm(visit, waiting)} ${trueAddress(visit)}`;
  return page(visit, { title: t('signin.title'), body, languageAddress: `/signin/${waiting.uid}` });
}

function fields(visit: Visit, typed: Typed): Html {
  const { t, config } = visit;
  const missing = (text: string, is: boolean) => (is ? text : undefined);
  const incomplete = typed.problem === 'incomplete';
  return html`${field(visit, {
    name: 'identifier',
    label: t('signin.identifier'),
    value: typed.identifier,
    autocomplete: 'username',
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
  ${checkbox({
    name: 'shared',
    label: t('signin.shared'),
    hint: t('signin.shared_hint', {
      minutes: Math.round(config.SHARED_SESSION_IDLE_SECONDS / 60),
      total: Math.round(config.SHARED_SESSION_TOTAL_SECONDS / 60),
    }),
    checked: typed.shared ?? false,
  })}
  ${button({ label: t('signin.submit') })}`;
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

/** The way back to the service that asked, for somebody who does not want to go on. */
export function cancelForm(visit: Visit, { uid, client }: WaitingInteraction): Html {
  const label = visit.t('signin.cancel', { client: client.name });
  return form(visit, { action: `/signin/${uid}/cancel`, body: button({ label, kind: 'link' }) });
}
