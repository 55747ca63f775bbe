import { sql, type Statement, type Transaction } from '#platform';
import type { ReportRefusal, ReportTotals } from './report.ts';

/** The staged rows become requests, and make room for the checks of corrections. */
export async function requestStaged(tx: Transaction, sourceId: string, reason: string): Promise<void> {
  await tx.run(sql`
    insert into pg_temp.correction_request (row_number, correction_id, npp, member_number, month, wage, reason)
    select row_number, encode(substring(sha256(convert_to(${sourceId}::text || ' ' || row_number, 'UTF8')) for 16), 'hex')::uuid, npp, member_number, month, wage, ${reason}
    from pg_temp.contribution_row`);
  await tx.run(sql`drop table pg_temp.contribution_row`);
}

export function selectRefused(tx: Transaction): Promise<ReportRefusal[]> {
  return tx.many<ReportRefusal>(sql`
    select row_number as row, refusal as reason, member_number as "memberNumber", month, wage::text as wage,
      false as "sameWage"
    from pg_temp.correction_result join pg_temp.correction_request using (row_number)
    where refusal is not null order by row_number`);
}

/** A new revision `n` beside the one that stood before it, `o`. */
const withStood = sql`pg_temp.correction_revision n join contributions.contribution o
  on o.person_id = n.person_id and o.membership_id = n.membership_id and o.month = n.month
    and o.revision = n.known_revision`;

const difference = (employer: Statement, employee: Statement) => sql`sum(coalesce(n.${employer}, 0)
  + coalesce(n.${employee}, 0) - coalesce(o.${employer}, 0) - coalesce(o.${employee}, 0))::bigint`;

export function selectDifferences(tx: Transaction): Promise<ReportTotals | undefined> {
  return tx.maybe<ReportTotals>(sql`
    select r.npp, count(*)::int as rows, sum(n.wage - o.wage)::bigint as wages,
      ${difference(sql`jht_employer`, sql`jht_employee`)} as jht, ${difference(sql`jp_employer`, sql`jp_employee`)} as jp,
      ${difference(sql`jkk_employer`, sql`jkk_employee`)} as jkk, ${difference(sql`jkm_employer`, sql`jkm_employee`)} as jkm
    from ${withStood} join pg_temp.correction_request r on r.row_number = n.row_number group by r.npp`);
}

const sharesOf = (
  of: Statement,
) => sql`array[coalesce(${of}.jht_employer, 0) + coalesce(${of}.jht_employee, 0),
  coalesce(${of}.jp_employer, 0) + coalesce(${of}.jp_employee, 0),
  coalesce(${of}.jkk_employer, 0) + coalesce(${of}.jkk_employee, 0),
  coalesce(${of}.jkm_employer, 0) + coalesce(${of}.jkm_employee, 0)]`;

export async function createChanges(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table report_change on commit drop as
    select r.npp, n.person_id, n.membership_id, 'corrected' as kind, n.wage, o.wage as last_wage,
      ${sharesOf(sql`n`)} as shares, ${sharesOf(sql`o`)} as last_shares
    from ${withStood} join pg_temp.correction_request r on r.row_number = n.row_number`);
}
