import { documentsOf, evidenceCaseKinds } from '#evidence';
import type { Executor } from '#platform';
import type { DataCopy } from './copy-shape.ts';
import type { Words } from './copy-words.ts';

type HandedIn = DataCopy['cases'][number]['documents'];
type Subject = Parameters<typeof documentsOf>[1];

/** The list of what was handed in for something, not the documents themselves. */
export async function handedInFor(tx: Executor, subject: Subject): Promise<HandedIn> {
  return (await documentsOf(tx, subject)).map(({ mediaType, sizeBytes, addedAt }) => ({
    mediaType,
    bytes: sizeBytes,
    addedAt: addedAt.toISOString(),
  }));
}

/** The same of a case; empty where its kind takes no documents. */
export async function handedInWith(
  tx: Executor,
  { caseId, kind }: { readonly caseId: string; readonly kind: string },
): Promise<HandedIn> {
  const taking = evidenceCaseKinds.find((one) => one === kind);
  return taking ? handedInFor(tx, { kind: taking, id: caseId }) : [];
}

/** A line each, for the copy to read. */
export const handedInRows = (documents: HandedIn, { t, at }: Words) =>
  documents.map(
    ({ mediaType, addedAt }) => [t('privacy.copy.document'), `${mediaType}, ${at(addedAt)}`] as const,
  );
