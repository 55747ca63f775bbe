import { documentsOf } from '#evidence';
import type { Executor, KeyRing, PdfBlock } from '#platform';
import type { DataCopy } from './copy-shape.ts';
import { listed, type Words } from './copy-words.ts';
import { correctionsOf, subjectOf } from './correction-reads.ts';

/** What the account asked to have corrected, with the list of what was handed in, not the documents themselves. */
export async function correctionsPart(tx: Executor, keys: KeyRing, accountId: string) {
  const corrections: DataCopy['corrections'] = [];
  for (const one of await correctionsOf(tx, keys, accountId)) {
    const documents = await documentsOf(tx, subjectOf(one.correctionId));
    corrections.push({
      ...(one.caseNumber === undefined ? {} : { caseNumber: one.caseNumber }),
      state: one.state,
      begunAt: one.createdAt.toISOString(),
      ...(one.sentAt ? { sentAt: one.sentAt.toISOString() } : {}),
      ...(one.endedAt ? { endedAt: one.endedAt.toISOString() } : {}),
      asked: Object.fromEntries(
        Object.entries(one.values).flatMap(([field, value]) => (value ? [[field, value]] : [])),
      ),
      reason: one.reason,
      documents: documents.map(({ mediaType, sizeBytes, addedAt }) => ({
        mediaType,
        bytes: sizeBytes,
        addedAt: addedAt.toISOString(),
      })),
    });
  }
  return corrections;
}

export function correctionsSection({ corrections }: DataCopy, words: Words): PdfBlock[] {
  const { t, at, name } = words;
  return listed(
    words,
    t('portal.corrections.title'),
    [
      { label: t('privacy.copy.when'), width: 2.4 },
      { label: t('privacy.copy.what'), width: 6 },
      { label: t('cases.state'), width: 2 },
    ],
    corrections.map(({ begunAt, asked, reason, state }) => [
      at(begunAt),
      [...Object.values(asked), reason].join(' · '),
      name('portal.corrections.state', state),
    ]),
  );
}
