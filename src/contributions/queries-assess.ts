import { type Statement, type Transaction, sql } from '#platform';
import type { TermRow } from './sql-terms.ts';

/** The same arithmetic as assess.ts, as SQL over tables filled from src/rates; a property test holds the two together. */
export async function createTerms(
  tx: Transaction,
  terms: readonly TermRow[],
  discounts: readonly TermRow[],
): Promise<void> {
  await tx.run(sql`create temp table assessment_term (month text collate "C", payer_kind text,
    jht_employer_rate bigint, jht_employee_rate bigint, jp_employer_rate bigint, jp_employee_rate bigint,
    jp_ceiling bigint, jkk_rate bigint, jkm_rate bigint, jkp_ceiling bigint, jkp_from_jkk_rate bigint,
    jkp_from_jkm_rate bigint, jkp_state_rate bigint, income_from bigint, income_up_to bigint, jht_amount bigint, jkk_amount bigint,
    jkm_amount bigint, refusal text, primary key (month, payer_kind, income_from)) on commit drop`);
  await tx.run(sql`create temp table discount_rule (month text collate "C", segment text, rule text, jkk_relief bigint,
    jkm_relief bigint, jp_deferred bigint, labour_intensive int, min_active_workers int, paid_up_through text collate "C",
    member_since_through text collate "C", otherwise_after_months int, pay_by date) on commit drop`);
  await tx.run(sql`insert into pg_temp.assessment_term
    select * from json_populate_recordset(null::pg_temp.assessment_term, ${JSON.stringify(terms)}::json)`);
  await tx.run(sql`insert into pg_temp.discount_rule
    select * from json_populate_recordset(null::pg_temp.discount_rule, ${JSON.stringify(discounts)}::json)`);
  await tx.run(sql`analyze pg_temp.assessment_term`);
}

/** Whether a discount of these months asks that nothing older be owed; without one nobody's standing is looked up. */
export const asksForStanding = sql`exists (select from pg_temp.discount_rule where paid_up_through is not null)`;

/**
 * From pg_temp.assessment_input(row_number, payer_id, segment, payer_kind, month, wage, paid_on, labour_intensive,
 * reported_on, active_workers, first_month) and pg_temp.payer_standing(payer_id, earliest_unpaid_month): which reliefs hold for which row.
 * What is reported after the last day to pay for a relief cannot be paid by then.
 */
export async function createReliefs(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table assessment_relief on commit drop as
    select i.row_number, max(d.jkk_relief) as jkk_relief, max(d.jkm_relief) as jkm_relief,
      max(d.jp_deferred) as jp_deferred, string_agg(d.rule, ' ' order by d.rule) as rules
    from pg_temp.assessment_input i
    join pg_temp.discount_rule d on d.month = i.month and d.segment = i.segment
    left join pg_temp.payer_standing p on p.payer_id = i.payer_id
    where (d.labour_intensive = 0 or i.labour_intensive)
      and i.active_workers >= d.min_active_workers
      and (d.paid_up_through is null or p.earliest_unpaid_month is null or p.earliest_unpaid_month > d.paid_up_through)
      and (d.member_since_through is null or i.first_month <= d.member_since_through or i.month >= to_char(
        (i.first_month || '-01')::date + make_interval(months => d.otherwise_after_months), 'YYYY-MM') collate "C")
      and (d.pay_by is null or coalesce(i.paid_on, i.reported_on) <= d.pay_by)
    group by i.row_number`);
  await tx.run(sql`analyze pg_temp.assessment_relief`);
}

// A rate is in 1/1000 %, so a share is wage × rate / 100 000, half up; a relief in percent divides by 100 more.
const share = (wage: Statement, rate: Statement) => sql`(${wage} * ${rate} + 50000) / 100000`;
const relieved = (amount: Statement, rate: Statement, relief: Statement) => sql`
  coalesce((${amount} * (100 - coalesce(${relief}, 0)) + 50) / 100,
    (i.wage * ${rate} * (100 - coalesce(${relief}, 0)) + 5000000) / 10000000)`;
const pensionWage = sql`least(i.wage, t.jp_ceiling)`;
const jkpWage = sql`least(i.wage, t.jkp_ceiling)`;

/** The terms that hold for a wage: those of the range of incomes it lies in. */
export const termsOfWage = (wage: Statement) => sql`${wage} between t.income_from and t.income_up_to`;

/** Every row of pg_temp.assessment_input with its shares; a share that is null belongs to a programme not joined. */
export const assessedRows = sql`
  select a.*,
    a.jp_total - (a.jp_total * (100 - coalesce(a.jp_deferred_percent, 0)) + 50) / 100 as jp_deferred,
    case when a.jkp_of_jkk is not null then least(a.jkp_of_jkk, a.jkk) end as jkp_from_jkk,
    case when a.jkp_of_jkm is not null then least(a.jkp_of_jkm, a.jkm) end as jkp_from_jkm,
    case when not a.own_money then a.jkk end as jkk_employer, case when a.own_money then a.jkk end as jkk_employee,
    case when not a.own_money then a.jkm end as jkm_employer, case when a.own_money then a.jkm end as jkm_employee
  from (
    select i.*, t.jkk_amount is not null as own_money, r.rules as discounts, r.jp_deferred as jp_deferred_percent,
      ${share(sql`i.wage`, sql`t.jht_employer_rate`)} as jht_employer,
      coalesce(t.jht_amount, ${share(sql`i.wage`, sql`t.jht_employee_rate`)}) as jht_employee,
      ${share(pensionWage, sql`t.jp_employer_rate`)} as jp_employer,
      ${share(pensionWage, sql`t.jp_employee_rate`)} as jp_employee,
      ${share(pensionWage, sql`t.jp_employer_rate`)} + ${share(pensionWage, sql`t.jp_employee_rate`)} as jp_total,
      ${relieved(sql`t.jkk_amount`, sql`t.jkk_rate`, sql`r.jkk_relief`)} as jkk,
      ${relieved(sql`t.jkm_amount`, sql`t.jkm_rate`, sql`r.jkm_relief`)} as jkm,
      case when t.jkp_ceiling is not null then ${share(jkpWage, sql`t.jkp_from_jkk_rate`)} end as jkp_of_jkk,
      case when t.jkp_ceiling is not null then ${share(jkpWage, sql`t.jkp_from_jkm_rate`)} end as jkp_of_jkm,
      case when t.jkp_ceiling is not null then ${share(jkpWage, sql`t.jkp_state_rate`)} end as jkp_from_state
    from pg_temp.assessment_input i
    join pg_temp.assessment_term t on t.month = i.month and t.payer_kind = i.payer_kind
      and ${termsOfWage(sql`i.wage`)}
    left join pg_temp.assessment_relief r on r.row_number = i.row_number) a`;
