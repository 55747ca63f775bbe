import {
  type ClaimCodeRefusal,
  type ClaimContactRefusal,
  type ClaimState,
  type ClaimView,
  type AccountServices,
  type Origin,
  originOf,
  readCode,
} from '#accounts';
import type { Result } from '#kernel';
import { type FormFields, formatTime, type Html, html, nothing, type Visit } from '#platform';
import { button, card, field, form, type HelpTopic, page } from '#web/layout';
import { atStep, leadOn, stepLine, timeOf, tokenOf, wrong } from './register-steps.ts';

/** One page of the journey on which a code is typed. */
type CodeStep = {
  readonly state: ClaimState;
  readonly step: 2 | 3;
  readonly path: string;
  readonly title: (visit: Visit) => string;
  readonly lead: (visit: Visit, view: ClaimView) => Html;
  /** What to do when no code comes. */
  readonly nothingCame: (visit: Visit, view: ClaimView) => Html;
  readonly verify: (
    services: AccountServices,
    token: string | undefined,
    code: string,
    origin: Origin,
  ) => Promise<Result<unknown, ClaimCodeRefusal>>;
};

type Problem = { readonly said: Html | string | undefined; readonly topic: HelpTopic } | undefined;

/** Shows the page, checks what was typed, and says why a code was not sent again. */
export function codeStep(step: CodeStep) {
  const answer = async (services: AccountServices, visit: Visit, problem: Problem, status: number) => {
    const { view, elsewhere } = await atStep(services, visit, step.state);
    return elsewhere ?? visit.html(codePage(step, visit, view, problem), status);
  };
  const after = (services: AccountServices, visit: Visit, result: Result<unknown, Refusal>) => {
    if (result.ok || result.refusal.kind === 'nothing-waits') return leadOn(services, visit);
    return answer(services, visit, problemOf(visit, result.refusal), statusOf(result.refusal));
  };
  return {
    show: (services: AccountServices, visit: Visit) => answer(services, visit, undefined, 200),
    enter: async (services: AccountServices, visit: Visit, sent: FormFields) => {
      const code = readCode(sent['code'] ?? '');
      if (code === undefined)
        return answer(
          services,
          visit,
          { said: visit.t('register.code_unreadable'), topic: 'wrong-code' },
          422,
        );
      return after(services, visit, await step.verify(services, tokenOf(visit), code, originOf(visit)));
    },
    after,
  };
}

function codePage(step: CodeStep, visit: Visit, view: ClaimView, problem: Problem): Html {
  const { t } = visit;
  const closed = view.closedUntil ? problemOf(visit, { kind: 'too-many', at: view.closedUntil }) : undefined;
  const shown = closed ?? problem;
  const title = step.title(visit);
  const body = html`${stepLine(visit, step.step)}
    <h1>${title}</h1>
    <p class="lead">${step.lead(visit, view)}</p>
    ${wrong(visit, shown?.said, shown?.topic)} ${closed ? nothing : codeForm(visit, step.path, view)}
    ${card({ title: t('register.code_missing'), body: step.nothingCame(visit, view) })}`;
  return page(visit, { title, body, languageAddress: step.path });
}

export const statusOf = ({ kind }: { readonly kind: string }): number =>
  kind.startsWith('too-') ? 429 : 422;

type Refusal = ClaimCodeRefusal | ClaimContactRefusal;

/** A code that was typed is one question, a code that was not sent another. */
export const codeProblemTopic = ({ kind }: Refusal): HelpTopic =>
  kind === 'wrong' || kind === 'expired' || kind === 'too-many' ? 'wrong-code' : 'code-not-arriving';

const problemOf = (visit: Visit, refusal: Refusal) => ({
  said: codeProblem(visit, refusal),
  topic: codeProblemTopic(refusal),
});

/** What was wrong with a code, and what to do now. */
export function codeProblem(visit: Visit, refusal: Refusal): Html | string | undefined {
  const { t } = visit;
  if (refusal.kind === 'wrong')
    return refusal.triesLeft > 0
      ? t('register.code_wrong', { tries: refusal.triesLeft })
      : t('register.code_wrong_last');
  if ('at' in refusal)
    return t.html(`register.code_${refusal.kind}`, { time: timeOf(visit, refusal.at, true) });
  if (refusal.kind === 'expired' || refusal.kind === 'not-possible')
    return t(`register.code_${refusal.kind}`);
  return undefined;
}

function codeForm(visit: Visit, action: string, view: ClaimView): Html {
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

/** A button that waits until a code may be sent again, and the line that says until when. */
export function waitsFor({ now }: Visit, view: ClaimView): { readonly countdownTo?: Date } {
  return view.sendAgainAt > now ? { countdownTo: view.sendAgainAt } : {};
}

export function waitLine(visit: Visit, view: ClaimView): Html {
  if (view.sendAgainAt <= visit.now) return nothing;
  const time = timeOf(visit, view.sendAgainAt, true);
  return html`<p class="small soft">${visit.t.html('register.code_again_at', { time })}</p>`;
}
