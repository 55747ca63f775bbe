import type { Transaction } from '#platform';
import * as queries from './queries-resolve.ts';

/**
 * Finds the person of every row of pg_temp.person_request by member number, by NIK (its blind index, `identityHash`) or
 * by both, which then must name the same person, and fills pg_temp.person_resolved, one row for each. The caller makes
 * both tables with `createPersonHandOver` inside the same transaction and fills the first. `refusal` is null where the person
 * was found.
 */
export async function resolvePersons(tx: Transaction): Promise<void> {
  await tx.run(queries.fillPersonResolved);
}

/** Makes the two hand-over tables of `resolvePersons`, which go at the end of the transaction. */
export async function createPersonHandOver(tx: Transaction): Promise<void> {
  for (const statement of queries.personHandOver) await tx.run(statement);
}
