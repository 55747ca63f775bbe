import type { AskRefusal } from '#accounts';
import { formatTime, type Html, html, nothing, type Visit } from '#platform';
import { button, card, field, form, notice, page } from '#web/layout';

export type AskProblem = AskRefusal | { readonly kind: 'missing' };

/** Asks by what the account is known. */
export function forgotPage(visit: Visit, typed: string | undefined, problem: AskProblem | undefined): Html {
  const { t } = visit;
  const body = html`<p class="lead">${t('security.forgot.lead')}</p>
    ${problem ? askProblem(visit, problem) : nothing}
    ${card({
      body: form(visit, { action: '/forgot-password', body: identifierFields(visit, typed, problem) }),
    })}
    <p>${t('security.forgot.no_email')}</p>
    <p><a href="/recovery">${t('security.forgot.lost')}</a></p>
    <p><a href="/help#forgot-password">${t('security.forgot.help')}</a></p>`;
  return page(visit, { title: t('security.forgot.title'), body, languageAddress: '/forgot-password' });
}

/** The field that asks who, for a new password and for another second factor alike. */
export function identifierFields(
  visit: Visit,
  typed: string | undefined,
  problem: AskProblem | undefined,
): Html {
  const { t } = visit;
  return html`${field(visit, {
    name: 'identifier',
    label: t('security.forgot.identifier'),
    hint: t('security.forgot.identifier_hint'),
    value: typed ?? '',
    autocomplete: 'username',
    maxlength: 254,
    autofocus: problem === undefined,
    error: problem?.kind === 'missing' ? t('signin.identifier_missing') : undefined,
  })}
  ${button({ label: t('security.forgot.submit') })}`;
}

export function askProblem({ t }: Visit, problem: AskProblem): Html {
  if (problem.kind === 'missing') return nothing;
  const time = html`<strong class="nowrap"
    >${formatTime(problem.at, t.language, 'WIB', problem.kind === 'too-soon')}</strong
  >`;
  const key = problem.kind === 'too-soon' ? 'security.forgot.too_soon' : 'security.forgot.too_many';
  return notice({ kind: 'bad', body: html`<p>${t.html(key, { time })}</p>` });
}
