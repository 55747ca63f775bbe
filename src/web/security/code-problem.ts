import type { SendRefusal, TurnOnRefusal } from '#accounts';
import { formatInstant, formatTime, type Html, html, type Visit } from '#platform';
import { helpAddress, notice } from '#web/layout';

export type CodeFieldProblem =
  | TurnOnRefusal
  | SendRefusal
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'send-too-many'; readonly at: Date };

/** What was wrong with a code or its sending, in the words of the sign-in. */
export function codeProblem(visit: Visit, problem: CodeFieldProblem): Html {
  const help = html`<a href="${helpAddress('wrong-code')}">${visit.t('layout.help_on_this')}</a>`;
  return notice({ kind: 'bad', body: html`<p>${textOf(visit, problem)} ${help}</p>` });
}

function textOf({ t, session }: Visit, problem: CodeFieldProblem): Html | string {
  if (problem.kind === 'wrong')
    return problem.triesLeft > 0
      ? t('signin.code_wrong', { tries: problem.triesLeft })
      : t('signin.code_wrong_last');
  if (problem.kind === 'nothing-waits' || problem.kind === 'already-on') return t('signin.code_expired');
  if (problem.kind === 'frozen')
    return t('security.factors.frozen', { time: formatInstant(problem.at, t.language, session?.timeZone) });
  if (!('at' in problem)) return t(`signin.code_${problem.kind}`);
  const time = html`<strong class="nowrap"
    >${formatTime(problem.at, t.language, session?.timeZone, true)}</strong
  >`;
  // Too many sent and too many wrong have one name each where they arise.
  if (problem.kind === 'too-soon') return t.html('signin.code_send-too-soon', { time });
  return t.html(`signin.code_${problem.kind}`, { time });
}
