import { formatDate, isMessageKey, type Visit } from '#platform';
import { isIsoDate } from '#kernel';
import type { Proposal } from '#support';

/** What an officer found out about a reported death, for whoever decides with them. */
export function deathRows(
  { t }: Visit,
  { kind, content }: Pick<Proposal, 'kind' | 'content'>,
): { readonly term: string; readonly value: string }[] {
  const { diedOn, birthDate, reportedBirthDate } = content;
  // Only what the form of the step asks for: nobody is told of a call or a document that was never asked about.
  const call = kind === 'freeze_death' ? content['call'] : undefined;
  const document = kind === 'lift_freeze' ? undefined : content['document'];
  const named = (key: string) => (isMessageKey(key) ? t(key) : '');
  return [
    ...(reportedBirthDate && isIsoDate(reportedBirthDate)
      ? [{ term: t('console.death.reported_birth_date'), value: formatDate(reportedBirthDate, t.language) }]
      : []),
    ...(birthDate && isIsoDate(birthDate)
      ? [{ term: t('console.death.right_birth_date'), value: formatDate(birthDate, t.language) }]
      : []),
    ...(call ? [{ term: t('console.death.call'), value: named(`console.death.call.${call}`) }] : []),
    ...(document
      ? [{ term: t('console.death.document_seen'), value: named(`console.death.document.${document}`) }]
      : []),
    ...(diedOn && isIsoDate(diedOn)
      ? [{ term: t('console.death.died_on'), value: formatDate(diedOn, t.language) }]
      : []),
  ];
}
