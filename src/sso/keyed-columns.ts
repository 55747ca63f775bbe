import type { SealedColumn } from '#platform';
import { providerKeyPlace } from './provider-keys.ts';

/** Every column of this room that holds sealed values: a new key has to reach each. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'sso.provider_key', column: 'sealed', purpose: 'signing-key', of: 'id', place: providerKeyPlace },
];
