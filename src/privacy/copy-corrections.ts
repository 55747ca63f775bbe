import type { Executor, KeyRing, PdfBlock } from '#platform';
import { handedInFor, handedInRows } from './copy-handed-in.ts';
import { familyCopied, familyRows } from './copy-family.ts';
import { mostRows } from './copy-loose.ts';
import type { DataCopy } from './copy-shape.ts';
import { labelled, listed, type Words } from './copy-words.ts';
import { correctionsOf, subjectOf } from './correction-reads.ts';

/** What the account asked to have corrected, with the list of what was handed in, not the documents themselves. */
export async function correctionsPart(tx: Executor, keys: KeyRing, accountId: string) {
  const corrections: DataCopy['corrections'] = [];
  for (const one of await correctionsOf(tx, keys, accountId, mostRows)) {
    corrections.push({
      ...(one.caseNumber === undefined ? {} : { caseNumber: one.caseNumber }),
      state: one.state,
      begunAt: one.createdAt.toISOString(),
      ...(one.sentAt ? { sentAt: one.sentAt.toISOString() } : {}),
      ...(one.endedAt ? { endedAt: one.endedAt.toISOString() } : {}),
      asked: Object.fromEntries(
        Object.entries(one.values).flatMap(([field, value]) =>
          typeof value === 'string' && value !== '' ? [[field, value]] : [],
        ),
      ),
      family: familyCopied(one.values.family),
      reason: one.reason,
      documents: await handedInFor(tx, subjectOf(one.correctionId)),
    });
  }
  return corrections;
}

export function correctionsSection({ corrections }: DataCopy, words: Words): PdfBlock[] {
  const { t, at, day, name } = words;
  return listed(
    words,
    t('privacy.copy.corrections'),
    [
      { label: t('cases.number'), width: 2 },
      { label: t('privacy.copy.what'), width: 5 },
      { label: t('privacy.copy.when'), width: 4 },
      { label: t('cases.state'), width: 2 },
    ],
    corrections.map((one) => [
      one.caseNumber ?? '',
      labelled([
        [t('portal.details.name'), one.asked['fullName'] ?? ''],
        [t('privacy.copy.born_on'), day(one.asked['birthDate'])],
        [t('portal.details.national_number'), one.asked['nationalNumber'] ?? ''],
        ...familyRows(one.family, words),
        [t('privacy.copy.reason'), one.reason],
        ...handedInRows(one.documents, words),
      ]),
      labelled([
        [t('privacy.copy.begun'), at(one.begunAt)],
        [t('privacy.copy.sent'), at(one.sentAt)],
        [t('privacy.copy.finished'), at(one.endedAt)],
      ]),
      name('portal.corrections.state', one.state),
    ]),
  );
}
