import { type Database, keyFault, type KeyRing, kindsWithOldKeys, loginRoles } from '#platform';
import { foundFault, mendFault } from './fitting-keys.ts';

/** One thing looked at: what was found and, when it is not well, how to mend it. */
export type Finding = {
  readonly subject: string;
  readonly well: boolean;
  readonly found: string;
  readonly mend?: string;
};

/** Whether the ring is one that this database was used with. Looks only: a new key is noted when the program starts. */
export async function examineKeys(database: Database, keys: KeyRing): Promise<Finding> {
  const fault = await keyFault(database, keys);
  if (!fault) return { subject: 'keys and database', well: true, found: 'fit' };
  return { subject: 'keys and database', well: false, found: foundFault(fault), mend: mendFault(fault) };
}

/** Which kinds are made with a key that is older than it should be; before any change, the age of the database counts. */
export async function examineKeyAges(database: Database, daysOld: number, now: Date): Promise<Finding> {
  const before = new Date(now.getTime() - daysOld * 86_400_000);
  const kinds = await kindsWithOldKeys(database, before);
  if (kinds.length === 0)
    return { subject: 'age of keys', well: true, found: `none older than ${daysOld} days` };
  return {
    subject: 'age of keys',
    well: false,
    found: `in use for more than ${daysOld} days: ${kinds.join(', ')}`,
    mend: `Run: ./goid keys rotate ${kinds.join(' ')} (docs/operations.md)`,
  };
}

/** Which of the wanted roles the login may act as. */
export async function examineRoles(database: Database, wanted: readonly string[]): Promise<Finding[]> {
  const rows = await loginRoles(database, wanted);
  return rows.map(({ name, login, may }) =>
    may
      ? { subject: name, well: true, found: `${login} may act as it` }
      : {
          subject: name,
          well: false,
          found: `${login} may not act as it`,
          mend: `Run as the owner: grant ${name} to "${login}"; or ask about the faces of this login only: ./goid doctor portal`,
        },
  );
}
