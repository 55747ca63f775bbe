import type { PdfBlock } from '#platform';
import { familyRows } from './copy-family.ts';
import type { DataCopy } from './copy-shape.ts';
import { labelled, listed, type Words } from './copy-words.ts';

/** The person on the register, the family and the cards. */
export function personSection({ person }: DataCopy, words: Words): PdfBlock[] {
  const { t, day, name } = words;
  if (!person) return [];
  const unknown = t('portal.details.unknown');
  return [
    { kind: 'heading', text: t('portal.details.identity') },
    {
      kind: 'pairs',
      rows: [
        [t('portal.details.name'), person.name],
        [t('portal.details.national_number'), person.nationalNumber],
        [t('portal.details.born'), [person.birthPlace, day(person.birthDate)].filter(Boolean).join(', ')],
        ...(person.diedOn ? [[t('privacy.copy.died_on'), day(person.diedOn)] as const] : []),
        [t('portal.details.sex'), t(`portal.details.sex.${person.sex}`)],
        [t('portal.details.mother'), person.motherName ?? unknown],
        [t('portal.details.phone'), person.phone ?? unknown],
        [t('portal.details.email'), person.email ?? unknown],
        [t('portal.details.address'), person.address ?? unknown],
        [t('privacy.copy.province'), person.provinceCode ?? unknown],
      ],
    },
    ...listed(
      words,
      t('portal.details.family'),
      [
        { label: t('portal.details.name'), width: 3 },
        { label: t('privacy.copy.relation'), width: 2 },
        { label: t('privacy.copy.born_on'), width: 2 },
      ],
      person.family.map((one) => [one.name, name('portal.relation', one.relation), day(one.birthDate)]),
    ),
    ...cardsPart(person, words),
    ...beforePart(person, words),
  ];
}

type Person = NonNullable<DataCopy['person']>;

function cardsPart(person: Person, words: Words): PdfBlock[] {
  const { t, at, day, name } = words;
  return listed(
    words,
    t('portal.details.memberships'),
    [
      { label: t('portal.column.member_number'), width: 2 },
      { label: t('portal.column.employer'), width: 4 },
      { label: t('privacy.copy.segment'), width: 2 },
      { label: t('privacy.copy.from'), width: 1.5 },
      { label: t('privacy.copy.to'), width: 2.6 },
    ],
    person.memberships.map((one) => [
      one.memberNumber,
      one.employer ?? t('portal.own_contribution'),
      name('portal.segment', one.segment),
      day(one.startedOn),
      [
        day(one.endedOn),
        labelled([
          [t('exit.reason'), one.exit ? name('exit.reason', one.exit.reason) : ''],
          [name('privacy.copy.exit_recorded', one.exit?.source ?? 'worker_notice'), at(one.exit?.recordedAt)],
        ]),
      ]
        .filter(Boolean)
        .join('\n'),
    ]),
  );
}

/** Nothing for the many on whom nothing was ever corrected. */
function beforePart(person: Person, words: Words): PdfBlock[] {
  if (person.before.length === 0) return [];
  const { t, at, day } = words;
  return listed(
    words,
    t('privacy.copy.before'),
    [
      { label: t('privacy.copy.corrected'), width: 2.4 },
      { label: t('cases.number'), width: 2 },
      { label: t('privacy.copy.before_was'), width: 5 },
    ],
    person.before.map((one) => [
      at(one.correctedAt),
      one.caseNumber ?? '',
      labelled(
        [
          [t('portal.details.name'), one.name ?? ''],
          [t('privacy.copy.born_on'), day(one.birthDate)],
          [t('portal.details.national_number'), one.nationalNumber ?? ''],
          [t('portal.details.address'), one.home && (one.home.address ?? t('portal.details.unknown'))],
          [t('privacy.copy.province'), one.home?.provinceCode],
          ...familyRows(one.family, words),
        ].map(([term = '', value = '']) => [term, value]),
      ),
    ]),
  );
}
