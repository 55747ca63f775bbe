import type { SealedColumn } from '#platform';
import { sealPlace } from './message.ts';

/** Every column of this room that holds sealed values: a new key has to reach each. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'notifications.message', column: 'sealed', purpose: 'message', of: 'id', place: sealPlace },
];
