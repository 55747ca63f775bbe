import { type Html, html, nothing, type Visit } from '#platform';
import { newPasswordScriptAddress } from './assets.ts';
import { button, field, form } from './form-parts.ts';
import { card, notice } from './parts.ts';

/** What the page of a new password shows besides its two fields. */
type NewPasswordParts = {
  readonly minimumLength: number;
  readonly mixedMinimumLength: number;
  /** 0 to 4, of what was last sent; undefined before anything was. */
  readonly score: number | undefined;
  /** Sentences that say what is wrong and what to do. */
  readonly problems: readonly string[];
  readonly repeatProblem: string | undefined;
};

type Fault = 'rule' | 'long' | 'personal' | 'breached' | 'guessable';

/** Why a new password was refused. */
export type NewPasswordProblem =
  | { readonly kind: 'missing' | 'differs' | 'same' }
  | {
      readonly kind: 'faults';
      readonly verdict: { readonly faults: readonly Fault[]; readonly score: number };
    };

/** What is wrong with a new password, and what to do. */
function faultSentence({ t, config }: Visit, fault: Fault): string {
  return t(`password.fault_${fault}`, {
    minimum: config.PASSWORD_MINIMUM_LENGTH,
    mixed: config.PASSWORD_MIXED_MINIMUM_LENGTH,
    maximum: config.PASSWORD_MAXIMUM_LENGTH,
  });
}

function sentencesOf(visit: Visit, problem: NewPasswordProblem): string[] {
  const { t } = visit;
  if (problem.kind === 'faults') return problem.verdict.faults.map((fault) => faultSentence(visit, fault));
  if (problem.kind === 'differs') return [];
  return [t(problem.kind === 'missing' ? 'password.missing' : 'password.same')];
}

/** The form of a new password, and above it why the last one was refused. */
export function newPasswordForm(
  visit: Visit,
  {
    action,
    submit,
    problem,
    before = nothing,
  }: {
    readonly action: string;
    readonly submit: string;
    readonly problem: NewPasswordProblem | undefined;
    /** Fields that are asked for in the same form, above the password. */
    readonly before?: Html;
  },
): Html {
  const { t, config } = visit;
  const problems = problem ? sentencesOf(visit, problem) : [];
  const fields = newPasswordFields(visit, {
    minimumLength: config.PASSWORD_MINIMUM_LENGTH,
    mixedMinimumLength: config.PASSWORD_MIXED_MINIMUM_LENGTH,
    score: problem?.kind === 'faults' ? problem.verdict.score : undefined,
    problems,
    repeatProblem: problem?.kind === 'differs' ? t('password.repeat_differs') : undefined,
  });
  return html`${
    problem
      ? notice({ kind: 'bad', body: html`<p>${problems[0] ?? t('password.repeat_differs')}</p>` })
      : nothing
  }
  ${card({ body: form(visit, { action, body: html`${before} ${fields} ${button({ label: submit })}` }) })}`;
}

/**
 * Two fields for a new password with its rules and a meter. Without JavaScript the meter shows what was sent; with it,
 * rules and meter follow the typing. Nothing that is typed leaves the page before the form is sent.
 */
function newPasswordFields(visit: Visit, parts: NewPasswordParts): Html {
  const { t } = visit;
  return html`${ruleList(visit, parts)}
    ${field(visit, {
      name: 'password',
      label: t('password.new'),
      type: 'password',
      autocomplete: 'new-password',
      error: parts.problems.length > 0 ? parts.problems.join(' ') : undefined,
    })}
    ${meterLine(visit, parts.score)}
    ${field(visit, {
      name: 'repeat',
      label: t('password.repeat'),
      type: 'password',
      autocomplete: 'new-password',
      error: parts.repeatProblem,
    })}
    <script src="${newPasswordScriptAddress()}" defer></script>`;
}

const kinds = ['lower', 'upper', 'digit', 'symbol'] as const;

/** Of what the reader is called the page knows the name of the session, which is the reader's own. */
function ruleList({ t, session }: Visit, { minimumLength, mixedMinimumLength }: NewPasswordParts): Html {
  const kindHints = kinds.map(
    (kind, place) =>
      html`${place > 0 ? ', ' : ''}<span data-kind="${kind}">${t(`password.kind_${kind}`)}</span>`,
  );
  return html`<ul
    class="rules"
    data-password-rules
    data-minimum="${minimumLength}"
    data-mixed="${mixedMinimumLength}"
    data-own="${session?.displayName ?? ''}"
  >
    <li data-rule="length">${t('password.rule_length', { minimum: minimumLength })}</li>
    <li data-rule="mixed">${t('password.rule_mixed', { mixed: mixedMinimumLength })} ${kindHints}</li>
    <li>${t('password.rule_unique')}</li>
    <li>${t('password.rule_personal')}</li>
    <li data-rule="repeat">${t('password.rule_repeat')}</li>
  </ul>`;
}

const scores = [0, 1, 2, 3, 4] as const;

/** The judgement of what was sent; while typing a rough one stands in its place, and below it what is missing. */
function meterLine({ t }: Visit, score: number | undefined): Html {
  const words = scores.map((step) => t(`password.score_${step}`));
  return html`<p
      class="small"
      data-password-meter
      data-words="${words.join('|')}"
      data-guess="${t('password.live_guess')}"
      ${score === undefined ? html`hidden` : nothing}
    >
      <span>${t('password.strength')}</span>
      <meter
        min="0"
        max="4"
        low="2"
        high="3"
        optimum="4"
        value="${score ?? 0}"
        aria-label="${t('password.strength')}"
      ></meter>
      <strong>${words[score ?? 0]}</strong>
    </p>
    <p
      class="hint"
      role="status"
      data-password-says
      data-short="${t('password.live_short', { count: '{count}' })}"
      data-own="${t('password.live_own')}"
      data-rest="${t('password.live_rest')}"
    ></p>`;
}
