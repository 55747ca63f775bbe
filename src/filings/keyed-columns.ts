import type { SealedColumn } from '#platform';
import { emailPlace } from './invite.ts';
import { placeAt } from './stored-file.ts';

/** Every column of this room that holds sealed values: a new key has to reach each. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'filings.file_chunk',
    column: 'sealed',
    purpose: 'filing',
    of: "file_id || '/' || number",
    place: placeAt,
  },
  {
    table: 'filings.invitation',
    column: 'email_sealed',
    purpose: 'filing',
    of: 'invitation_id',
    place: emailPlace,
  },
];
