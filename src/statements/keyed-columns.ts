import type { HashedColumn } from '#platform';

/** What is found by a keyed hash: another key has to reach it. The facts are sealed with the data key of their account. */
export const hashedStatementColumns: readonly (readonly [HashedColumn, ...HashedColumn[]])[] = [
  [{ table: 'statements.proof', column: 'code_hash', purpose: 'statement-index' }],
];
