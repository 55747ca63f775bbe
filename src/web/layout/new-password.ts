import { type Html, html, nothing, type Visit } from '#platform';
import { field } from './form-parts.ts';

/** What the page of a new password shows besides its two fields. */
export type NewPasswordParts = {
  readonly minimumLength: number;
  readonly mixedMinimumLength: number;
  /** 0 to 4, of what was last sent; undefined before anything was. */
  readonly score: number | undefined;
  /** Sentences that say what is wrong and what to do. */
  readonly problems: readonly string[];
  readonly repeatProblem: string | undefined;
};

/**
 * Two fields for a new password with its rules and a meter. Without JavaScript the meter shows what was sent; with it,
 * the rules are ticked off while typing. Nothing that is typed leaves the page before the form is sent.
 */
export function newPasswordFields(visit: Visit, parts: NewPasswordParts): Html {
  const { t } = visit;
  const { score } = parts;
  return html`<ul class="rules" data-password-rules="field-password">
      <li data-rule="length" data-minimum="${parts.minimumLength}" data-mixed="${parts.mixedMinimumLength}">
        ${t('password.rule_length', { minimum: parts.minimumLength, mixed: parts.mixedMinimumLength })}
      </li>
      <li>${t('password.rule_unique')}</li>
      <li>${t('password.rule_personal')}</li>
    </ul>
    ${
      score === undefined
        ? nothing
        : html`<p class="small">
            ${t('password.strength')}
            <meter min="0" max="4" low="2" high="3" optimum="4" value="${score}"></meter>
            <strong>${t(`password.score_${Math.min(4, Math.max(0, score)) as 0 | 1 | 2 | 3 | 4}`)}</strong>
          </p>`
    }
    ${field(visit, {
      name: 'password',
      label: t('password.new'),
      type: 'password',
      autocomplete: 'new-password',
      error: parts.problems.length > 0 ? parts.problems.join(' ') : undefined,
    })}
    ${field(visit, {
      name: 'repeat',
      label: t('password.repeat'),
      type: 'password',
      autocomplete: 'new-password',
      error: parts.repeatProblem,
    })}`;
}
