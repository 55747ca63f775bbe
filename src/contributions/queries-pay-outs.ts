import type { RowRefusal } from '#members';
import { sql, type Transaction } from '#platform';
import type { PayOut } from './pay-out.ts';

export async function createPayOutRow(tx: Transaction): Promise<void> {
  await tx.run(sql`create temp table pay_out_row (row_number int, pay_out_id uuid, member_number text, amount bigint,
    paid_on date, reference text, person_id uuid, is_known boolean not null default false, refusal text) on commit drop`);
}

export const copyPayOutRow =
  'copy pg_temp.pay_out_row (row_number, pay_out_id, member_number, amount, paid_on, reference) from stdin';

export async function requestPersons(tx: Transaction): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.person_request (row_number, member_number)
    select row_number, member_number from pg_temp.pay_out_row`);
}

/**
 * Whose each row is, and what was told before under its reference: by an earlier file, or by the first row of this one
 * that names somebody. What says the same is known; the rest is told otherwise.
 */
export async function checkRows(tx: Transaction): Promise<void> {
  await tx.run(sql`
    update pg_temp.pay_out_row r set person_id = p.person_id, refusal = p.refusal
    from pg_temp.person_resolved p where p.row_number = r.row_number`);
  await tx.run(sql`
    update pg_temp.pay_out_row r set is_known = true,
      refusal = case when (r.person_id, r.amount, r.paid_on) is distinct from (k.person_id, k.savings, k.paid_on) then 'paid_otherwise' end
    from (
      select 0 as row_number, pay_out_id, person_id, savings, paid_on from contributions.pay_out
      where pay_out_id in (select pay_out_id from pg_temp.pay_out_row)
      union all
      (select distinct on (f.pay_out_id) f.row_number, f.pay_out_id, f.person_id, f.amount, f.paid_on
      from pg_temp.pay_out_row f where f.refusal is null
        and not exists (select from contributions.pay_out o where o.pay_out_id = f.pay_out_id)
      order by f.pay_out_id, f.row_number)) k
    where r.refusal is null and r.pay_out_id = k.pay_out_id and r.row_number > k.row_number`);
  await tx.run(sql`
    create temp table pay_out_turn on commit drop as
    select row_number() over (order by person_id, paid_on, row_number) as turn, row_number
    from pg_temp.pay_out_row where refusal is null and not is_known`);
}

/** What is to be paid: of each reference its first row. */
export function selectRows(tx: Transaction, after: number, limit: number): Promise<PayOut[]> {
  return tx.many(sql`
    select r.person_id as "personId", r.pay_out_id as "payOutId", r.paid_on as "paidOn", r.amount as savings
    from pg_temp.pay_out_turn t join pg_temp.pay_out_row r using (row_number)
    where t.turn > ${after}::int and t.turn <= ${after + limit}::int order by t.turn`);
}

/** A row that says the same again is refused with it. */
export async function refuseRow(tx: Transaction, payOutId: string, reason: string): Promise<void> {
  await tx.run(sql`
    update pg_temp.pay_out_row set refusal = ${reason} where pay_out_id = ${payOutId}::uuid and refusal is null`);
}

export function refusedRows(tx: Transaction, after: number, limit: number): Promise<RowRefusal[]> {
  return tx.many<RowRefusal>(sql`
    select row_number as row, refusal as reason, said.name as column, said.value
    from pg_temp.pay_out_row cross join lateral (
      select case refusal when 'member_number_unknown' then 'kpj' when 'more_than_balance' then 'amount'
        when 'paid_otherwise' then 'reference' else 'paid_on' end as name) of_column
    cross join lateral (
      select of_column.name, case of_column.name when 'kpj' then member_number when 'amount' then amount::text
        when 'reference' then reference else paid_on::text end as value) said
    where refusal is not null and row_number > ${after}::int order by row_number limit ${limit}::int`);
}
