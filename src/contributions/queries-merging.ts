import type { Month } from '#kernel';
import { type Executor, sql, type Transaction } from '#platform';

/** Whoever pays alone has no employer, and reports by the segment of the card. */
export function selectDoubleMonths(
  executor: Executor,
  gone: string,
  stays: string,
): Promise<{ readonly month: Month; readonly employerId: string | null }[]> {
  return executor.many(sql`
    select distinct g.month, g.employer_id as "employerId"
    from contributions.contribution g join contributions.contribution s
      on s.person_id = ${stays}::uuid and s.month = g.month and s.employer_id is not distinct from g.employer_id
      and (g.employer_id is not null or s.segment = g.segment) and not s.superseded
    where g.person_id = ${gone}::uuid and not g.superseded order by g.month, g.employer_id limit 100`);
}

export async function mergeRows(tx: Transaction, gone: string, stays: string): Promise<number> {
  const { rows } = await tx.one<{ rows: number }>(
    sql`select contributions.merge_record(${gone}::uuid, ${stays}::uuid) as rows`,
  );
  return rows;
}

export type CardMonthsRow = {
  readonly membershipId: string;
  readonly count: bigint;
  readonly first: Month;
  readonly last: Month;
};

export function selectMonthsByCard(executor: Executor, personId: string): Promise<CardMonthsRow[]> {
  return executor.many<CardMonthsRow>(sql`
    select membership_id as "membershipId", count(distinct month) as count, min(month) as first, max(month) as last
    from contributions.contribution where person_id = ${personId}::uuid and not superseded and wage > 0 group by membership_id`);
}
