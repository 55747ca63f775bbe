import type { ResetView } from '#accounts';
import { formatTime, type Html, html, type Visit } from '#platform';
import { button, card, field, form, notice, page, supportPhone } from '#web/layout';
import { againForm, type AskProblem, askProblem, whatHappened } from './ask-form.ts';

export type SentProblem =
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'codes-closed'; readonly at: Date };

/** What happened and when, where to look, what to do if nothing comes: the same words for everybody. */
export function sentPage(visit: Visit, view: ResetView, problem: SentProblem | AskProblem | undefined): Html {
  const { t } = visit;
  // Sending again gives no new tries, so the page says so whatever else happened.
  const closed = view.closedUntil && ({ kind: 'codes-closed', at: view.closedUntil } as const);
  const said = closed ?? problem;
  const body = html`${said ? sentProblem(visit, said) : ''} ${whatHappened(visit, view)}
  ${closed ? '' : card({ title: t('security.sent.code_title'), body: codeForm(visit) })}
  ${card({ title: t('security.sent.nothing_title'), body: nothingCame(visit, view) })}`;
  return page(visit, {
    title: t('security.sent.title'),
    body,
    languageAddress: '/forgot-password/sent',
  });
}

function sentProblem(visit: Visit, problem: SentProblem | AskProblem): Html {
  const { t } = visit;
  const bad = (text: Html | string) => notice({ kind: 'bad', body: html`<p>${text}</p>` });
  if (problem.kind === 'unreadable') return bad(t('security.sent.code_unreadable'));
  if (problem.kind === 'wrong-code') return bad(t('security.sent.code_wrong'));
  if (problem.kind !== 'codes-closed') return askProblem(visit, problem);
  const time = html`<strong class="nowrap">${formatTime(problem.at, t.language)}</strong>`;
  return bad(t.html('security.sent.codes_closed', { time }));
}

function codeForm(visit: Visit): Html {
  const { t } = visit;
  return html`<p>${t('security.sent.code_text')}</p>
    ${form(visit, { action: '/forgot-password/code', body: codeFields(visit) })}`;
}

/** Six digits and the button that sends them. */
export function codeFields(visit: Visit): Html {
  const { t } = visit;
  return html`${field(visit, {
    name: 'code',
    label: t('security.sent.code'),
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    maxlength: 11,
    big: true,
  })}
  ${button({ label: t('signin.continue') })}`;
}

function nothingCame(visit: Visit, view: ResetView): Html {
  const { t } = visit;
  return html`<p>${t('security.sent.nothing_text')}</p>
    ${againForm(visit, '/forgot-password/again', view)}
    <p><a href="/forgot-password">${t('security.sent.other')}</a></p>
    <p><a href="/recovery">${t('security.forgot.lost')}</a></p>
    <p>${t.html('security.sent.support', { phone: supportPhone(visit) })}</p>`;
}
