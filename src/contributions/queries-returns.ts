import { type Executor, sql, type Transaction } from '#platform';
import type { DeclaredReturn } from './declared-returns.ts';
import type { PayOut } from './pay-out.ts';

export async function lockDeclared(tx: Transaction): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(4711, 39)`);
}

export function selectDeclared(executor: Executor): Promise<DeclaredReturn[]> {
  return executor.many(sql`
    select distinct on (year, kind) year, kind, rate, method, source, is_example as "isExample"
    from contributions.declared_return order by year, kind, revision desc limit 500`);
}

export async function insertDeclared(tx: Transaction, declared: DeclaredReturn, now: Date): Promise<void> {
  const { year, kind, rate, method, source, isExample } = declared;
  await tx.run(sql`
    insert into contributions.declared_return (year, kind, revision, rate, method, source, is_example, declared_at)
    select ${year}::smallint, ${kind}, coalesce(max(revision), 0) + 1, ${rate}::int, ${method}, ${source},
      ${isExample}::boolean, ${now}::timestamptz
    from contributions.declared_return where year = ${year}::smallint and kind = ${kind}`);
}

export async function insertPayOut(
  tx: Transaction,
  payOut: PayOut,
  given: { returnAmount: bigint; rate: number; method: string },
  now: Date,
): Promise<void> {
  const { personId, payOutId, paidOn, savings } = payOut;
  await tx.run(sql`
    insert into contributions.pay_out (person_id, pay_out_id, paid_on, savings, return_amount, rate, method, entered_at)
    values (${personId}::uuid, ${payOutId}::uuid, ${paidOn}::date, ${savings}::bigint, ${given.returnAmount}::bigint,
      ${given.rate}::int, ${given.method}, ${now}::timestamptz)`);
}

/** One pay-out of a person at a time: what is left is looked at under it. */
export async function lockPayOuts(tx: Transaction, personId: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(4714, hashtext(${personId}))`);
}

export type PayOutRow = PayOut & { readonly returnAmount: bigint };

export function selectPayOut(
  tx: Transaction,
  personId: string,
  payOutId: string,
): Promise<PayOutRow | undefined> {
  return tx.maybe(sql`
    select person_id as "personId", pay_out_id as "payOutId", paid_on as "paidOn", savings, return_amount as "returnAmount"
    from contributions.pay_out where person_id = ${personId}::uuid and pay_out_id = ${payOutId}::uuid`);
}

export async function handOverPayOut(
  tx: Transaction,
  { personId, payOutId, paidOn, savings }: PayOut,
  returnAmount: bigint,
): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.new_entry (entry_id, state, kind, reason, fund, period, effective_on)
    select (left(${payOutId}, 34) || suffix)::uuid, 'posted', kind, reason, 'JHT', ${paidOn.slice(0, 4)}, ${paidOn}::date
    from (values ('05', 'return', 'provisional_return', ${returnAmount}::bigint), ('06', 'payment', 'paid_out', 1)) e (suffix, kind, reason, amount)
    where amount > 0`);
  await tx.run(sql`
    insert into pg_temp.new_posting (entry_id, owner_id, control_name, amount)
    select (left(${payOutId}, 34) || suffix)::uuid, case when name is null then ${personId}::uuid end, name, amount
    from (values ('05', null, ${returnAmount}::bigint), ('05', 'returns:JHT', -${returnAmount}::bigint),
      ('06', null, -${savings + returnAmount}::bigint), ('06', 'payments:JHT', ${savings + returnAmount}::bigint)) p (suffix, name, amount)
    where amount <> 0`);
}
