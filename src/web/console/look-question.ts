import { officerNames } from '#accounts';
import type { DeskCase } from '#cases';
import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import type { DeskServices } from '#support';
import { blank, card, definitions, linkButton } from '#web/layout';

/** What a member asks about of what an officer did: when, under which number and who, for the supervisor who answers. */
export async function lookQuestionCard(
  { database }: DeskServices,
  visit: Visit,
  { details }: DeskCase,
): Promise<Html> {
  const { look, looked_at: at, officer } = details;
  if (typeof look !== 'string') return nothing;
  const { t, keys, session } = visit;
  const names = typeof officer === 'string' ? await officerNames(database, keys, [officer]) : undefined;
  return card({
    title: t('console.look_question.title'),
    body: html`<p>${t('console.look_question.text')}</p>
      ${definitions([
        {
          term: t('console.look_question.case'),
          value: look === '' ? blank : html`<span class="nowrap">${look}</span>`,
        },
        {
          term: t('console.look_question.at'),
          value: formatInstant(new Date(String(at)), t.language, session?.timeZone),
        },
        {
          term: t('console.look_question.officer'),
          value: names?.get(String(officer)) ?? t('console.looks.command'),
        },
      ])}
      <p>${linkButton({ href: '/looks', label: t('console.menu.looks'), kind: 'secondary' })}</p>`,
  });
}
