import type { CodeView, SecondFactorMethod } from '#accounts';
import { formatTime, type Html, html, nothing, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { button, card, chain, checkbox, field, form, notice, page } from '#web/layout';
import { codeClosedPage } from './code-closed-page.ts';
import { deliverySteps } from './delivery-steps.ts';
import { helpOnCode, lostFactor, trueAddress } from './services.ts';

export type CodeProblem =
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'expired' | 'unreadable' | 'not-possible' }
  | { readonly kind: 'too-many' | 'send-too-soon' | 'send-too-many'; readonly at: Date };

/** Asks for the code: where it went, what became of it, until when it is valid, and the other ways. */
export function codePage(
  visit: Visit,
  waiting: WaitingInteraction,
  view: CodeView,
  problem: CodeProblem | undefined,
): Html {
  const { t } = visit;
  const closed = problem?.kind === 'too-many' ? problem.at : view.closedUntil;
  if (closed) return codeClosedPage(visit, waiting, closed);
  const said = problem ?? notSentProblem(view);
  const body = html`<p class="small soft">${t('signin.step_two')}</p>
    <h1>${t('signin.code_title')}</h1>
    ${view.notSent ? nothing : html`<p class="lead">${whereItWent(visit, view)}</p>`}
    ${said ? notice({ kind: 'bad', body: html`<p>${problemText(visit, said)}</p>` }) : nothing}
    ${view.notSent ? nothing : codeForm(visit, waiting, view, said === undefined)}
    ${card({ title: t(waysTitle(view)), body: ways(visit, waiting, view) })} ${trueAddress(visit)}`;
  return page(visit, { title: t('signin.code_title'), body, languageAddress: `/signin/${waiting.uid}/code` });
}

/** Why no code was sent at the first look, for instance because another tab has just had one sent. */
function notSentProblem({ notSent }: CodeView): CodeProblem | undefined {
  if (!notSent) return undefined;
  if (notSent.kind === 'not-possible') return { kind: 'not-possible' };
  return { kind: notSent.kind === 'too-soon' ? 'send-too-soon' : 'send-too-many', at: notSent.at };
}

function codeForm(visit: Visit, { uid }: WaitingInteraction, view: CodeView, autofocus: boolean): Html {
  return html`<section class="card">
    ${form(visit, { action: `/signin/${uid}/code`, body: fields(visit, view, autofocus) })}
  </section>`;
}

function waysTitle(view: CodeView): 'signin.code_missing' | 'signin.code_ways' | 'signin.code_other_ways' {
  if (view.sent) return 'signin.code_missing';
  return view.notSent ? 'signin.code_ways' : 'signin.code_other_ways';
}

function whereItWent({ t, config }: Visit, { sent }: CodeView): Html | string {
  if (!sent) return t('signin.code_totp', { brand: config.BRAND_NAME });
  return t.html(`signin.code_sent_${sent.channel}`, {
    to: html`<strong class="nowrap">${sent.to}</strong>`,
  });
}

function problemText({ t }: Visit, problem: CodeProblem): Html | string {
  if (problem.kind === 'wrong')
    return problem.triesLeft > 0
      ? t('signin.code_wrong', { tries: problem.triesLeft })
      : t('signin.code_wrong_last');
  if (!('at' in problem)) return t(`signin.code_${problem.kind}`);
  return t.html(`signin.code_${problem.kind}`, {
    time: html`<strong class="nowrap">${formatTime(problem.at, t.language, 'WIB', true)}</strong>`,
  });
}

function fields(visit: Visit, view: CodeView, autofocus: boolean): Html {
  const { t, config } = visit;
  return html`${field(visit, {
    name: 'code',
    label: t('signin.code'),
    hint: view.sent
      ? t('signin.code_hint', { time: formatTime(view.sent.validUntil, t.language) })
      : t('signin.code_hint_totp'),
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    maxlength: 11,
    big: true,
    autofocus,
  })}
  ${
    view.mayRememberBrowser
      ? checkbox({
          name: 'remember',
          label: t('signin.remember', { days: config.REMEMBERED_BROWSER_DAYS }),
          hint: t('signin.remember_hint'),
        })
      : nothing
  }
  ${button({ label: t('signin.continue') })}`;
}

function ways(visit: Visit, waiting: WaitingInteraction, view: CodeView): Html {
  const { t } = visit;
  const { uid } = waiting;
  return html`${view.sent ? sendAgain(visit, uid, view, view.sent) : nothing}
    ${view.notSent ? sendLater(visit, uid, view, view.notSent) : nothing}
    ${view.others.map((other) => sendForm(visit, uid, other.method, otherWay(visit, other)))}
    <p><a href="${lostFactor}">${t('signin.code_lost')}</a></p>
    <p><a href="${helpOnCode}">${t('signin.code_help')}</a></p>
    <p><a href="/signin/${uid}?other=1">${t('signin.other_account')}</a></p>`;
}

function sendAgain(visit: Visit, uid: string, view: CodeView, sent: NonNullable<CodeView['sent']>): Html {
  const { t } = visit;
  const waits = sent.sendAgainAt > visit.now;
  return html`${chain(deliverySteps(visit, sent))}
    <p class="small"><a href="/signin/${uid}/code">${t('signin.code_refresh')}</a></p>
    ${sendForm(visit, uid, view.method, t('signin.code_again'), waits ? sent.sendAgainAt : undefined)}
    ${
      waits
        ? html`<p class="small soft">
            ${t.html('signin.code_again_at', {
              time: html`<span class="nowrap"
                >${formatTime(sent.sendAgainAt, t.language, 'WIB', true)}</span
              >`,
            })}
          </p>`
        : nothing
    }`;
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
