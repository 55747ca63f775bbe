import {
  type AccountServices,
  askForClaimCode,
  type ClaimCodeRefusal,
  type ClaimView,
  readCode,
  verifyClaimCode,
} from '#accounts';
import { type FormFields, formatTime, type Html, html, nothing, type Visit } from '#platform';
import { button, card, field, form, page, supportPhone } from '#web/layout';
import { atStep, leadOn, paths, stepLine, timeOf, tokenOf, wrong } from './register-steps.ts';

/** GET /register/code: the same page whether or not there was anything to send. */
export function showCode(services: AccountServices, visit: Visit): Promise<Response> {
  return answer(services, visit, undefined, 200);
}

/** POST /register/code. */
export async function enterCode(
  services: AccountServices,
  visit: Visit,
  sent: FormFields,
): Promise<Response> {
  const code = readCode(sent['code'] ?? '');
  if (code === undefined) return answer(services, visit, visit.t('register.code_unreadable'), 422);
  const result = await verifyClaimCode(services, tokenOf(visit), code);
  if (result.ok || result.refusal.kind === 'nothing-waits') return leadOn(services, visit);
  return answer(services, visit, codeProblem(visit, result.refusal), statusOf(result.refusal));
}

/** POST /register/code/send: once more, or by the other way. */
export async function askAgain(services: AccountServices, visit: Visit, sent: FormFields): Promise<Response> {
  const channel = sent['channel'] === 'email' ? 'email' : 'sms';
  const result = await askForClaimCode(services, tokenOf(visit), channel);
  if (result.ok || result.refusal.kind === 'nothing-waits') return leadOn(services, visit);
  return answer(services, visit, codeProblem(visit, result.refusal), statusOf(result.refusal));
}

export const statusOf = ({ kind }: { readonly kind: string }): number =>
  kind.startsWith('too-') ? 429 : 422;

/** What was wrong with a code, and what to do now. */
export function codeProblem(visit: Visit, refusal: ClaimCodeRefusal): Html | string | undefined {
  const { t } = visit;
  if (refusal.kind === 'wrong')
    return refusal.triesLeft > 0
      ? t('register.code_wrong', { tries: refusal.triesLeft })
      : t('register.code_wrong_last');
  if ('at' in refusal)
    return t.html(`register.code_${refusal.kind}`, { time: timeOf(visit, refusal.at, true) });
  return refusal.kind === 'expired' ? t('register.code_expired') : undefined;
}

async function answer(
  services: AccountServices,
  visit: Visit,
  problem: Html | string | undefined,
  status: number,
): Promise<Response> {
  const { view, elsewhere } = await atStep(services, visit, 'code');
  return elsewhere ?? visit.html(codePage(visit, view, problem), status);
}

function codePage(visit: Visit, view: ClaimView, problem: Html | string | undefined): Html {
  const { t } = visit;
  const closed = view.closedUntil
    ? codeProblem(visit, { kind: 'too-many', at: view.closedUntil })
    : undefined;
  const body = html`${stepLine(visit, 2)}
    <h1>${t('register.code_title')}</h1>
    <p class="lead">${t('register.code_lead')}</p>
    ${wrong(closed ?? problem)} ${closed ? nothing : codeForm(visit, paths.code, view)}
    ${card({ title: t('register.code_missing'), body: nothingCame(visit, view) })}`;
  return page(visit, { title: t('register.code_title'), body, languageAddress: paths.code });
}

/** The field for a code of this journey. */
export function codeForm(visit: Visit, action: string, view: ClaimView): Html {
  const { t } = visit;
  return html`<section class="card">
    ${form(visit, {
      action,
      body: html`${field(visit, {
        name: 'code',
        label: t('register.code'),
        hint: t('register.code_hint', { time: formatTime(view.validUntil, t.language) }),
        autocomplete: 'one-time-code',
        inputmode: 'numeric',
        maxlength: 11,
        big: true,
      })}
      ${button({ label: t('register.continue') })}`,
    })}
  </section>`;
}

function nothingCame(visit: Visit, view: ClaimView): Html {
  const { t } = visit;
  const number = html`<strong class="nowrap">${view.caseNumber.replaceAll('-', '\u2011')}</strong>`;
  return html`<ul>
      <li>${t('register.code_missing_wait')}</li>
      <li>${t('register.code_missing_old')}</li>
      <li>${t.html('register.code_missing_case', { phone: supportPhone(visit), case: number })}</li>
    </ul>
    ${waitLine(visit, view)}
    ${(['sms', 'email'] as const).map((channel) =>
      form(visit, {
        action: paths.codeSend,
        body: html`<input type="hidden" name="channel" value="${channel}" />
          ${button({ label: t(`register.code_again_${channel}`), kind: 'secondary', ...waitsFor(visit, view) })}`,
      }),
    )}
    <p><a href="${paths.identity}">${t('register.again')}</a></p>`;
}

export function waitsFor({ now }: Visit, view: ClaimView): { readonly countdownTo?: Date } {
  return view.sendAgainAt > now ? { countdownTo: view.sendAgainAt } : {};
}

export function waitLine(visit: Visit, view: ClaimView): Html {
  if (view.sendAgainAt <= visit.now) return nothing;
  const time = timeOf(visit, view.sendAgainAt, true);
  return html`<p class="small soft">${visit.t.html('register.code_again_at', { time })}</p>`;
}
