import type { SealedColumn } from '#platform';
import { contentPlace } from './correction-reads.ts';

/** Every column of this room that holds values sealed with the ring: a new key has to reach each. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'privacy.correction',
    column: 'content',
    purpose: 'case',
    of: 'correction_id',
    place: contentPlace,
  },
];
