import { statSync } from 'node:fs';
import {
  type Database,
  keyFault,
  type KeyRing,
  kindsWithOldKeys,
  loginMayAll,
  loginRoles,
  settings,
} from '#platform';
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

/** A login that may do everything is no login of one part, whatever roles it has beside. */
export async function examineLogin(database: Database): Promise<Finding> {
  const { login, all } = await loginMayAll(database);
  if (!all) return { subject: 'login', well: true, found: `${login} is no superuser` };
  return {
    subject: 'login',
    well: false,
    found: `${login} is a superuser: whoever takes over a part of the program has the whole server`,
    mend: 'Give each part a login of its own that has its role and nothing else (docs/operations.md, On servers).',
  };
}

/** The files that settings ending in _FILE name hold secrets: nobody but their owner and group may read or write them. */
export function examineSecretFiles(environment: Readonly<Record<string, string | undefined>>): Finding[] {
  const named = Object.keys(settings).flatMap((name) => {
    const path = environment[`${name}_FILE`];
    return path ? [{ name: `${name}_FILE`, path }] : [];
  });
  if (named.length === 0) return [];
  const open = named.filter(
    ({ path }) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o007) !== 0,
  );
  if (open.length === 0) return [{ subject: 'secret files', well: true, found: 'closed to others' }];
  return open.map(({ name, path }) => ({
    subject: 'secret files',
    well: false,
    found: `every user of this machine may read or change the file of ${name}`,
    mend: `Run: chmod o= ${path}`,
  }));
}
