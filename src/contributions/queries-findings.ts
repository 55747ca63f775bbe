import type { IsoDate, Month } from '#kernel';
import { type Executor, sql, type Statement } from '#platform';
import type { DueDays, MinimumWages } from './law-tables.ts';
import { comparedMonths, higherMonths, wageFallPercent } from './pointing-rules.ts';
import type { Card } from './queries.ts';
import type { AttentionKind } from './types.ts';

/** A card with what decides about its months, and since when something has to be known to be told of it. */
export type SearchedCard = Card & {
  readonly personId: string;
  readonly segment: string;
  /** The last month of a card that has ended. */
  readonly endMonth: string | null;
  readonly province: string | null;
  /** JSON of the owner's cards that have ended: each with its last month, by id. */
  readonly endedCards: string;
  readonly since: IsoDate;
};

export type FindingKind = AttentionKind | 'posted';

export type FindingRow = {
  readonly kind: FindingKind;
  readonly personId: string;
  readonly membershipId: string;
  readonly month: Month;
  readonly dueOn: IsoDate;
  readonly days: number | null;
  readonly wage: bigint | null;
  readonly wageBefore: bigint | null;
};

export type Search = {
  readonly today: IsoDate;
  /** Nothing older is looked at. */
  readonly from: Month;
  readonly kinds: readonly FindingKind[];
  /** Whether missing and unpaid months count however long ago they were due; then `from` is before all months. */
  readonly alsoOld: boolean;
  readonly dueDays: readonly DueDays[];
  readonly minimumWages: readonly MinimumWages[];
  readonly limit: number;
};

const higher = 100 + wageFallPercent;
const lower = 100 - wageFallPercent;

/** The cards and the law of their months, as sets. */
function handedOver(cards: readonly SearchedCard[], { dueDays, minimumWages }: Search): Statement {
  const column = (pick: (card: SearchedCard) => string | null) => cards.map(pick);
  return sql`
    card as (
      select person_id, membership_id, segment, first_month collate "C" as first_month, through_month collate "C" as through_month,
        end_month collate "C" as end_month, province, ended_cards::jsonb as ended_cards, since
      from unnest(${column((card) => card.personId)}::uuid[], ${column((card) => card.membershipId)}::uuid[],
        ${column((card) => card.segment)}::text[], ${column((card) => card.firstMonth)}::text[],
        ${column((card) => card.throughMonth)}::text[], ${column((card) => card.endMonth)}::text[],
        ${column((card) => card.province)}::text[], ${column((card) => card.endedCards)}::text[], ${column((card) => card.since)}::date[])
        as c (person_id, membership_id, segment, first_month, through_month, end_month, province, ended_cards, since)),
    due as (
      select segment, month collate "C" as month, due_on from unnest(${dueDays.map(({ segment }) => segment)}::text[],
        ${dueDays.map(({ month }) => month)}::text[], ${dueDays.map((one) => one.dueOn)}::date[]) as d (segment, month, due_on)),
    minimum as (
      select province, month collate "C" as month, amount from unnest(${minimumWages.map(({ province }) => province)}::text[],
        ${minimumWages.map(({ month }) => month)}::text[], ${minimumWages.map(({ amount }) => amount)}::bigint[])
        as m (province, month, amount))`;
}

/** What is known of each month of the cards, and what its wage says beside the months before. */
function knownMonths({ from, alsoOld }: Search): Statement {
  return sql`
    known as (
      select distinct on (c.person_id, c.membership_id, c.month) c.person_id, c.membership_id, c.month, c.wage, c.paid_on,
        c.posted_on, coalesce(c.corrected_on, c.reported_on) as known_on, card.segment, card.first_month, card.end_month, card.province, card.ended_cards, card.since,
        case when c.corrected_on is null or c.paid_on < c.corrected_on then c.month
          else greatest(c.month, to_char(c.corrected_on, 'YYYY-MM') collate "C") end as due_month
      from card join contributions.contribution c using (person_id, membership_id)
      where c.month >= ${from} and not c.superseded
      order by c.person_id, c.membership_id, c.month, c.revision desc),
    expected as (
      select c.person_id, c.membership_id, c.since, d.month, d.due_on from card c join due d on d.segment = c.segment
        and d.month >= ${from} and d.month between c.first_month and c.through_month),
    standing as (
      select k.*, m.amount as minimum, coalesce(k.wage = m.amount, false) as is_minimum,
        coalesce(k.wage < m.amount and k.month is distinct from k.end_month and k.month > k.first_month, false) as is_below,
        min(k.wage) over (partition by k.membership_id order by k.month
          rows between ${comparedMonths}::int preceding and 1 preceding) as lowest_before
      from known k left join minimum m on m.province = k.province and m.month = k.month where k.segment = 'PU' and k.wage > 0),
    wage as (
      select s.*, case
        when is_minimum and not coalesce(lag(is_minimum) over (partition by membership_id order by month), false)
          and ${higherMonths}::int <= (
            select count(distinct h.month) from contributions.contribution h
            where h.person_id = s.person_id and h.month < s.month and not h.superseded
              and h.month >= to_char((s.month || '-01')::date - interval '1 year', 'YYYY-MM') collate "C"
              and (h.membership_id = s.membership_id or (s.ended_cards ->> h.membership_id::text) collate "C" <= s.month)
              and h.wage * 100 > s.wage * ${higher}::int) then 'wage_minimum'
        when wage * 100 < lowest_before * ${lower}::int and month is distinct from end_month then 'wage_fell' end as found,
        is_below and not coalesce(lag(is_below) over year_so_far,
          not (${alsoOld}::boolean or left(month, 4) || '-01' >= ${from})) as begins_below
      from standing s window year_so_far as (partition by membership_id, left(month, 4) order by month))`;
}

/**
 * All that there is to tell of these cards, newest month first, in one statement: each reads its own history once, by its key.
 * A month counts as its newest revision says, and one that was taken back is neither missing nor owed; what a correction adds is due with the month in which it was made.
 */
export function selectFindings(
  executor: Executor,
  cards: readonly SearchedCard[],
  search: Search,
): Promise<FindingRow[]> {
  const { today } = search;
  return executor.many<FindingRow>(sql`
    with ${handedOver(cards, search)},
    ${knownMonths(search)},
    finding as (
      -- A full join is hashed or merged whatever the planner believes of the sets; the others are with the few rows of the law.
      select 'missing_month' as kind, e.person_id, membership_id, month, e.due_on, e.due_on as known_on, e.since,
        ${today}::date - e.due_on as days, null::bigint as wage, null::bigint as wage_before
      from expected e full join known k using (membership_id, month) where k.wage is null
      union all
      select case when k.paid_on is null then 'overdue' else 'paid_late' end, k.person_id, k.membership_id, k.month, d.due_on,
        coalesce(k.paid_on, d.due_on), k.since, coalesce(k.paid_on, ${today}::date) - d.due_on, null, null
      from known k join due d on d.segment = k.segment and d.month = k.due_month
      where coalesce(k.paid_on, ${today}::date) > d.due_on and k.wage > 0
      union all
      select 'posted', k.person_id, k.membership_id, k.month, k.posted_on, k.posted_on, k.since, null, null, null
      from known k where k.posted_on is not null and k.wage > 0
      union all
      select w.found, w.person_id, w.membership_id, w.month, w.known_on, w.known_on, w.since, null, w.wage, w.lowest_before
      from wage w where w.found is not null
      union all
      select 'wage_below', w.person_id, w.membership_id, w.month, w.known_on, w.known_on, w.since, null, w.wage, w.minimum
      from wage w where w.begins_below)
    select kind, person_id as "personId", membership_id as "membershipId", month, due_on as "dueOn", days, wage,
      wage_before as "wageBefore"
    from finding
    where kind = any(${search.kinds}::text[])
      and (known_on >= since or (${search.alsoOld}::boolean and kind in ('missing_month', 'overdue')))
    order by month desc, membership_id, kind limit ${search.limit}::int`);
}
