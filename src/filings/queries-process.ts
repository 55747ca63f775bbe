import type { Month } from '#kernel';
import { type Executor, sql, type Transaction } from '#platform';
import type { Found } from './preview.ts';
import type { FilingFormat, FilingKind, OwnColumns, RefusedRow } from './types.ts';

/** A filing in hand of this transaction. */
export type ClaimedFiling = {
  readonly filingId: string;
  readonly employerId: string;
  readonly npp: string;
  readonly kind: FilingKind;
  readonly month: Month | null;
  readonly correctionReason: string | null;
  readonly format: FilingFormat;
  readonly fileId: string;
  readonly fileSize: number;
  readonly approvedBy: string | null;
  /** What was found when it was last looked at. */
  readonly preview: string | null;
  readonly ownColumns: OwnColumns | null;
};

const mostInSet = 2000;

/**
 * The oldest filings that nobody else has in hand: wages together, one of each employer, up to so many bytes; workers and
 * exits one by one. It locks as many as the oldest of these bytes are, and leaves the others to who asks next.
 */
export async function claim(
  tx: Transaction,
  state: 'received' | 'approved',
  mostBytes: number,
): Promise<ClaimedFiling[]> {
  const rows = await tx.many<ClaimedFiling>(sql`
    select filing_id as "filingId", employer_id as "employerId", npp, kind, month, correction_reason as "correctionReason",
      format, file_id as "fileId", file_size as "fileSize", approved_by as "approvedBy", encode(preview_digest, 'hex') as preview, own_columns as "ownColumns"
    from filings.filing where state = ${state} order by received_at, filing_id
    limit (select greatest(count(*), 1) from (
      select sum(file_size) over (order by received_at, filing_id) as bytes from filings.filing
      where state = ${state} order by received_at, filing_id limit ${mostInSet}) oldest where bytes <= ${mostBytes}::bigint)
    for no key update skip locked`);
  const [first] = rows;
  if (!first || first.kind !== 'wages' || first.correctionReason !== null) return rows.slice(0, 1);
  const employers = new Set<string>();
  let bytes = 0;
  return rows.filter(({ kind, employerId, correctionReason, fileSize }, index) => {
    const fits = index === 0 || bytes + fileSize <= mostBytes;
    if (kind !== 'wages' || correctionReason !== null || employers.has(employerId) || !fits) return false;
    employers.add(employerId);
    bytes += fileSize;
    return true;
  });
}

export async function dropRows(tx: Transaction, first: number, last: number): Promise<void> {
  await tx.run(sql`
    delete from pg_temp.contribution_row where row_number between ${first}::int and ${last}::int`);
}

export async function noteProgress(
  executor: Executor,
  filingId: string,
  rows: number,
  now: Date,
): Promise<void> {
  await executor.run(sql`
    insert into filings.progress (filing_id, rows_read, noted_at) values (${filingId}, ${rows}, ${now})
    on conflict (filing_id) do update set rows_read = excluded.rows_read, noted_at = excluded.noted_at`);
}

/** What became of one filing. */
export type Outcome = Found & {
  readonly filingId: string;
  readonly state: 'unreadable' | 'checked' | 'counted';
  readonly fault: string | null;
  readonly fault_line: number | null;
  readonly fault_detail: string | null;
  readonly rows_refused: number;
  readonly preview: string;
  readonly unknown_columns: readonly string[] | null;
};

export async function writeOutcomes(tx: Executor, outcomes: readonly Outcome[], now: Date): Promise<void> {
  await tx.run(sql`
    update filings.filing f set state = o.state, fault = o.fault, fault_line = o.fault_line, fault_detail = o.fault_detail,
      rows_read = o.rows_read, rows_good = o.rows_good, rows_known = o.rows_known, rows_refused = o.rows_refused,
      wage_total = o.wage_total, jht_total = o.jht_total, jp_total = o.jp_total, jkk_total = o.jkk_total,
      jkm_total = o.jkm_total, preview_digest = decode(o.preview, 'hex'),
      unknown_columns = (select array_agg(value) from json_array_elements_text(o.unknown_columns)), checked_at = case when o.state = 'checked' then ${now}::timestamptz else f.checked_at end,
      counted_at = case when o.state = 'counted' then ${now}::timestamptz end,
      told_at = case when o.state = 'checked' then f.told_at end
    from json_to_recordset(${JSON.stringify(outcomes)}::json) as o ("filingId" uuid, state text, fault text, fault_line int,
      fault_detail text, rows_read int, rows_good int, rows_known int, rows_refused int, wage_total bigint, jht_total bigint,
      jp_total bigint, jkk_total bigint, jkm_total bigint, preview text, unknown_columns json)
    where f.filing_id = o."filingId"`);
  const ids = outcomes.map(({ filingId }) => filingId);
  await tx.run(sql`delete from filings.progress where filing_id = any(${ids}::uuid[])`);
}

export type FoundRefusal = RefusedRow & { readonly filingId: string };

/** In place of those of an earlier look. */
export async function writeRefusals(
  tx: Executor,
  filingIds: readonly string[],
  found: readonly FoundRefusal[],
): Promise<void> {
  await tx.run(sql`delete from filings.refused_row where filing_id = any(${filingIds}::uuid[])`);
  if (found.length === 0) return;
  await tx.run(sql`
    insert into filings.refused_row (filing_id, row_number, refused_column, refused_value, reason)
    select * from unnest(${found.map(({ filingId }) => filingId)}::uuid[], ${found.map(({ row }) => row)}::int[],
      ${found.map(({ column }) => column)}::text[], ${found.map(({ value }) => value)}::text[],
      ${found.map(({ reason }) => reason)}::text[])`);
}

/** What an earlier look said. */
export async function dropRemarks(
  tx: Executor,
  filings: readonly { readonly filingId: string }[],
): Promise<void> {
  await tx.run(sql`
    delete from filings.remark where filing_id = any(${filings.map(({ filingId }) => filingId)}::uuid[])`);
}

/** What differs from the month before, out of pg_temp.report_change, where contributions put it. */
export async function writeRemarks(
  tx: Executor,
  filings: readonly { readonly npp: string; readonly filingId: string }[],
): Promise<void> {
  await tx.run(sql`
    insert into filings.remark (filing_id, membership_id, person_id, kind, wage, last_wage)
    select f.filing_id, c.membership_id, c.person_id, c.kind, c.wage, c.last_wage
    from pg_temp.report_change c
    join unnest(${filings.map(({ npp }) => npp)}::text[], ${filings.map(({ filingId }) => filingId)}::uuid[])
      as f (npp, filing_id) on f.npp = c.npp
    on conflict do nothing`);
}

/** What a correction makes of each card, with the shares of its programmes, out of pg_temp.report_change. */
export async function writeCorrected(tx: Executor, filingId: string): Promise<void> {
  await tx.run(sql`
    insert into filings.remark (filing_id, membership_id, person_id, kind, wage, last_wage, shares, last_shares)
    select ${filingId}::uuid, membership_id, person_id, kind, wage, last_wage, shares, last_shares
    from pg_temp.report_change on conflict do nothing`);
}

/** The cards that a filing of new workers made, for its page. */
export async function writeNewCards(
  tx: Executor,
  filingId: string,
  cards: readonly { readonly personId: string; readonly membershipId: string }[],
): Promise<void> {
  await tx.run(sql`
    insert into filings.remark (filing_id, membership_id, person_id, kind)
    select ${filingId}::uuid, membership_id, person_id, 'new'
    from unnest(${cards.map(({ personId }) => personId)}::uuid[], ${cards.map(({ membershipId }) => membershipId)}::uuid[])
      as made (person_id, membership_id)
    on conflict do nothing`);
}

/** Numbers for new cards; one that is not used is gone. */
export async function newMemberNumbers(tx: Executor, count: number): Promise<string[]> {
  const rows = await tx.many<{ number: string }>(sql`
    select nextval('filings.new_member_number')::text as number from generate_series(1, ${count}::int)`);
  return rows.map(({ number }) => number);
}

/** What was approved and now comes to something else waits to be looked at anew; the word of approval is gone. */
export async function takeBackApproval(tx: Executor, filingIds: readonly string[], now: Date): Promise<void> {
  await tx.run(sql`
    update filings.filing set state = 'received', approved_by = null, approved_at = null, changed_at = ${now}, told_at = null
    where filing_id = any(${filingIds}::uuid[]) and state = 'approved'`);
}

/** What else of these employers was looked at is looked at anew, because something counts now that did not then. */
export async function lookAnew(tx: Executor, employerIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    update filings.filing set state = 'received' where filing_id in (
      select filing_id from filings.filing where employer_id = any(${employerIds}::uuid[]) and state = 'checked'
      order by filing_id for no key update)`);
}

export async function beginSet(tx: Executor): Promise<void> {
  await tx.run(sql`savepoint filing_set`);
}

export async function undoSet(tx: Executor): Promise<void> {
  await tx.run(sql`rollback to savepoint filing_set`);
}

export async function beginTrial(tx: Executor): Promise<void> {
  await tx.run(sql`savepoint trial`);
}

export async function undoTrial(tx: Executor): Promise<void> {
  await tx.run(sql`rollback to savepoint trial`);
}
