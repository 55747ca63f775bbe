import type { Executor, KeyRing } from '#platform';
import * as queries from './queries-reach.ts';
import { openFor } from './sealed.ts';

export type RegisterReach = {
  readonly name: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
};

/** How the register says these persons can be reached; nobody has proven it. For notices that the law demands. */
export async function reachOf(
  executor: Executor,
  keys: KeyRing,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, RegisterReach>> {
  const rows = personIds.length === 0 ? [] : await queries.reachOf(executor, personIds);
  return new Map(
    rows.map(({ personId, fullName, index, email, phone }) => [
      personId,
      {
        name: fullName,
        email: openFor(keys, 'email', index, email),
        phone: openFor(keys, 'phone', index, phone),
      },
    ]),
  );
}
