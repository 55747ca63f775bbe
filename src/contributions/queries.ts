import type { IsoDate, Month } from '#kernel';
import { type Executor, sql } from '#platform';
import type { Programme } from '#rates';

/** A card as the history needs it: the months in which a report is expected. */
export type Card = {
  readonly membershipId: string;
  readonly firstMonth: string;
  /** Before `firstMonth` when no report is expected at all. */
  readonly throughMonth: string;
};

type Amount = bigint | null;
export type HistoryRow = {
  month: Month;
  membershipId: string;
  wage: Amount;
  jhtEmployer: Amount;
  jhtEmployee: Amount;
  jpEmployer: Amount;
  jpEmployee: Amount;
  jkkEmployer: Amount;
  jkkEmployee: Amount;
  jkmEmployer: Amount;
  jkmEmployee: Amount;
  jkpFromJkk: Amount;
  reportedOn: IsoDate | null;
  billedOn: IsoDate | null;
  paidOn: IsoDate | null;
  postedOn: IsoDate | null;
  correctedOn: IsoDate | null;
};

export type HistoryBounds = {
  readonly from: string;
  readonly to: string;
  readonly programme: Programme | undefined;
  readonly limit: number;
  readonly offset: number;
};

/**
 * Newest first: what was reported for these cards, and the months in between for which nothing was. With a programme,
 * only rows that have it, and missing months beside such rows.
 */
export function selectHistory(
  executor: Executor,
  personId: string,
  cards: readonly Card[],
  bounds: HistoryBounds,
): Promise<HistoryRow[]> {
  const column = (pick: (card: Card) => string) => cards.map(pick);
  return executor.many<HistoryRow>(sql`
    with card as (
      select * from unnest(${column((card) => card.membershipId)}::uuid[], ${column((card) => card.firstMonth)}::text[],
        ${column((card) => card.throughMonth)}::text[]) as c (membership_id, first_month, through_month)),
    expected as (
      select c.membership_id, to_char(m, 'YYYY-MM') collate "C" as month from card c
      cross join lateral generate_series((c.first_month || '-01')::timestamp, (c.through_month || '-01')::timestamp, '1 month') m),
    known as (
      select distinct on (membership_id, month) *, case ${bounds.programme ?? null}::text
        when 'JHT' then jht_employee is not null when 'JP' then jp_employee is not null
        when 'JKK' then coalesce(jkk_employer, jkk_employee) is not null
        when 'JKM' then coalesce(jkm_employer, jkm_employee) is not null
        when 'JKP' then jkp_from_jkk is not null else true end as joined
      from contributions.contribution
      where person_id = ${personId}::uuid and membership_id in (select membership_id from card) and not superseded
      order by membership_id, month, revision desc)
    select month, membership_id as "membershipId", k.wage, k.jht_employer as "jhtEmployer", k.jht_employee as "jhtEmployee",
      k.jp_employer as "jpEmployer", k.jp_employee as "jpEmployee", k.jkk_employer as "jkkEmployer",
      k.jkk_employee as "jkkEmployee", k.jkm_employer as "jkmEmployer", k.jkm_employee as "jkmEmployee",
      k.jkp_from_jkk as "jkpFromJkk", k.reported_on as "reportedOn", k.billed_on as "billedOn", k.paid_on as "paidOn",
      k.posted_on as "postedOn", k.corrected_on as "correctedOn"
    from expected e full join known k using (membership_id, month) join card using (membership_id)
    where month between ${bounds.from} and ${bounds.to}
      and (k.joined or (k.wage is null and (${bounds.programme ?? null}::text is null
        -- A month without a report belongs to the programme when the report before it does, or else the one after it.
        or coalesce(
          (select n.joined from known n where n.membership_id = card.membership_id and n.month < e.month
            order by n.month desc limit 1),
          (select n.joined from known n where n.membership_id = card.membership_id and n.month > e.month
            order by n.month limit 1)))))
    order by month desc, membership_id
    limit ${bounds.limit}::int offset ${bounds.offset}::int`);
}

/** A century of months: longer than anybody works, and a bound for whatever a faulty file may hold. */
const mostYears = 100;
const mostMonths = mostYears * 12;

export function selectYears(executor: Executor, personId: string): Promise<{ year: number }[]> {
  return executor.many(sql`
    select distinct left(month, 4)::int as year from contributions.contribution
    where person_id = ${personId}::uuid and not superseded order by 1 desc limit ${mostYears}`);
}

export type ProgrammeMonthRow = { month: Month; paid: boolean } & Record<Lowercase<Programme>, boolean>;

export function selectProgrammeMonths(executor: Executor, personId: string): Promise<ProgrammeMonthRow[]> {
  return executor.many<ProgrammeMonthRow>(sql`
    select month, bool_or(paid_on is not null) as paid, bool_or(jht_employee is not null and not superseded) as jht,
      bool_or(jp_employee is not null and not superseded) as jp, bool_or(coalesce(jkk_employer, jkk_employee) is not null and not superseded) as jkk,
      bool_or(coalesce(jkm_employer, jkm_employee) is not null and not superseded) as jkm, bool_or(jkp_from_jkk is not null and not superseded) as jkp
    from contributions.contribution where person_id = ${personId}::uuid group by month
    having bool_or(not superseded and wage > 0) order by month limit ${mostMonths}`);
}
