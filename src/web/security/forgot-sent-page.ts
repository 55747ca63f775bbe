import type { ResetView } from '#accounts';
import { formatTime, type Html, html, nothing, type Visit } from '#platform';
import { badge, button, card, field, form, notice, page, supportPhone } from '#web/layout';
import { type AskProblem, askProblem } from './forgot-page.ts';

export type SentProblem =
  | AskProblem
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'codes-closed'; readonly at: Date };

/** What happened and when, where to look, what to do if nothing comes: the same words for everybody. */
export function sentPage(visit: Visit, view: ResetView, problem: SentProblem | undefined): Html {
  const { t } = visit;
  const body = html`<h1>${t('security.sent.title')}</h1>
    ${problem ? sentProblem(visit, problem) : nothing} ${whatHappened(visit, view)}
    ${card({ title: t('security.sent.code_title'), body: codeForm(visit) })}
    ${card({ title: t('security.sent.nothing_title'), body: nothingCame(visit, view) })}`;
  return page(visit, {
    title: t('security.sent.title'),
    body,
    languageAddress: '/forgot-password/sent',
  });
}

/** When it was asked, and what an e-mail address has said to our message. */
export function whatHappened(visit: Visit, view: ResetView): Html {
  const { t, config } = visit;
  const time = html`<strong class="nowrap">${formatTime(view.askedAt, t.language, 'WIB', true)}</strong>`;
  return html`${notice({
      kind: 'info',
      body: html`<p>${t.html('security.sent.asked', { time })}</p>`,
    })}
    ${view.delivery ? html`<p>${deliveryBadge(visit, view.delivery)}</p>` : nothing}
    <ol class="steps">
      <li>${t('security.sent.step_mail')}</li>
      <li>${t('security.sent.step_spam')}</li>
      <li>${t('security.sent.step_link', { minutes: Math.round(config.RESET_LINK_SECONDS / 60) })}</li>
    </ol>`;
}

/** Of an e-mail address that was typed: an address that no account has gets a mail too, so its fate tells nothing. */
function deliveryBadge({ t }: Visit, delivery: NonNullable<ResetView['delivery']>): Html {
  if (delivery.state === 'queued') return badge('quiet', t('security.sent.mail_queued'));
  const at = delivery.failedAt ?? delivery.deliveredAt ?? delivery.acceptedAt ?? delivery.queuedAt;
  const time = formatTime(at, t.language);
  if (delivery.failedAt) return badge('bad', t('security.sent.mail_failed', { time }));
  return badge('ok', t('security.sent.mail_accepted', { time }));
}

function sentProblem(visit: Visit, problem: SentProblem): Html {
  const { t } = visit;
  if (problem.kind === 'wrong-code' || problem.kind === 'unreadable') {
    const key = problem.kind === 'unreadable' ? 'security.sent.code_unreadable' : 'security.sent.code_wrong';
    return notice({ kind: 'bad', body: html`<p>${t(key)}</p>` });
  }
  if (problem.kind !== 'codes-closed') return askProblem(visit, problem);
  const time = html`<strong class="nowrap">${formatTime(problem.at, t.language)}</strong>`;
  return notice({ kind: 'bad', body: html`<p>${t.html('security.sent.codes_closed', { time })}</p>` });
}

function codeForm(visit: Visit): Html {
  const { t } = visit;
  return html`<p>${t('security.sent.code_text')}</p>
    ${form(visit, {
      action: '/forgot-password/code',
      body: html`${field(visit, {
        name: 'code',
        label: t('security.sent.code'),
        autocomplete: 'one-time-code',
        inputmode: 'numeric',
        maxlength: 11,
        big: true,
      })}
      ${button({ label: t('signin.continue'), kind: 'secondary' })}`,
    })}`;
}

function nothingCame(visit: Visit, view: ResetView): Html {
  const { t } = visit;
  return html`<p>${t('security.sent.nothing_text')}</p>
    ${againForm(visit, '/forgot-password/again', view)}
    <p><a href="/forgot-password">${t('security.sent.other')}</a></p>
    <p><a href="/recovery">${t('security.forgot.lost')}</a></p>
    <p>${t.html('security.sent.support', { phone: supportPhone(visit) })}</p>`;
}

/** The button that sends once more; with JavaScript it counts down to the instant from which it may. */
export function againForm(visit: Visit, action: string, { sendAgainAt }: ResetView): Html {
  const { t, now } = visit;
  const waits = sendAgainAt > now;
  return html`${form(visit, {
    action,
    body: button({
      label: t('security.sent.again'),
      kind: 'secondary',
      ...(waits ? { countdownTo: sendAgainAt } : {}),
    }),
  })}
  ${
    waits
      ? html`<p class="small soft">
          ${t.html('signin.code_again_at', {
            time: html`<span class="nowrap">${formatTime(sendAgainAt, t.language, 'WIB', true)}</span>`,
          })}
        </p>`
      : nothing
  }`;
}
