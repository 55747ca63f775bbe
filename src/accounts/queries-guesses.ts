import { type Executor, sql } from '#platform';

export type NewWrongPassword = {
  readonly subject: Buffer;
  readonly passwordHash: Buffer;
  readonly evaluated: boolean;
  /** What was noted up to this instant counts no more. */
  readonly since: Date;
  readonly now: Date;
  readonly forgetAt: Date;
};

/** Notes a wrong password beside the two newest others. Answers whether it stood there, and whether it was compared then. */
export function noteWrongPassword(
  executor: Executor,
  wrong: NewWrongPassword,
): Promise<{ readonly repeated: boolean; readonly compared: boolean }> {
  return executor.one<{ readonly repeated: boolean; readonly compared: boolean }>(sql`
    with before as (
      select password_hashes, evaluated, noted_at from accounts.wrong_password where subject = ${wrong.subject} for update
    ), kept as (
      select hash, compared, at from before, unnest(password_hashes, evaluated, noted_at) as entry (hash, compared, at)
      where at > ${wrong.since}::timestamptz
    ), same as (
      select compared, at from kept where hash = ${wrong.passwordHash}
    ), newest as (
      select * from (
        select ${wrong.passwordHash}::bytea as hash, ${wrong.evaluated}::boolean or coalesce((select compared from same), false) as compared,
          coalesce((select at from same), ${wrong.now}::timestamptz) as at, 0 as others
        union all select hash, compared, at, 1 from kept where hash <> ${wrong.passwordHash}
      ) as entry order by others, at desc limit 3
    ), written as (
      insert into accounts.wrong_password (subject, password_hashes, evaluated, noted_at, forget_at)
      select ${wrong.subject}::bytea, array_agg(hash), array_agg(compared), array_agg(at), ${wrong.forgetAt}::timestamptz from newest
      on conflict (subject) do update set password_hashes = excluded.password_hashes, evaluated = excluded.evaluated,
        noted_at = excluded.noted_at, forget_at = excluded.forget_at
    )
    select exists (select from same) as repeated, coalesce((select compared from same), false) as compared`);
}

/** 1 when this disabled it; an earlier instant stays. */
export function disablePassword(
  tx: Executor,
  accountId: string | undefined,
  hash: string | undefined,
  now: Date,
): Promise<number> {
  return tx.run(sql`
    update accounts.password set disabled_at = ${now}
    where account_id = ${accountId ?? null}::uuid and hash is not distinct from ${hash ?? null}::text and disabled_at is null`);
}
