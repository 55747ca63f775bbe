import type { IsoDate, Month, Rate, Rupiah } from '#kernel';
import { type Executor, sql, type Transaction } from '#platform';

export async function insertDeclaration(
  tx: Transaction,
  row: {
    readonly payerId: string;
    readonly month: Month;
    readonly declarationId: string;
    readonly memberNumber: string;
    readonly income: Rupiah;
    readonly withSavings: boolean;
    readonly declaredBy: string;
    readonly now: Date;
  },
): Promise<void> {
  await tx.run(sql`
    insert into billing.declaration (payer_id, month, declaration_id, member_number, income, with_savings,
      declared_by, declared_at)
    values (${row.payerId}, ${row.month}, ${row.declarationId}, ${row.memberNumber}, ${row.income}, ${row.withSavings},
      ${row.declaredBy}, ${row.now})`);
}

export async function queueOwnBill(tx: Transaction, payerId: string, month: Month): Promise<void> {
  await tx.run(sql`select billing.queue_own_bill(${payerId}::uuid, ${month})`);
}

export type Declaration = {
  readonly declarationId: string;
  readonly memberNumber: string;
  readonly income: Rupiah;
  readonly withSavings: boolean;
  readonly declaredAt: Date;
};

export function newestDeclaration(
  executor: Executor,
  payerId: string,
  month: Month,
): Promise<Declaration | undefined> {
  return executor.maybe(sql`
    select declaration_id as "declarationId", member_number as "memberNumber", income,
      with_savings as "withSavings", declared_at as "declaredAt"
    from billing.declaration where payer_id = ${payerId}::uuid and month = ${month}
    order by declaration_id desc limit 1`);
}

/** What was declared last for any month: what the form proposes. */
export function lastDeclaration(
  executor: Executor,
  payerId: string,
): Promise<Pick<Declaration, 'income' | 'withSavings'> | undefined> {
  return executor.maybe(sql`
    select income, with_savings as "withSavings" from billing.declaration where payer_id = ${payerId}::uuid
    order by month desc, declaration_id desc limit 1`);
}

/** Whether any money has come in from this payer. */
export async function hasPaid(executor: Executor, payerId: string): Promise<boolean> {
  const { paid } = await executor.one<{ readonly paid: boolean }>(sql`
    select exists (select from billing.payment where payer_id = ${payerId}::uuid) as paid`);
  return paid;
}

export async function isPaid(executor: Executor, payerId: string, month: Month): Promise<boolean> {
  const { paid } = await executor.one<{ readonly paid: boolean }>(sql`
    select coalesce((select sum(amount) from billing.allocation where payer_id = ${payerId}::uuid and month = ${month}), 0)
      >= coalesce((select sum(amount) from billing.charge where payer_id = ${payerId}::uuid and month = ${month}), 1) as paid`);
  return paid;
}

/**
 * The bill of a declared month, with a charge for what the declaration asks for beyond what stands on it: also when that is nothing,
 * because the newest charge says which declaration the bill is for.
 */
export async function putOwnBill(
  tx: Transaction,
  bill: {
    readonly payerId: string;
    readonly month: Month;
    readonly dueOn: IsoDate;
    readonly penaltyRate: Rate;
    readonly chargeId: string;
    readonly jht: Rupiah;
    readonly jkk: Rupiah;
    readonly jkm: Rupiah;
    readonly on: IsoDate;
    readonly now: Date;
  },
): Promise<void> {
  const { payerId, month, on } = bill;
  await tx.run(sql`
    insert into billing.bill (payer_id, month, bill_id, segment, due_on, penalty_rate, issued_on)
    values (${payerId}, ${month}, billing.new_bill_id(${bill.now}::timestamptz), 'BPU', ${bill.dueOn}, ${bill.penaltyRate}, ${on})
    on conflict (payer_id, month) do nothing`);
  await tx.run(sql`
    insert into billing.charge (payer_id, month, charge_id, kind, for_month, workers, jht, jkk, jkm, charged_on)
    select ${payerId}::uuid, ${month}, ${bill.chargeId}::uuid, case when s.charges = 0 then 'contributions' else 'correction' end,
      ${month}, case when s.charges = 0 then 1 else 0 end, ${bill.jht}::bigint - s.jht, ${bill.jkk}::bigint - s.jkk,
      ${bill.jkm}::bigint - s.jkm, ${on}::date
    from (
      select count(*) as charges, coalesce(sum(jht), 0) as jht, coalesce(sum(jkk), 0) as jkk, coalesce(sum(jkm), 0) as jkm
      from billing.charge where payer_id = ${payerId}::uuid and month = ${month}) s
    where not exists (
      select from billing.charge
      where payer_id = ${payerId}::uuid and month = ${month} and charge_id = ${bill.chargeId}::uuid)`);
}

export type PaidOwn = {
  readonly month: Month;
  readonly memberNumber: string;
  readonly income: Rupiah;
  readonly withSavings: boolean;
  readonly declaredBy: string | null;
  readonly declaredAt: Date;
  readonly billedOn: IsoDate;
  readonly paidOn: IsoDate;
};

/**
 * Months of the self-employed that are paid whole, with what was declared: of these months and of any since `since`, because a
 * lower declaration can make a month whole by itself.
 */
export function paidOwn(
  tx: Transaction,
  payerIds: readonly string[],
  months: readonly Month[],
  since: Month,
): Promise<PaidOwn[]> {
  return tx.many(sql`
    select b.month, d.member_number as "memberNumber", d.income, d.with_savings as "withSavings",
      d.declared_by as "declaredBy", d.declared_at as "declaredAt", b.issued_on as "billedOn",
      a.paid_on as "paidOn"
    from billing.bill b
    join lateral (select sum(amount) as amount from billing.charge c where c.payer_id = b.payer_id and c.month = b.month) c on true
    join lateral (select sum(amount) as amount, max(paid_on) as paid_on from billing.allocation a
      where a.payer_id = b.payer_id and a.month = b.month) a on true
    join lateral (select charge_id from billing.charge c where c.payer_id = b.payer_id and c.month = b.month
      order by charge_id desc limit 1) newest on true
    join billing.declaration d on d.payer_id = b.payer_id and d.month = b.month and d.declaration_id = newest.charge_id
    where b.segment = 'BPU' and c.amount = a.amount and b.payer_id = any (${payerIds}::uuid[])
      and (b.month >= ${since} or b.month = any (${months}::text[]))`);
}

export type ReversedOwn = {
  readonly membershipId: string;
  readonly memberNumber: string;
  readonly month: Month;
  readonly billedOn: IsoDate;
  readonly declaredBy: string | null;
};

/** Of these months of the self-employed those that are not whole any more since a bank took a payment of them back. */
export function reversedOwn(
  tx: Transaction,
  payerIds: readonly string[],
  months: readonly Month[],
): Promise<ReversedOwn[]> {
  return tx.many(sql`
    select b.payer_id as "membershipId", d.member_number as "memberNumber", b.month, b.issued_on as "billedOn",
      d.declared_by as "declaredBy"
    from billing.bill b
    join lateral (
      select member_number, declared_by from billing.declaration d where d.payer_id = b.payer_id and d.month = b.month
      order by declaration_id desc limit 1) d on true
    where b.segment = 'BPU' and b.payer_id = any (${payerIds}::uuid[]) and b.month = any (${months}::text[])
      and (select sum(amount) from billing.charge c where c.payer_id = b.payer_id and c.month = b.month)
        > (select sum(amount) from billing.allocation a where a.payer_id = b.payer_id and a.month = b.month)
      and exists (
        select from billing.allocation a join billing.reversal v using (payment_id)
        where a.payer_id = b.payer_id and a.month = b.month)`);
}
