import type { ContactRefusal, RemoveRefusal } from '#accounts';
import { formatInstant, type Html, html, type Visit } from '#platform';
import { helpAddress, notice } from '#web/layout';

export type ContactProblem = (ContactRefusal | RemoveRefusal) & {
  readonly channel?: 'email' | 'sms';
  readonly typed?: string;
};

const untilKeys = {
  frozen: 'frozen',
  'too-many': 'too_many',
  'codes-closed': 'codes_closed',
  'way-closed': 'way_closed',
} as const;

/** Why a contact was not added, changed or removed, and what to do now. */
export function contactProblem(visit: Visit, problem: ContactProblem): Html {
  const { t } = visit;
  const text =
    'until' in problem
      ? t(`security.contacts.${untilKeys[problem.kind]}`, {
          until: formatInstant(problem.until, t.language, visit.session?.timeZone),
        })
      : problem.kind === 'unreadable'
        ? t(`security.contacts.bad_${problem.channel ?? 'email'}`)
        : t(`security.contacts.problem_${problem.kind}`);
  return notice({
    kind: 'bad',
    body: html`<p>${text} <a href="${helpAddress('change-contact')}">${t('layout.help_on_this')}</a></p>`,
  });
}
