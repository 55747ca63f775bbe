import type { Month } from '#kernel';
import { type Executor, sql } from '#platform';
import type { StoredFile } from './stored-file.ts';
import type { Filing } from './filing.ts';
import type { FilingFormat, FilingKind, OwnColumns, RefusedRow } from './types.ts';

export async function filingOfSubmission(executor: Executor, key: Buffer): Promise<string | undefined> {
  const row = await executor.maybe<{ id: string }>(sql`
    select filing_id as id from filings.filing where submission_key = ${key}`);
  return row?.id;
}

export async function filingOfDigest(
  executor: Executor,
  employerId: string,
  { kind, month, correctionReason }: Pick<NewFilingRow, 'kind' | 'month' | 'correctionReason'>,
  digest: Buffer,
): Promise<string | undefined> {
  const row = await executor.maybe<{ id: string }>(sql`
    select filing_id as id from filings.filing
    where employer_id = ${employerId} and kind = ${kind} and coalesce(month, '') = ${month ?? ''} and digest = ${digest}
      and (correction_reason is not null) = ${correctionReason !== undefined}
      and (state in ('received', 'checked', 'approved') or (state = 'counted' and correction_reason is null))`);
  return row?.id;
}

export async function countSince(executor: Executor, employerId: string, since: Date): Promise<number> {
  const { count } = await executor.one<{ count: number }>(sql`
    select count(*)::int as count from filings.filing where employer_id = ${employerId} and received_at > ${since}`);
  return count;
}

type NewFilingRow = {
  readonly filingId: string;
  readonly employerId: string;
  readonly accountId: string;
  readonly npp: string;
  readonly kind: FilingKind;
  readonly month: Month | undefined;
  readonly correctionReason?: string;
  readonly source: 'file' | 'form';
  readonly fileName: string;
  readonly submissionKey: Buffer;
  readonly file: StoredFile;
  readonly format: FilingFormat;
  /** Of a file; a form has our own columns. */
  readonly ownColumns: OwnColumns | undefined;
  readonly now: Date;
};

export async function insertFiling(tx: Executor, row: NewFilingRow): Promise<void> {
  await tx.run(sql`
    insert into filings.filing (filing_id, employer_id, npp, kind, month, correction_reason, source, format, file_id,
      file_name, file_size, digest, submission_key, state, received_by, received_at, own_columns)
    values (${row.filingId}, ${row.employerId}, ${row.npp}, ${row.kind}, ${row.month ?? null},
      ${row.correctionReason ?? null}, ${row.source}, ${row.format}, ${row.file.fileId}, ${row.fileName}, ${row.file.size},
      ${row.file.digest}, ${row.submissionKey}, 'received', ${row.accountId}, ${row.now}, ${
        row.ownColumns ? JSON.stringify(row.ownColumns) : null
      })`);
}

export async function queueProcessing(tx: Executor): Promise<void> {
  await tx.run(sql`select filings.queue_processing()`);
}

const filingColumns = sql`f.filing_id as "filingId", f.employer_id as "employerId", f.npp, f.kind, f.month,
  f.correction_reason as "correctionReason", f.source, f.format, f.file_id as "fileId", f.file_name as "fileName",
  f.file_size as "fileSize", f.state, f.received_by as "receivedBy", f.received_at as "receivedAt",
  f.checked_at as "checkedAt", f.approved_by as "approvedBy", f.approved_at as "approvedAt", f.counted_at as "countedAt",
  f.withdrawn_at as "withdrawnAt", f.fault, f.fault_line as "faultLine", f.fault_detail as "faultDetail",
  f.rows_read as "rowsRead", f.rows_good as "rowsGood", f.rows_known as "rowsKnown", f.rows_refused as "rowsRefused",
  f.wage_total as "wageTotal", f.jht_total as "jhtTotal", f.jp_total as "jpTotal", f.jkk_total as "jkkTotal",
  f.jkm_total as "jkmTotal", encode(f.preview_digest, 'hex') as preview, f.changed_at as "changedAt",
  f.own_columns as "ownColumns", f.unknown_columns as "unknownColumns", p.rows_read as "progressRows"`;

export function filingsOf(executor: Executor, employerId: string, limit: number): Promise<Filing[]> {
  return executor.many<Filing>(sql`
    select ${filingColumns} from filings.filing f left join filings.progress p using (filing_id)
    where f.employer_id = ${employerId} order by f.received_at desc limit ${limit}`);
}

export function filingOf(
  executor: Executor,
  employerId: string,
  filingId: string,
): Promise<Filing | undefined> {
  return executor.maybe<Filing>(sql`
    select ${filingColumns} from filings.filing f left join filings.progress p using (filing_id)
    where f.employer_id = ${employerId} and f.filing_id = ${filingId}`);
}

export function refusedRows(
  executor: Executor,
  filingId: string,
  slice: { readonly after: number; readonly limit: number },
): Promise<RefusedRow[]> {
  return executor.many<RefusedRow>(sql`
    select row_number as row, refused_column as column, refused_value as value, reason from filings.refused_row
    where filing_id = ${filingId} and row_number > ${slice.after} order by row_number limit ${slice.limit}`);
}

export type RemarkRow = {
  readonly personId: string;
  readonly membershipId: string;
  readonly kind: 'new' | 'gone' | 'wage_up' | 'wage_down' | 'corrected';
  readonly wage: bigint | null;
  readonly lastWage: bigint | null;
};

export function remarks(executor: Executor, filingId: string): Promise<RemarkRow[]> {
  return executor.many<RemarkRow>(sql`
    select person_id as "personId", membership_id as "membershipId", kind, wage, last_wage as "lastWage"
    from filings.remark where filing_id = ${filingId}
    order by kind, abs(coalesce(wage, 0) - coalesce(last_wage, 0)) desc, membership_id limit 400`);
}

export function newCards(
  executor: Executor,
  filingId: string,
): Promise<{ personId: string; membershipId: string }[]> {
  return executor.many(sql`
    select person_id as "personId", membership_id as "membershipId" from filings.remark
    where filing_id = ${filingId} and kind = 'new'`);
}

/** One worker in a correction; `stood…` is what counts until it is approved. */
export type CorrectedRow = {
  readonly personId: string;
  readonly membershipId: string;
  readonly wage: bigint;
  readonly stoodWage: bigint;
  /** JHT, JP, JKK, JKM; null of a filing that was looked at before shares were kept. */
  readonly shares: readonly bigint[] | null;
  readonly stoodShares: readonly bigint[] | null;
};

export async function corrected(
  executor: Executor,
  filingId: string,
  slice: { readonly limit: number; readonly offset: number },
): Promise<CorrectedRow[]> {
  const rows = await executor.many<Omit<CorrectedRow, 'shares' | 'stoodShares'> & SharesAsText>(sql`
    select person_id as "personId", membership_id as "membershipId", wage, last_wage as "stoodWage",
      shares::text[] as shares, last_shares::text[] as "stoodShares"
    from filings.remark where filing_id = ${filingId} and kind = 'corrected'
    order by abs(wage - last_wage) desc, membership_id limit ${slice.limit} offset ${slice.offset}`);
  return rows.map(({ shares, stoodShares, ...row }) => ({
    ...row,
    shares: shares?.map(BigInt) ?? null,
    stoodShares: stoodShares?.map(BigInt) ?? null,
  }));
}

type SharesAsText = {
  readonly shares: readonly string[] | null;
  readonly stoodShares: readonly string[] | null;
};

/** Nobody looks at it anew or decides meanwhile. */
export async function holdFiling(tx: Executor, filingId: string): Promise<void> {
  await tx.run(sql`select from filings.filing where filing_id = ${filingId} for update`);
}

/** Once, and not by whoever handed it in where the employer wants two. */
export async function approve(
  tx: Executor,
  filingId: string,
  accountId: string,
  now: Date,
): Promise<boolean> {
  const count = await tx.run(sql`
    update filings.filing f set state = 'approved', approved_by = ${accountId}, approved_at = ${now},
      changed_at = null
    where filing_id = ${filingId} and state = 'checked' and rows_good > 0
      and (received_by <> ${accountId}
        or not exists (select from filings.employer_choice c where c.employer_id = f.employer_id and c.two_person))`);
  return count === 1;
}

export async function withdraw(
  tx: Executor,
  filingId: string,
  accountId: string,
  now: Date,
): Promise<boolean> {
  const count = await tx.run(sql`
    update filings.filing set state = 'withdrawn', withdrawn_by = ${accountId}, withdrawn_at = ${now}
    where filing_id = ${filingId} and state in ('received', 'checked', 'unreadable')`);
  return count === 1;
}
