import type { Executor, KeyRing } from '#platform';
import { membershipFrom } from './memberships.ts';
import * as queries from './queries.ts';
import { openFor } from './sealed.ts';
import type { Membership } from './types.ts';

/** What the desk may ask about; it goes into a comparison and onto no page. */
export type DeskRecord = {
  readonly birthPlace: string | undefined;
  readonly motherName: string | undefined;
  /** Newest first. */
  readonly memberships: readonly Membership[];
};

export async function deskRecord(
  executor: Executor,
  keys: KeyRing,
  personId: string,
): Promise<DeskRecord | undefined> {
  const row = await queries.personWithCardsAndFamily(executor, personId);
  return (
    row && {
      birthPlace: row.birthPlace ?? undefined,
      motherName: openFor(keys, 'mother_name', row.index, row.motherNameSealed),
      memberships: row.memberships.map(membershipFrom),
    }
  );
}
