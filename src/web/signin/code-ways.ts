import type { CodeView, SecondFactorMethod } from '#accounts';
import { formatTime, type Html, html, nothing, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { button, chain, deliverySteps, form, helpAddress, livePart, notice } from '#web/layout';
import { lostFactor } from './services.ts';

/** What became of the message, the next way when it is late or lost, and all other ways. With JavaScript it keeps itself up to date. */
export function codeWays(visit: Visit, { uid }: WaitingInteraction, view: CodeView): Html {
  const { t } = visit;
  const { sent, notSent } = view;
  const others = view.others.filter(({ method }) => method !== view.next);
  const body = html`${sent ? html`${chain(deliverySteps(visit, sent))}${refreshLink(visit, uid)}` : nothing}
  ${nextOffer(visit, uid, view)} ${sent ? sendAgain(visit, uid, view, sent) : nothing}
  ${notSent ? sendLater(visit, uid, view, notSent) : nothing}
  ${others.map((other) => sendForm(visit, uid, other.method, otherWay(visit, other)))}`;
  return html`${livePart({ body, state: stateOf(view), says: saysOf(visit, view), settled: isSettled(view) })}
    <p>
      <a href="${lostFactor}">${t(view.method === 'passkey' ? 'signin.passkey_lost' : 'signin.code_lost')}</a>
    </p>
    <p>
      <a href="${helpAddress(view.method === 'passkey' ? 'passkeys' : 'code-not-arriving')}"
        >${t(view.method === 'passkey' ? 'signin.passkey_help' : 'signin.code_help')}</a
      >
    </p>
    <p><a href="/signin/${uid}?other=1">${t('signin.other_account')}</a></p>`;
}

function stateOf({ sent, next }: CodeView): string {
  return [sent?.delivery?.state, sent?.delivery?.messageId, next].join('/');
}

/** Nothing more will change by itself. */
function isSettled({ sent, next }: CodeView): boolean {
  const state = sent?.delivery?.state;
  return !sent || (next !== undefined && state !== 'queued' && state !== 'accepted');
}

/** What a screen reader says when this part has changed. */
function saysOf(visit: Visit, { sent, next }: CodeView): string {
  const reached = sent ? deliverySteps(visit, sent).filter(({ state }) => state !== 'open') : [];
  return [reached.at(-1)?.label, next && visit.t('signin.code_late')].filter(Boolean).join('. ');
}

function refreshLink({ t }: Visit, uid: string): Html {
  return html`<p class="small"><a href="/signin/${uid}/code">${t('signin.code_refresh')}</a></p>`;
}

function nextOffer(visit: Visit, uid: string, view: CodeView): Html {
  const next = view.others.find(({ method }) => method === view.next);
  if (!next || !view.sent) return next ? sendForm(visit, uid, next.method, otherWay(visit, next)) : nothing;
  return notice({
    kind: 'warn',
    body: html`<p>${visit.t('signin.code_late')}</p>
      ${sendForm(visit, uid, next.method, otherWay(visit, next))}`,
  });
}

function sendAgain(visit: Visit, uid: string, view: CodeView, sent: NonNullable<CodeView['sent']>): Html {
  const { t } = visit;
  const waits = sent.sendAgainAt > visit.now;
  const time = html`<span class="nowrap">${formatTime(sent.sendAgainAt, t.language, 'WIB', true)}</span>`;
  return html`${sendForm(visit, uid, view.method, t('signin.code_again'), waits ? sent.sendAgainAt : undefined)}
  ${waits ? html`<p class="small soft">${t.html('signin.code_again_at', { time })}</p>` : nothing}`;
}

function sendLater(
  visit: Visit,
  uid: string,
  { method }: CodeView,
  notSent: NonNullable<CodeView['notSent']>,
): Html {
  const at = notSent.kind === 'not-possible' ? undefined : notSent.at;
  return sendForm(visit, uid, method, visit.t('signin.code_again'), at);
}

function otherWay({ t }: Visit, other: CodeView['others'][number]): string {
  // A masked number or address stays on one line, so its hyphens and spaces do not break.
  const to = (other.to ?? '').replaceAll('-', '\u2011').replaceAll(' ', '\u00a0');
  return t(`signin.code_by_${other.method}`, { to });
}

function sendForm(
  visit: Visit,
  uid: string,
  method: SecondFactorMethod,
  label: string,
  countdownTo?: Date,
): Html {
  return form(visit, {
    action: `/signin/${uid}/code/send`,
    body: html`<input type="hidden" name="method" value="${method}" />
      ${button({ label, kind: 'secondary', ...(countdownTo ? { countdownTo } : {}) })}`,
  });
}
