import {
  factorCodeView,
  type FactorCodeView,
  isMessageMethod,
  type MessageWay,
  originOf,
  secondFactorMethods,
  sendFactorCode,
  turnOnMessages,
} from '#accounts';
import { type FormFields, formatTime, type Html, html, nothing, type Visit } from '#platform';
import { button, card, field, form } from '#web/layout';
import { codeProblem, type CodeFieldProblem } from './code-problem.ts';
import { securityPage } from './frame.ts';
import { idOf } from './factors.ts';
import { factorsAddress, liveSessionOf, type SecurityServices } from './services.ts';

/** The way in the page's address: /security/factors/on/sms/<contact>. */
function wayOf(visit: Visit): MessageWay | undefined {
  const { accountId } = liveSessionOf(visit);
  const asked = visit.context.req.param('method');
  const method = secondFactorMethods.find((known) => known === asked);
  const contactId = idOf(visit, 'contact');
  return method && isMessageMethod(method) && contactId ? { accountId, method, contactId } : undefined;
}

const pathOf = (step: 'on' | 'send', { method, contactId }: MessageWay) =>
  `${factorsAddress}/${step}/${method}/${contactId}`;

/** GET /security/factors/on/:method/:contact: sends a code on demand, and asks for it. */
export function showFactorCode(services: SecurityServices, visit: Visit): Promise<Response> {
  return show(services, visit, undefined, 200);
}

/** POST /security/factors/send/:method/:contact. */
export async function sendFactorCodeTo(services: SecurityServices, visit: Visit): Promise<Response> {
  const way = wayOf(visit);
  if (!way) return visit.redirect(factorsAddress);
  const result = await sendFactorCode(services.accounts, way, originOf(visit));
  if (result.ok) return visit.redirect(pathOf('on', way));
  // The words for too many wrong codes are others.
  const problem =
    result.refusal.kind === 'too-many'
      ? { kind: 'send-too-many' as const, at: result.refusal.at }
      : result.refusal;
  return show(services, visit, problem, problem.kind === 'not-possible' ? 422 : 429);
}

/** POST /security/factors/on/:method/:contact: the code that came back turns the way on. */
export async function enterFactorCode(
  services: SecurityServices,
  visit: Visit,
  { code = '' }: FormFields,
): Promise<Response> {
  const way = wayOf(visit);
  if (!way) return visit.redirect(factorsAddress);
  if (!/^\d{6}$/.test(code.replaceAll(/[\s-]/g, '')))
    return show(services, visit, { kind: 'unreadable' }, 422);
  const result = await turnOnMessages(services.accounts, way, code, originOf(visit));
  if (result.ok || result.refusal.kind === 'already-on') return visit.redirect(`${factorsAddress}?done=on`);
  return show(services, visit, result.refusal, result.refusal.kind === 'too-many' ? 429 : 422);
}

async function show(
  { accounts }: SecurityServices,
  visit: Visit,
  problem: CodeFieldProblem | undefined,
  status: number,
): Promise<Response> {
  const way = wayOf(visit);
  const view = way && (await factorCodeView(accounts, way, originOf(visit)));
  if (!view) return visit.redirect(factorsAddress);
  const { t } = visit;
  const to = html`<strong class="nowrap">${view.to}</strong>`;
  const body = html`<p class="lead">
      ${t.html(`security.message.${view.sent ? 'sent' : 'lead'}_${way.method}`, { to })}
    </p>
    ${problem ? codeProblem(visit, problem) : nothing}
    ${view.sent ? card({ body: codeForm(visit, way, view.sent) }) : nothing}
    ${card({ body: sendForm(visit, way, view.sent) })}
    <p class="small soft">${t(`security.about.${way.method}`)}</p>`;
  const parts = {
    title: t(`security.message.title_${way.method}`),
    body,
    languageAddress: pathOf('on', way),
  };
  return securityPage(visit, factorsAddress, parts, status);
}

type Sent = NonNullable<FactorCodeView['sent']>;

function codeForm(visit: Visit, way: MessageWay, sent: Sent): Html {
  const { t } = visit;
  return form(visit, {
    action: pathOf('on', way),
    body: html`${field(visit, {
      name: 'code',
      label: t('signin.code'),
      hint: t('signin.code_hint', { time: formatTime(sent.validUntil, t.language, visit.session?.timeZone) }),
      autocomplete: 'one-time-code',
      inputmode: 'numeric',
      maxlength: 11,
      big: true,
    })}
    ${button({ label: t('security.message.submit') })}`,
  });
}

function sendForm(visit: Visit, way: MessageWay, sent: Sent | undefined): Html {
  const { t } = visit;
  const failed = sent?.delivery?.state === 'failed' || sent?.delivery?.state === 'expired';
  const waits = sent && sent.sendAgainAt > visit.now ? sent.sendAgainAt : undefined;
  const label = t(sent ? 'signin.code_again' : 'security.message.send');
  return html`${failed ? html`<p>${t(`signin.delivery_failed_${way.method}`)}</p>` : nothing}
  ${form(visit, {
    action: pathOf('send', way),
    body: button({
      label,
      ...(sent ? { kind: 'secondary' as const } : {}),
      ...(waits ? { countdownTo: waits } : {}),
    }),
  })}
  ${
    waits
      ? html`<p class="small soft">
          ${t('signin.code_again_at', { time: formatTime(waits, t.language, visit.session?.timeZone, true) })}
        </p>`
      : nothing
  }`;
}
