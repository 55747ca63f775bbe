import type { IsoDate } from '#kernel';
import { type Transaction, sql } from '#platform';

export async function createBilled(tx: Transaction): Promise<void> {
  await tx.run(sql`create temp table billed (payer_id uuid, month text collate "C", segment text, workers int, jht bigint,
    jp bigint, jp_deferred bigint, jkk bigint, jkm bigint, discounts text) on commit drop`);
}

/** Of two at once each row goes to one: the second finds it taken when it gets its turn. */
export async function takeUnbilled(
  tx: Transaction,
  charge: {
    readonly chargeId: string;
    readonly on: IsoDate;
    readonly payerIds: readonly string[] | undefined;
  },
): Promise<number> {
  return tx.run(sql`
    with taken as (
      update contributions.contribution set charge_id = ${charge.chargeId}::uuid, billed_on = coalesce(billed_on, ${charge.on}::date)
      where charge_id is null and paid_on is null and posted_on is null and employer_id is not null
        and (${charge.payerIds ?? null}::uuid[] is null
          or employer_id = any (${charge.payerIds ?? null}::uuid[]))
      returning *)
    insert into pg_temp.billed
    select employer_id, month, min(segment), count(*),
      sum(coalesce(jht_employer, 0) + coalesce(jht_employee, 0)), sum(coalesce(jp_employer, 0) + coalesce(jp_employee, 0)),
      sum(coalesce(jp_deferred, 0)), sum(coalesce(jkk_employer, 0) + coalesce(jkk_employee, 0)),
      sum(coalesce(jkm_employer, 0) + coalesce(jkm_employee, 0)), string_agg(distinct discounts, ' ')
    from taken group by employer_id, month`);
}

export async function createPaidMonth(tx: Transaction): Promise<void> {
  await tx.run(sql`create temp table if not exists paid_month (payer_id uuid, month text collate "C", paid_on date,
    primary key (payer_id, month)) on commit drop`);
  await tx.run(sql`create temp table if not exists paid_group (posting_group uuid, jht bigint, jp bigint, jkk bigint,
    jkm bigint) on commit drop`);
}

/** A row that its file told as paid already and that waits for the posting goes with the rest of its entry. */
export async function settleRows(tx: Transaction, postedOn: IsoDate): Promise<number> {
  return tx.run(sql`
    with settled as (
      update contributions.contribution c
      set paid_on = coalesce(c.paid_on, p.paid_on), posted_on = ${postedOn}::date
      from pg_temp.paid_month p
      where coalesce(c.employer_id, c.membership_id) = p.payer_id and c.month = p.month and c.posted_on is null
        and (c.charge_id is not null or c.paid_on is not null)
      returning c.*)
    insert into pg_temp.paid_group
    select posting_group, sum(coalesce(jht_employer, 0) + coalesce(jht_employee, 0)),
      sum(coalesce(jp_employer, 0) + coalesce(jp_employee, 0)), sum(coalesce(jkk_employer, 0) + coalesce(jkk_employee, 0)),
      sum(coalesce(jkm_employer, 0) + coalesce(jkm_employee, 0))
    from settled group by posting_group`);
}

export async function unpaidBeside(tx: Transaction): Promise<number> {
  const row = await tx.one<{ count: bigint }>(sql`
    select count(*) as count from contributions.contribution
    where posted_on is null and posting_group in (select posting_group from pg_temp.paid_group)`);
  return Number(row.count);
}

export async function requestSettlement(tx: Transaction, postedOn: IsoDate): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.settlement (entry_id, state, effective_on)
    select (left(g.posting_group::text, 34) || p.suffix)::uuid, 'posted', ${postedOn}::date
    from pg_temp.paid_group g
    cross join lateral (values ('01', g.jht), ('02', g.jp), ('03', g.jkk), ('04', g.jkm)) p (suffix, amount)
    where p.amount > 0`);
}

export async function clearPaidMonths(tx: Transaction): Promise<void> {
  await tx.run(sql`truncate pg_temp.paid_month, pg_temp.paid_group`);
}

export async function createChargeTotals(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table charge_total on commit drop as
    select employer_id as payer_id, month, charge_id, count(*)::int as workers,
      sum(coalesce(jht_employer, 0) + coalesce(jht_employee, 0))::bigint as jht,
      sum(coalesce(jp_employer, 0) + coalesce(jp_employee, 0))::bigint as jp,
      sum(coalesce(jkk_employer, 0) + coalesce(jkk_employee, 0))::bigint as jkk,
      sum(coalesce(jkm_employer, 0) + coalesce(jkm_employee, 0))::bigint as jkm,
      bool_and(posted_on is not null) as settled
    from contributions.contribution where charge_id is not null group by 1, 2, 3`);
}
