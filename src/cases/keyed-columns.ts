import type { SealedColumn } from '#platform';
import { filledPlace } from './file.ts';
import { contactPlace, wordsPlace } from './conversation.ts';

/** Every column of this room that holds sealed values: a new key has to reach each. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'cases.case', column: 'contact', purpose: 'case', of: 'case_id', place: contactPlace },
  { table: 'cases.case', column: 'filled', purpose: 'case', of: 'case_id', place: filledPlace },
  { table: 'cases.message', column: 'words', purpose: 'case', of: 'message_id', place: wordsPlace },
];
