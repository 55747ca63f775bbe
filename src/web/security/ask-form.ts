import type { AskRefusal, ResetView } from '#accounts';
import { formatTime, type Html, html, nothing, type Visit } from '#platform';
import { button, card, field, form, helpAddress, notice } from '#web/layout';

export type AskProblem = AskRefusal | { readonly kind: 'missing' };

/** Asks by what the account is known; `action` says what for. */
export function askForm(visit: Visit, action: string, typed: string, problem: AskProblem | undefined): Html {
  const { t } = visit;
  const fields = html`${field(visit, {
    name: 'identifier',
    label: t('security.forgot.identifier'),
    hint: t('security.forgot.identifier_hint'),
    value: typed,
    autocomplete: 'username',
    maxlength: 254,
    autofocus: problem === undefined && action === '/forgot-password',
    error: problem?.kind === 'missing' ? t('signin.identifier_missing') : undefined,
  })}
  ${button({ label: t('security.forgot.submit') })}`;
  return card({ body: form(visit, { action, body: fields }) });
}

export function askProblem({ t }: Visit, problem: AskProblem | undefined): Html {
  if (!problem || problem.kind === 'missing') return nothing;
  const time = html`<strong class="nowrap"
    >${formatTime(problem.at, t.language, 'WIB', problem.kind === 'too-soon')}</strong
  >`;
  const key = problem.kind === 'too-soon' ? 'security.forgot.too_soon' : 'security.forgot.too_many';
  const help = html`<a href="${helpAddress('forgot-password')}">${t('layout.help_on_this')}</a>`;
  return notice({ kind: 'bad', body: html`<p>${t.html(key, { time })} ${help}</p>` });
}

/** When it was asked, what an e-mail address has said to our message, and where to look. */
export function whatHappened(visit: Visit, view: ResetView): Html {
  const { t, config } = visit;
  const time = html`<strong class="nowrap">${formatTime(view.askedAt, t.language, 'WIB', true)}</strong>`;
  return html`${notice({
    kind: 'info',
    body: html`<p>${t.html('security.sent.asked', { time })}</p>`,
  })}
  ${view.delivery ? deliveryNotice(visit, view.delivery) : nothing}
  ${card({
    body: html`<ol>
      <li>${t('security.sent.step_mail')}</li>
      <li>${t('security.sent.step_spam')}</li>
      <li>${t('security.sent.step_link', { minutes: Math.round(config.RESET_LINK_SECONDS / 60) })}</li>
    </ol>`,
  })}`;
}

/** Of an e-mail address that was typed: an address that no account has gets a mail too, so its fate tells nothing. */
function deliveryNotice({ t }: Visit, delivery: NonNullable<ResetView['delivery']>): Html {
  const at = delivery.failedAt ?? delivery.deliveredAt ?? delivery.acceptedAt;
  const said = (kind: 'info' | 'ok' | 'warn', text: string) =>
    notice({ kind, standing: true, body: html`<p>${text}</p>` });
  if (!at) return said('info', t('security.sent.mail_queued'));
  const time = formatTime(at, t.language);
  return delivery.failedAt
    ? said('warn', t('security.sent.mail_failed', { time }))
    : said('ok', t('security.sent.mail_accepted', { time }));
}

/** The button that sends once more; with JavaScript it counts down to the instant from which it may. */
export function againForm(visit: Visit, action: string, { sendAgainAt }: ResetView): Html {
  const { t, now } = visit;
  const label = t('security.sent.again');
  if (sendAgainAt <= now) return form(visit, { action, body: button({ label, kind: 'secondary' }) });
  const time = formatTime(sendAgainAt, t.language, 'WIB', true);
  return html`${form(visit, {
      action,
      body: button({ label, kind: 'secondary', countdownTo: sendAgainAt }),
    })}
    <p class="small soft">
      ${t.html('signin.code_again_at', { time: html`<span class="nowrap">${time}</span>` })}
    </p>`;
}
