import { type Database, keyFault, type KeyRing, sql } from '#platform';
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

/** Which of the wanted roles the login may act as. Since PostgreSQL 16 a member may be barred from that. */
export async function examineRoles(database: Database, wanted: readonly string[]): Promise<Finding[]> {
  const rows = await database.many<{ name: string; login: string; may: boolean }>(sql`
    select w.name, session_user::text as login, r.oid is not null and pg_has_role(session_user, r.oid,
      case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as may
    from unnest(${wanted}::text[]) w(name) left join pg_roles r on r.rolname = w.name order by w.name`);
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
