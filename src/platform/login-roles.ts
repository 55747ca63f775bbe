import type { Executor } from './database.ts';
import { sql } from './sql.ts';

export type LoginRole = { readonly name: string; readonly login: string; readonly may: boolean };

/** Which of the roles the login may act as. Since PostgreSQL 16 a member may be barred from that. */
export async function loginRoles(executor: Executor, wanted: readonly string[]): Promise<LoginRole[]> {
  return executor.many(sql`
    select w.name, session_user::text as login, r.oid is not null and pg_has_role(session_user, r.oid,
      case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as may
    from unnest(${wanted}::text[]) w(name) left join pg_roles r on r.rolname = w.name order by w.name`);
}

/** Who is signed in to the database, and whether it may do everything there. */
export async function loginMayAll(
  executor: Executor,
): Promise<{ readonly login: string; readonly all: boolean }> {
  return executor.one(
    sql`select rolname::text as login, rolsuper as "all" from pg_roles where rolname = session_user`,
  );
}
