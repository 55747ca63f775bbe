import type { SealedColumn } from '#platform';
import { keyPlaceAt } from './sealing.ts';

/** The key of each document is what a new key has to reach; the documents themselves are sealed with those. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'evidence.document',
    column: 'key_sealed',
    purpose: 'evidence',
    of: "subject_kind || '/' || subject_id || '/' || document_id",
    place: keyPlaceAt,
  },
];
