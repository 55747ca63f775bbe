import type { IsoDate } from '#kernel';
import { type Executor, sql } from '#platform';
import { entryOfLine } from './queries-reads.ts';
import type { EntryKind } from './types.ts';
import type { BelowZero } from './years.ts';

const accountsOf = (ownerId: string) =>
  sql`select ledger_account_id from ledger.ledger_account where owner_id = ${ownerId}::uuid and kind = 'savings'`;

export type FrameRow = {
  /** The closed year before, 0 for none: where the reading begins. */
  after: number;
  opening: bigint;
  rewarded: bigint;
  /** How many accounts each earned their own return. */
  apart: bigint;
  /** Of the snapshot, when the year is closed and the person had savings at its end. */
  closing: bigint | null;
  state: 'closing' | 'closed' | null;
  method: string | null;
  rate: number | null;
  openingWeight: number | null;
  monthWeights: number[] | null;
  belowZero: BelowZero | null;
};

/** What a year began with, how its return was reckoned, and where it ended if it is closed. */
export function selectFrame(executor: Executor, ownerId: string, year: number): Promise<FrameRow> {
  return executor.one(sql`
    with account as (${accountsOf(ownerId)}), own as (${reckonedWith(year)}),
    base as (select coalesce(max(year), 0)::int as after from ledger.closed_year where state = 'closed' and year < ${year}::int)
    select base.after,
      (select coalesce(sum(s.balance), 0)::bigint from ledger.year_end s join account using (ledger_account_id)
        where s.year = (select after from base)) as opening,
      (select coalesce(sum(r.weight), 0)::bigint from ledger.rewarded r join account using (ledger_account_id)
        where r.year = ${year}::smallint) as rewarded,
      (select count(distinct head) from own) as apart,
      (select sum(s.balance)::bigint from ledger.year_end s join account using (ledger_account_id)
        where s.year = ${year}::smallint and c.state = 'closed') as closing,
      c.state, c.method, c.rate, c.opening_weight as "openingWeight", c.month_weights as "monthWeights",
      c.below_zero as "belowZero"
    from base left join ledger.closed_year c on c.year = ${year}::smallint`);
}

const mostLines = 2000;

/** Each account with the one whose return of the year is for both: itself, until a merging made them one. */
const reckonedWith = (year: number) => sql`
  select a.ledger_account_id, coalesce((select m.head_account_id from ledger.merging m
    where m.ledger_account_id = a.ledger_account_id and m.from_year <= ${year}::smallint order by m.number desc limit 1),
    a.ledger_account_id) as head
  from account a`;

export type RecordRow = {
  readonly head: bigint;
  readonly opening: bigint;
  readonly rewarded: bigint;
  readonly effectiveOn: IsoDate | null;
  readonly reason: string | null;
  readonly amount: bigint | null;
};

/**
 * A closed year by the records that each got their own return, where a later merging brought several to one person: what each
 * began with, and its lines, one row without a line for a record that had none.
 */
export function selectRecords(executor: Executor, ownerId: string, year: number): Promise<RecordRow[]> {
  return executor.many<RecordRow>(sql`
    with account as (${accountsOf(ownerId)}), own as (${reckonedWith(year)}),
    record as (
      select o.head, coalesce(sum(s.balance), 0)::bigint as opening, coalesce(sum(r.weight), 0)::bigint as rewarded
      from own o left join ledger.year_end s on s.ledger_account_id = o.ledger_account_id and s.year = ${year - 1}::smallint
      left join (select ledger_account_id, sum(weight) as weight from ledger.rewarded where year = ${year}::smallint group by 1) r
        on r.ledger_account_id = o.ledger_account_id
      group by o.head),
    line as (
      select o.head, e.effective_on, e.reason, p.amount
      from own o join ledger.posting p on p.ledger_account_id = o.ledger_account_id join ledger.entry e using (entry_id)
      where e.state = 'posted' and extract(year from e.effective_on) = ${year}::int)
    select r.head, r.opening, r.rewarded, l.effective_on as "effectiveOn", l.reason, l.amount
    from record r left join line l using (head) order by r.head, l.effective_on limit ${mostLines}::int`);
}

export type LineRow = {
  effectiveOn: IsoDate;
  kind: EntryKind;
  reason: string;
  period: string | null;
  payerId: string | null;
  amount: bigint;
};

/** What counts from the end of the closed year `after` up to `until`, oldest first; `within` bounds where it is looked for. */
export function selectLines(
  executor: Executor,
  ownerId: string,
  bounds: { readonly after: number; readonly within: number | undefined; readonly until: IsoDate },
): Promise<LineRow[]> {
  const { after, within, until } = bounds;
  return executor.many(sql`
    with account as (${accountsOf(ownerId)}),
    line as (
      select p.entry_id, p.amount from ledger.posting p join account using (ledger_account_id)
      where p.year > ${after}::int and (${within ?? null}::int is null or p.year <= ${within ?? null}::int)
      union all
      select c.entry_id, c.amount from ledger.carried c join account using (ledger_account_id) where c.year = ${after}::int)
    select e.effective_on as "effectiveOn", e.kind, e.reason, e.period, e.payer_id as "payerId", l.amount
    from line l ${entryOfLine}
    where e.state = 'posted' and e.effective_on >= make_date(${after}::int + 1, 1, 1) and e.effective_on <= ${until}::date
    order by e.effective_on, e.period nulls last, l.amount, e.entry_id limit ${mostLines}::int`);
}
