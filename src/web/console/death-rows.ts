import { formatDate, isMessageKey, type Visit } from '#platform';
import { isIsoDate } from '#kernel';

/** What an officer found out about a reported death, for whoever decides with them. */
export function deathRows(
  { t }: Visit,
  { call, document, diedOn, birthDate }: Readonly<Record<string, string>>,
): { readonly term: string; readonly value: string }[] {
  const named = (key: string) => (isMessageKey(key) ? t(key) : '');
  return [
    ...(birthDate && isIsoDate(birthDate)
      ? [{ term: t('console.death.right_birth_date'), value: formatDate(birthDate, t.language) }]
      : []),
    ...(call ? [{ term: t('console.death.call'), value: named(`console.death.call.${call}`) }] : []),
    ...(document
      ? [{ term: t('console.death.document'), value: named(`console.death.document.${document}`) }]
      : []),
    ...(diedOn && isIsoDate(diedOn)
      ? [{ term: t('console.death.died_on'), value: formatDate(diedOn, t.language) }]
      : []),
  ];
}
