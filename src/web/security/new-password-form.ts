import type { PasswordFault, PasswordVerdict } from '#accounts';
import { type Html, html, type Visit } from '#platform';
import { newPasswordFields, notice } from '#web/layout';

/** Why a new password was not taken. `same`: the account has it already. */
export type NewPasswordProblem =
  | { readonly kind: 'missing' | 'differs' | 'same' }
  | { readonly kind: 'faults'; readonly verdict: PasswordVerdict };

/** The two fields of a new password, with its rules, the meter, and what was wrong with what was sent. */
export function newPasswordInputs(visit: Visit, problem: NewPasswordProblem | undefined): Html {
  const { t, config } = visit;
  return newPasswordFields(visit, {
    minimumLength: config.PASSWORD_MINIMUM_LENGTH,
    mixedMinimumLength: config.PASSWORD_MIXED_MINIMUM_LENGTH,
    score: problem?.kind === 'faults' ? problem.verdict.score : undefined,
    problems: problem ? sentencesOf(visit, problem) : [],
    repeatProblem: problem?.kind === 'differs' ? t('password.repeat_differs') : undefined,
  });
}

/** The first thing that was wrong, above the form. */
export function newPasswordNotice(visit: Visit, problem: NewPasswordProblem): Html {
  const text = sentencesOf(visit, problem)[0] ?? visit.t('password.repeat_differs');
  return notice({ kind: 'bad', body: html`<p>${text}</p>` });
}

function sentencesOf(visit: Visit, problem: NewPasswordProblem): string[] {
  const { t } = visit;
  if (problem.kind === 'faults') return problem.verdict.faults.map((fault) => faultSentence(visit, fault));
  if (problem.kind === 'missing') return [t('password.missing')];
  return problem.kind === 'same' ? [t('security.password.same')] : [];
}

/** What is wrong with a new password, and what to do. */
function faultSentence({ t, config }: Visit, fault: PasswordFault): string {
  return t(`password.fault_${fault}`, {
    minimum: config.PASSWORD_MINIMUM_LENGTH,
    mixed: config.PASSWORD_MIXED_MINIMUM_LENGTH,
    maximum: config.PASSWORD_MAXIMUM_LENGTH,
  });
}
