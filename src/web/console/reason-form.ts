import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import {
  longestWords,
  type LookReason,
  type LookRefusal,
  lookReasons,
  readReason,
  type SearchRefusal,
} from '#support';
import { button, card, field, form, notice, select } from '#web/layout';
import { limitName } from './home.ts';
import { formatInstant } from '#platform';

/** Why the reason form is shown again. */
export type ReasonProblem = LookRefusal | { readonly kind: 'no-reason' };

/** The reason that was chosen and the words beside it; undefined while none was chosen. */
export function reasonIn(sent: FormFields): { reason: LookReason; words: string } | undefined {
  const reason = readReason(sent['reason']);
  return reason && { reason, words: (sent['words'] ?? '').slice(0, longestWords) };
}

/** The form without which nothing of a member is shown: the reason, with words if wanted, below what `before` asks for. */
export function reasonForm(
  visit: Visit,
  parts: {
    readonly action: string;
    readonly problem: ReasonProblem | undefined;
    readonly before?: Html;
    /** What was chosen and written before it was refused. */
    readonly typed?: FormFields | undefined;
  },
): Html {
  const { t } = visit;
  const { problem, before = nothing, typed = {} } = parts;
  const options = lookReasons.map((reason) => ({ value: reason, label: t(`console.reason.${reason}`) }));
  return html`${problem ? problemNotice(visit, problem) : nothing}
  ${card({
    body: form(visit, {
      action: parts.action,
      body: html`${before}
        ${select({
          name: 'reason',
          label: t('console.look.reason'),
          value: typed['reason'] ?? '',
          options: [{ value: '', label: t('console.look.choose') }, ...options],
        })}
        ${field(visit, {
          name: 'words',
          label: t('console.look.words'),
          hint: t('console.look.words_hint'),
          value: typed['words'] ?? '',
          maxlength: longestWords,
        })}
        <p class="small soft">
          ${t('console.look.told', { minutes: Math.round(visit.config.CONSOLE_LOOK_SECONDS / 60) })}
        </p>
        ${button({ label: t('console.look.submit') })}`,
    }),
  })}`;
}

/** What stopped a search or a look, in words. */
export function problemNotice(visit: Visit, problem: ReasonProblem | SearchRefusal): Html {
  const { t } = visit;
  const text =
    problem.kind === 'limit'
      ? t('console.problem.limit', {
          limit: limitName(visit, problem.limit),
          until: formatInstant(problem.until, t.language, visit.session?.timeZone),
        })
      : t(`console.problem.${problem.kind}`);
  return notice({ kind: 'bad', body: html`<p>${text}</p>` });
}

export const statusOf = ({ kind }: ReasonProblem | SearchRefusal): number =>
  ({ limit: 429, gone: 410, own: 403 } as Readonly<Record<string, number>>)[kind] ?? 422;
