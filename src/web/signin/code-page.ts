import type { CodeView, SendRefusal } from '#accounts';
import { formatTime, type Html, html, type MessageKey, nothing, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { button, card, checkbox, field, form, helpAddress, type HelpTopic, notice, page } from '#web/layout';
import { codeClosedPage } from './code-closed-page.ts';
import { codeWays } from './code-ways.ts';
import { passkeyCodePage, passkeyForm } from './passkey-code-page.ts';
import { type PasskeyProblem, passkeyNotice } from './password-page.ts';
import { trueAddress } from './services.ts';

export type CodeProblem =
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'expired' | 'unreadable' | 'not-possible' }
  | OfPasskey
  | { readonly kind: 'too-many' | 'send-too-soon' | 'send-too-many' | 'way-closed'; readonly at: Date };

type OfPasskey = { readonly kind: PasskeyProblem };

/** Asks for the code: where it went, what became of it, until when it is valid, and the other ways. */
export function codePage(
  visit: Visit,
  waiting: WaitingInteraction,
  view: CodeView,
  problem: CodeProblem | undefined,
): Html {
  const { t } = visit;
  if (view.method === 'passkey' && view.passkey)
    return passkeyCodePage(visit, waiting, { ...view, passkey: view.passkey }, problem?.kind);
  const closed = problem?.kind === 'too-many' ? problem.at : view.closedUntil;
  if (closed) return codeClosedPage(visit, waiting, closed, passkeyForm(visit, waiting, view));
  const said = problem ?? notSentProblem(view);
  const body = html`<p class="small soft">${t('signin.step_two')}</p>
    <h1>${t('signin.code_title')}</h1>
    ${view.notSent ? nothing : html`<p class="lead">${whereItWent(visit, view)}</p>`}
    ${said ? problemNotice(visit, view, said) : nothing}
    ${view.notSent ? nothing : codeForm(visit, waiting, view, said === undefined)}
    ${card({ title: t(waysTitle(view)), body: codeWays(visit, waiting, view) })} ${trueAddress(visit)}`;
  return page(visit, { title: t('signin.code_title'), body, languageAddress: `/signin/${waiting.uid}/code` });
}

/** Why no code was sent at the first look, for instance because another tab has just had one sent. */
function notSentProblem({ notSent }: CodeView): CodeProblem | undefined {
  return notSent && sendProblem(notSent);
}

export function sendProblem(refusal: SendRefusal): CodeProblem {
  if (refusal.kind === 'not-possible' || refusal.kind === 'way-closed') return refusal;
  return { kind: `send-${refusal.kind}`, at: refusal.at };
}

function codeForm(visit: Visit, { uid }: WaitingInteraction, view: CodeView, autofocus: boolean): Html {
  return html`<section class="card">
    ${form(visit, { action: `/signin/${uid}/code`, body: fields(visit, view, autofocus) })}
  </section>`;
}

function waysTitle(view: CodeView): MessageKey {
  if (view.sent) return 'signin.code_missing';
  if (view.notSent) return 'signin.code_ways';
  return view.method === 'recovery' ? 'signin.code_no_recovery' : 'signin.code_other_ways';
}

function whereItWent({ t, config }: Visit, { sent, method }: CodeView): Html | string {
  if (!sent)
    return t(method === 'recovery' ? 'signin.code_recovery' : 'signin.code_totp', {
      brand: config.BRAND_NAME,
    });
  return t.html(`signin.code_sent_${sent.channel}`, {
    to: html`<strong class="nowrap">${sent.to}</strong>`,
  });
}

/** Which topic explains each refusal of a code or of sending one. */
export const codeProblemHelp: Readonly<Record<CodeProblem['kind'], HelpTopic>> = {
  wrong: 'wrong-code',
  expired: 'wrong-code',
  unreadable: 'wrong-code',
  'too-many': 'wrong-code',
  'not-possible': 'code-not-arriving',
  'send-too-soon': 'code-not-arriving',
  'send-too-many': 'code-not-arriving',
  'way-closed': 'code-not-arriving',
  'passkey-expired': 'passkeys',
  'passkey-unknown': 'passkeys',
  'passkey-copied': 'passkeys',
  'passkey-frozen': 'member-died',
};

function problemNotice(visit: Visit, view: CodeView, problem: CodeProblem): Html {
  if (isOfPasskey(problem)) return passkeyNotice(visit, problem.kind);
  return notice({
    kind: 'bad',
    body: html`<p>
      ${problemText(visit, view, problem)}
      <a href="${helpAddress(codeProblemHelp[problem.kind])}">${visit.t('layout.help_on_this')}</a>
    </p>`,
  });
}

const isOfPasskey = (problem: CodeProblem): problem is OfPasskey => problem.kind.startsWith('passkey-');

function problemText({ t }: Visit, view: CodeView, problem: Exclude<CodeProblem, OfPasskey>): Html | string {
  if (view.method === 'recovery' && problem.kind === 'unreadable')
    return t('signin.code_unreadable_recovery');
  if (view.method === 'recovery' && problem.kind === 'wrong' && problem.triesLeft > 0)
    return t('signin.code_wrong_recovery', { tries: problem.triesLeft });
  if (problem.kind === 'wrong')
    return problem.triesLeft > 0
      ? t('signin.code_wrong', { tries: problem.triesLeft })
      : t('signin.code_wrong_last');
  if (!('at' in problem)) return t(`signin.code_${problem.kind}`);
  // Of a page that has no code of its own the field is missing: the code belongs to the other page.
  const elsewhere = view.notSent && problem.kind === 'send-too-soon';
  return t.html(elsewhere ? 'signin.code_sent_elsewhere' : `signin.code_${problem.kind}`, {
    time: html`<strong class="nowrap">${formatTime(problem.at, t.language, 'WIB', true)}</strong>`,
  });
}

function fields(visit: Visit, view: CodeView, autofocus: boolean): Html {
  const { t, config } = visit;
  const recovery = view.method === 'recovery';
  return html`${field(visit, {
    name: 'code',
    label: t(recovery ? 'signin.code_label_recovery' : 'signin.code'),
    hint: codeHint(visit, view),
    autocomplete: recovery ? 'off' : 'one-time-code',
    inputmode: recovery ? 'text' : 'numeric',
    maxlength: 30,
    big: !recovery,
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

function codeHint({ t }: Visit, { sent, method }: CodeView): string {
  if (sent) return t('signin.code_hint', { time: formatTime(sent.validUntil, t.language) });
  return t(method === 'recovery' ? 'signin.code_hint_recovery' : 'signin.code_hint_totp');
}
