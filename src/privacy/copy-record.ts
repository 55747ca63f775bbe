import type { PdfBlock, PdfColumn } from '#platform';
import { filledRows } from './copy-filled.ts';
import { handedInRows } from './copy-handed-in.ts';
import { sentence } from './copy-sentence.ts';
import type { DataCopy } from './copy-shape.ts';
import { listed, type Words } from './copy-words.ts';

/** Who looked, cases with their words, messages, and what was recorded. */
export function recordSection({ activity, whoLooked, messages, cases }: DataCopy, words: Words): PdfBlock[] {
  const { t, at, name } = words;
  const columns: PdfColumn[] = [
    { label: t('privacy.copy.when'), width: 2.4 },
    { label: t('privacy.copy.what'), width: 5 },
    { label: t('privacy.copy.network'), width: 1.8 },
    { label: t('privacy.copy.browser'), width: 3 },
  ];
  const entries = (rows: DataCopy['activity']) =>
    rows.map((one) => [at(one.at), sentence(t, one), one.address ?? '', one.browser ?? '']);
  return [
    ...listed(words, t('privacy.copy.who_looked'), columns, entries(whoLooked)),
    ...cases.flatMap((one): PdfBlock[] => [
      { kind: 'heading', text: `${name('cases.kind', one.kind)} ${one.number}` },
      {
        kind: 'pairs',
        rows: [
          [t('cases.state'), name('cases.state', one.state)],
          [t('cases.opened'), at(one.openedAt)],
          ...filledRows(one, words),
          ...handedInRows(one.documents, words),
        ],
      },
      ...one.words.map(
        (said) =>
          ({ kind: 'text', text: `${at(said.at)}, ${t(`cases.by.${said.by}`)}: ${said.text}` }) as const,
      ),
    ]),
    ...listed(
      words,
      t('privacy.copy.messages'),
      [
        { label: t('privacy.copy.when'), width: 2.4 },
        { label: t('privacy.copy.what'), width: 6 },
        { label: t('privacy.copy.channel'), width: 1.6 },
        { label: t('privacy.copy.reference'), width: 2 },
        { label: t('cases.state'), width: 2 },
      ],
      messages.map((one) => [
        at(one.sentAt),
        name('message', `${one.template}.about`),
        name('explain.channel', one.channel),
        one.reference,
        name('explain.delivery', one.state),
      ]),
    ),
    ...listed(words, t('privacy.copy.activity'), columns, entries(activity)),
  ];
}
