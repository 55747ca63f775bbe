import type { IsoDate, Month } from '#kernel';
import type { OwnMonth } from './enter-own.ts';
import { sql, type Statement, type Transaction } from '#platform';
import { programmesOf } from './queries-correct-posting.ts';

type Charge = {
  readonly chargeId: string;
  readonly on: IsoDate;
  readonly payerIds: readonly string[] | undefined;
};

export async function createBilled(tx: Transaction): Promise<void> {
  await tx.run(sql`create temp table billed (payer_id uuid, month text collate "C", corrected boolean, segment text,
    workers int, jht bigint, jp bigint, jp_deferred bigint, jkk bigint, jkm bigint, discounts text) on commit drop`);
}

const both = (of: Statement) => ({
  jht: sql`coalesce(${of}.jht_employer, 0) + coalesce(${of}.jht_employee, 0)`,
  jp: sql`coalesce(${of}.jp_employer, 0) + coalesce(${of}.jp_employee, 0)`,
  jkk: sql`coalesce(${of}.jkk_employer, 0) + coalesce(${of}.jkk_employee, 0)`,
  jkm: sql`coalesce(${of}.jkm_employer, 0) + coalesce(${of}.jkm_employee, 0)`,
});
const row = both(sql`r`);
const base = both(sql`b`);

/** The revision that was billed last before this one, or else paid without a bill of ours: what is asked for already. */
const askedBefore = sql`
  left join lateral (
    select * from contributions.contribution b
    where b.person_id = r.person_id and b.membership_id = r.membership_id and b.month = r.month and b.revision < r.revision
      and (b.charge_id is not null or b.paid_on is not null)
    order by b.charge_id is not null desc, b.revision desc limit 1) b on r.revision > 0`;

const sums = sql`count(*) as workers, sum(${row.jht} - (${base.jht})) as jht, sum(${row.jp} - (${base.jp})) as jp,
  sum(coalesce(r.jp_deferred, 0) - coalesce(b.jp_deferred, 0)) as jp_deferred, sum(${row.jkk} - (${base.jkk})) as jkk,
  sum(${row.jkm} - (${base.jkm})) as jkm`;

/** What nobody has paid yet. Of two at once each row goes to one: the second finds it taken when it gets its turn. */
export function takeUnpaid(tx: Transaction, charge: Charge): Promise<number> {
  return take(tx, charge, sql`c.paid_on is null and c.posted_on is null`);
}

/** Corrections that count already, because the month was paid, of months that stand on a bill of ours. */
export function takeCounted(tx: Transaction, charge: Charge): Promise<number> {
  return take(
    tx,
    charge,
    sql`c.revision > 0 and c.paid_on is not null and exists (
      select from contributions.contribution b
      where b.person_id = c.person_id and b.membership_id = c.membership_id and b.month = c.month
        and b.revision < c.revision and b.charge_id is not null)`,
  );
}

function take(tx: Transaction, { chargeId, on, payerIds }: Charge, which: Statement): Promise<number> {
  return tx.run(sql`
    with r as (
      update contributions.contribution c set charge_id = ${chargeId}::uuid, billed_on = coalesce(c.billed_on, ${on}::date)
      where c.charge_id is null and c.employer_id is not null and not c.superseded and ${which}
        and (${payerIds ?? null}::uuid[] is null or c.employer_id = any (${payerIds ?? null}::uuid[]))
      returning *)
    insert into pg_temp.billed (payer_id, month, corrected, segment, discounts, workers, jht, jp, jp_deferred, jkk, jkm)
    select r.employer_id, r.month, r.revision > 0, r.segment, string_agg(distinct r.discounts, ' '), ${sums}
    from r ${askedBefore} group by r.employer_id, r.month, r.revision > 0, r.segment`);
}

export async function createPaidCharge(tx: Transaction): Promise<void> {
  await tx.run(sql`create temp table paid_charge (payer_id uuid, charge_id uuid, month text collate "C",
    corrected boolean, paid_on date) on commit drop`);
  await tx.run(sql`create temp table paid_row (person_id uuid, membership_id uuid, month text collate "C", revision int,
    posting_group uuid, reverses_revision int, reversal_group uuid) on commit drop`);
}

/** A row that its file told as paid already and that waits for the posting goes with the rest of its entry. */
export async function settleRows(tx: Transaction, postedOn: IsoDate): Promise<number> {
  const settled = await tx.run(sql`
    with settled as (
      update contributions.contribution c set paid_on = p.paid_on, posted_on = ${postedOn}::date
      from pg_temp.paid_charge p
      where coalesce(c.employer_id, c.membership_id) = p.payer_id and c.month = p.month and c.charge_id = p.charge_id
        and (c.revision > 0) = p.corrected and c.paid_on is null and c.posted_on is null and not c.superseded
      returning c.*)
    insert into pg_temp.paid_row
    select person_id, membership_id, month, revision, posting_group, reverses_revision, reversal_group from settled`);
  if (settled === 0) return 0;
  await tx.run(sql`
    with beside as (
      update contributions.contribution c set posted_on = ${postedOn}::date
      where c.posting_group in (select posting_group from pg_temp.paid_row)
        and c.posted_on is null and c.paid_on is not null and not c.superseded
      returning c.*)
    insert into pg_temp.paid_row
    select person_id, membership_id, month, revision, posting_group, reverses_revision, reversal_group from beside`);
  return settled;
}

export async function unpaidBeside(tx: Transaction): Promise<number> {
  const found = await tx.one<{ count: bigint }>(sql`
    select count(*) as count from contributions.contribution
    where posted_on is null and not superseded and posting_group in (select posting_group from pg_temp.paid_row)`);
  return Number(found.count);
}

export async function requestSettlement(tx: Transaction, postedOn: IsoDate): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.settlement (entry_id, state, effective_on)
    select (left(g.posting_group::text, 34) || p.suffix)::uuid, 'posted', ${postedOn}::date
    from (
      select p.posting_group, sum(${row.jht}) as jht, sum(${row.jp}) as jp, sum(${row.jkk}) as jkk, sum(${row.jkm}) as jkm
      from pg_temp.paid_row p join contributions.contribution r using (person_id, membership_id, month, revision)
      group by p.posting_group) g
    cross join lateral (values ('01', g.jht), ('02', g.jp), ('03', g.jkk), ('04', g.jkm)) p (suffix, amount)
    where p.amount > 0`);
}

/** A corrected row that is posted takes back, on the same day, what the posted revision before it gave. */
export async function requestTakingBack(tx: Transaction, postedOn: IsoDate): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.settlement (entry_id, state, effective_on)
    select (left(r.reversal_group::text, 34) || p.suffix)::uuid, 'posted', ${postedOn}::date
    from pg_temp.paid_row r
    join contributions.contribution b on b.person_id = r.person_id and b.membership_id = r.membership_id
      and b.month = r.month and b.revision = r.reverses_revision
    cross join lateral ${programmesOf(sql`b`)}
    where r.reversal_group is not null and p.amount > 0`);
}

export async function createChargeTotals(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table charge_total on commit drop as
    select r.employer_id as payer_id, r.month, r.revision > 0 as corrected, r.charge_id, ${sums},
      bool_and(r.posted_on is not null or r.superseded) as settled
    from contributions.contribution r ${askedBefore}
    where r.charge_id is not null group by 1, 2, 3, 4`);
}

export async function insertOwnRows(tx: Transaction, months: readonly OwnMonth[]): Promise<void> {
  const column = (pick: (one: OwnMonth) => string | bigint | boolean) => months.map(pick);
  await tx.run(sql`
    insert into pg_temp.contribution_row (row_number, npp, member_number, month, counted_month, wage, reported_on, billed_on,
      paid_on, posted_on, without_savings)
    select row_number() over (), '', r.member_number, r.month, r.month, r.income, r.declared_on, r.billed_on, r.paid_on, r.posted_on,
      not r.with_savings
    from unnest(${column((one) => one.memberNumber)}::text[], ${column((one) => one.month)}::text[],
      ${column((one) => one.income)}::bigint[], ${column((one) => one.declaredOn)}::date[],
      ${column((one) => one.billedOn)}::date[], ${column((one) => one.paidOn)}::date[], ${column((one) => one.postedOn)}::date[],
      ${column((one) => one.withSavings)}::boolean[])
      as r (member_number, month, income, declared_on, billed_on, paid_on, posted_on, with_savings)`);
}

/** Of the months handed over those that are written now: neither refused nor known. */
export function selectOwnTaken(
  tx: Transaction,
): Promise<{ readonly memberNumber: string; readonly month: Month }[]> {
  return tx.many(sql`
    select member_number as "memberNumber", month from pg_temp.contribution_checked
    where refusal is null and known_wage is null`);
}

/** Months of the self-employed that are posted, with what they come to. */
export async function createOwnTotals(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table own_total on commit drop as
    select r.membership_id, r.month, r.billed_on, (${row.jht} + ${row.jp} + ${row.jkk} + ${row.jkm})::bigint as amount
    from contributions.contribution r where r.employer_id is null and r.posted_on is not null and not r.superseded`);
}
