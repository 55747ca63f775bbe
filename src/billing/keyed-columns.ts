import type { SealedColumn } from '#platform';
import { destinationPlace } from './refund.ts';

/** Every column of this room that holds values sealed with the ring: a new key has to reach each. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'billing.refund_destination',
    column: 'destination_sealed',
    purpose: 'billing',
    of: 'refund_id',
    place: destinationPlace,
  },
];
