import { type Executor, sql, type Transaction } from '#platform';
import type { HomeAddress } from './change-address.ts';

/** False while a file is taken in; whoever gets it keeps the next file waiting for a moment. */
export async function registerIsFree(tx: Transaction): Promise<boolean> {
  const { free } = await tx.one<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock_shared(4711, 4) as free`,
  );
  return free;
}

type Before = { readonly address: string | null; readonly provinceCode: string | null };

export function addressOf(tx: Transaction, personId: string): Promise<Before | undefined> {
  return tx.maybe(sql`
    select address, province_code as "provinceCode" from members.person where person_id = ${personId}::uuid for update`);
}

export async function keepAddress(
  tx: Transaction,
  row: { readonly changeId: string; readonly personId: string; readonly before: Before; readonly now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into members.address_change (change_id, person_id, changed_at, address_before, province_code_before)
    values (${row.changeId}, ${row.personId}, ${row.now}, ${row.before.address}, ${row.before.provinceCode})`);
}

export async function writeAddress(tx: Transaction, personId: string, to: HomeAddress): Promise<void> {
  await tx.run(sql`
    update members.person set address = ${to.address}, province_code = ${to.provinceCode ?? null}
    where person_id = ${personId}::uuid`);
}

export type EarlierAddress = Before & { readonly changedAt: Date };

export function earlierAddresses(executor: Executor, personId: string): Promise<EarlierAddress[]> {
  return executor.many(sql`
    select changed_at as "changedAt", address_before as address, province_code_before as "provinceCode"
    from members.address_change where person_id = ${personId}::uuid order by changed_at desc, change_id desc`);
}

/**
 * The address that the member gave stays while files tell none, or one that stood before: what they tell is taken for something
 * new only when it is neither.
 */
export async function keepOwnAddress(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update pg_temp.member_row r set address = p.address, province_code = p.province_code
    from members.national_number n join members.person p using (person_id)
    where r.refusal is null and n.index = r.index and exists (
      select from members.address_change c
      where c.person_id = p.person_id and (r.address is null or r.address = c.address_before))`);
}
