import { sql, type Statement, type Transaction } from '#platform';
import type { WageLaw, WageLimits } from './wage-checks.ts';

/** Rows that count already say nothing new. */
export const reportedWages = sql`
  select npp, person_id, membership_id, segment, wage from pg_temp.contribution_checked
  where refusal is null and known_wage is null and employer_id is not null`;

export const correctedWages = sql`
  select r.npp, n.person_id, n.membership_id, n.segment, n.wage
  from pg_temp.correction_revision n join pg_temp.correction_request r on r.row_number = n.row_number where n.wage > 0`;

/** One line for each bound of each employer's report, so that a set of files is compared by one join. */
function boundsAsSet(laws: readonly WageLaw[]): Statement {
  const lines = laws.flatMap(({ npp, bounds }) => bounds.map((bound, rank) => ({ npp, rank, ...bound })));
  return sql`
    select * from unnest(${lines.map(({ npp }) => npp)}::text[], ${lines.map(({ rank }) => rank)}::int[],
      ${lines.map(({ kind }) => kind)}::text[], ${lines.map(({ amount }) => amount)}::bigint[],
      ${lines.map(({ legalSource }) => legalSource)}::text[], ${lines.map(({ example }) => example)}::boolean[])
      as b (npp, rank, kind, amount, legal_source, is_example)`;
}

export async function createChecks(
  tx: Transaction,
  wages: Statement,
  laws: readonly WageLaw[],
  { large, times, most }: WageLimits,
): Promise<void> {
  await tx.run(sql`
    create temp table wage_check on commit drop as
    with bound as (${boundsAsSet(laws)}),
    reported as (${wages}),
    below as (
      select distinct on (r.membership_id) r.npp, r.person_id, r.membership_id, b.kind, r.wage, b.amount as compared,
        b.legal_source, b.is_example
      from reported r join bound b on b.npp = r.npp and r.wage < b.amount
      where r.segment = 'PU' order by r.membership_id, b.rank),
    found as (
      select * from below
      union all
      select npp, person_id, membership_id, 'very_large', wage, ${large}::bigint, null, false from reported
      where wage > ${large}::bigint
      union all
      select npp, person_id, membership_id, 'far_above_last', wage, last_wage, null, false from pg_temp.report_change
      where kind in ('wage_up', 'corrected') and wage > last_wage * ${times}::int and wage <= ${large}::bigint),
    ranked as (
      select *, count(*) over (partition by npp, kind)::int as of_kind, row_number() over (partition by npp, kind
        order by abs(wage - compared) desc, membership_id) as rank
      from found)
    select npp, person_id, membership_id, kind, wage, compared, legal_source, is_example, of_kind
    from ranked where rank <= ${most}::int`);
}
