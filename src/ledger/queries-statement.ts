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
    with account as (${accountsOf(ownerId)}),
    base as (select coalesce(max(year), 0)::int as after from ledger.closed_year where state = 'closed' and year < ${year}::int)
    select base.after,
      (select coalesce(sum(s.balance), 0)::bigint from ledger.year_end s join account using (ledger_account_id)
        where s.year = (select after from base)) as opening,
      (select coalesce(sum(r.weight), 0)::bigint from ledger.rewarded r join account using (ledger_account_id)
        where r.year = ${year}::smallint) as rewarded,
      (select sum(s.balance)::bigint from ledger.year_end s join account using (ledger_account_id)
        where s.year = ${year}::smallint and c.state = 'closed') as closing,
      c.state, c.method, c.rate, c.opening_weight as "openingWeight", c.month_weights as "monthWeights",
      c.below_zero as "belowZero"
    from base left join ledger.closed_year c on c.year = ${year}::smallint`);
}

export type LineRow = {
  effectiveOn: IsoDate;
  kind: EntryKind;
  reason: string;
  period: string | null;
  payerId: string | null;
  amount: bigint;
};

const mostLines = 2000;

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
