import type { SealedColumn } from '#platform';
import { proposalPlace } from './approvals.ts';
import { notePlace } from './exit-notice.ts';
import { lookPlace } from './look.ts';

/** Every column of this room that holds sealed values: a new key has to reach each. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'support.look', column: 'words', purpose: 'support', of: 'look_id', place: lookPlace },
  { table: 'support.case_note', column: 'words', purpose: 'case', of: 'note_id', place: notePlace },
  { table: 'support.proposal', column: 'content', purpose: 'case', of: 'proposal_id', place: proposalPlace },
];
