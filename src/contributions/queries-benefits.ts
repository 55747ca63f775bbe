import type { Month } from '#kernel';
import { type Executor, sql } from '#platform';

export type YearTotalRow = {
  year: number;
  firstPensionMonth: Month | null;
  pensionMonths: number;
  pensionWages: bigint;
  pensionContributions: bigint;
  pensionUnpaidMonths: number;
  deathMonths: number;
};

export type Ceilings = {
  readonly from: readonly string[];
  readonly to: readonly (string | null)[];
  readonly amount: readonly bigint[];
};

/** A century of years bounds whatever a faulty file may hold. */
const mostYears = 100;

/**
 * One row a year, whatever the length of the history. A month with several cards counts once, with the wages of all
 * cards together up to the ceiling of that month; only the newest revision of a card's month counts.
 */
export function selectYearTotals(
  executor: Executor,
  personId: string,
  ceilings: Ceilings,
): Promise<YearTotalRow[]> {
  return executor.many<YearTotalRow>(sql`
    with ceiling as (
      select * from unnest(${ceilings.from}::text[], ${ceilings.to}::text[], ${ceilings.amount}::bigint[])
        as c (from_month, to_month, amount)),
    known as (
      select distinct on (membership_id, month) month, wage, jp_employee, jp_employer, paid_on,
        coalesce(jkm_employer, jkm_employee) as jkm
      from contributions.contribution where person_id = ${personId}::uuid and not superseded and wage > 0
      order by membership_id, month, revision desc),
    monthly as (
      select month,
        bool_or(jp_employee is not null) as has_pension,
        bool_or(jp_employee is not null and paid_on is not null) as pension_paid,
        sum(wage) filter (where jp_employee is not null and paid_on is not null) as pension_wage,
        sum(jp_employee + jp_employer) filter (where paid_on is not null) as pension_contribution,
        bool_or(jkm is not null and paid_on is not null) as death_paid
      from known group by month)
    select left(month, 4)::int as year, min(month) filter (where has_pension) as "firstPensionMonth",
      (count(*) filter (where pension_paid))::int as "pensionMonths",
      coalesce(sum(least(pension_wage, c.amount)) filter (where pension_paid), 0)::bigint as "pensionWages",
      coalesce(sum(pension_contribution), 0)::bigint as "pensionContributions",
      (count(*) filter (where has_pension and not pension_paid))::int as "pensionUnpaidMonths",
      (count(*) filter (where death_paid))::int as "deathMonths"
    from monthly m left join ceiling c on m.month >= c.from_month and (c.to_month is null or m.month <= c.to_month)
    group by 1 order by 1 limit ${mostYears}`);
}

export type LatestReportRow = {
  membershipId: string;
  month: Month;
  wage: bigint;
  savings: bigint;
  pension: bigint | null;
  hasJobLoss: boolean;
};

/** The newest reported month of each of these cards. */
export function selectLatestReports(
  executor: Executor,
  personId: string,
  membershipIds: readonly string[],
): Promise<LatestReportRow[]> {
  return executor.many<LatestReportRow>(sql`
    select distinct on (membership_id) membership_id as "membershipId", month, wage,
      coalesce(jht_employee, 0) + coalesce(jht_employer, 0) as savings, jp_employee + jp_employer as pension,
      jkp_from_jkk is not null as "hasJobLoss"
    from contributions.contribution
    where person_id = ${personId}::uuid and membership_id = any(${membershipIds}::uuid[])
      and not superseded and wage > 0
    order by membership_id, month desc, revision desc`);
}
