import { type Executor, sql } from '#platform';
import type { DataRequest, RequestKind, RequestState } from './types.ts';

type RequestRow = { readonly [Name in keyof DataRequest]: Exclude<DataRequest[Name], undefined> | null };

const columns = sql`request_id as "requestId", account_id as "accountId", kind, state, ground, case_id as "caseId",
  case_number as "caseNumber", asked_at as "askedAt", due_at as "dueAt", decided_at as "decidedAt", lifted_at as "liftedAt"`;

const requestOf = (row: RequestRow): DataRequest =>
  ({
    ...row,
    ground: row.ground ?? undefined,
    decidedAt: row.decidedAt ?? undefined,
    liftedAt: row.liftedAt ?? undefined,
  }) as DataRequest;

export type NewRequest = Pick<
  DataRequest,
  'requestId' | 'accountId' | 'kind' | 'state' | 'caseId' | 'caseNumber' | 'askedAt' | 'dueAt'
> & { readonly personId: string | undefined; readonly ground?: string };

/** Of several at once one is taken where only one may be open; the others answer 0. */
export function insertRequest(tx: Executor, row: NewRequest): Promise<number> {
  const decidedAt = row.state === 'open' ? null : row.askedAt;
  return tx.run(sql`
    insert into privacy.request (request_id, account_id, person_id, kind, state, ground, case_id, case_number, asked_at,
      due_at, decided_at)
    values (${row.requestId}, ${row.accountId}, ${row.personId ?? null}, ${row.kind}, ${row.state}, ${row.ground ?? null},
      ${row.caseId}, ${row.caseNumber}, ${row.askedAt}, ${row.dueAt}, ${decidedAt})
    on conflict do nothing`);
}

export async function requestsOf(
  executor: Executor,
  accountId: string,
  limit: number,
): Promise<DataRequest[]> {
  const rows = await executor.many<RequestRow>(sql`
    select ${columns} from privacy.request where account_id = ${accountId}
    order by asked_at desc, request_id desc limit ${limit}`);
  return rows.map(requestOf);
}

export async function requestById(executor: Executor, requestId: string): Promise<DataRequest | undefined> {
  const row = await executor.maybe<RequestRow>(
    sql`select ${columns} from privacy.request where request_id = ${requestId}::uuid`,
  );
  return row && requestOf(row);
}

/** The one of this kind that waits, or of a limitation the one in force. */
export async function currentRequest(
  executor: Executor,
  accountId: string,
  kind: RequestKind,
): Promise<DataRequest | undefined> {
  const row = await executor.maybe<RequestRow>(sql`
    select ${columns} from privacy.request where account_id = ${accountId} and kind = ${kind}
      and (state = 'open' or (kind = 'limitation' and lifted_at is null)) order by asked_at desc limit 1`);
  return row && requestOf(row);
}

/** What waits for an answer, the nearest clock first. */
export async function openRequests(
  executor: Executor,
  page: { readonly limit: number; readonly offset: number },
): Promise<DataRequest[]> {
  const rows = await executor.many<RequestRow>(sql`
    select ${columns} from privacy.request where state = 'open'
    order by due_at, request_id limit ${page.limit} offset ${page.offset}`);
  return rows.map(requestOf);
}

/** Ends one that is open, in one statement; undefined when it is not. */
export async function settleRequest(
  tx: Executor,
  requestId: string,
  state: Exclude<RequestState, 'open'>,
  now: Date,
): Promise<DataRequest | undefined> {
  const row = await tx.maybe<RequestRow>(sql`
    update privacy.request set state = ${state}, decided_at = ${now}
    where request_id = ${requestId}::uuid and state = 'open' returning ${columns}`);
  return row && requestOf(row);
}

export type Decision = {
  readonly requestId: string;
  readonly officerId: string;
  readonly upheld: boolean;
  readonly now: Date;
};

/** An officer decides on a limitation; undefined when it is decided or lifted already. */
export async function decideLimitation(
  tx: Executor,
  { requestId, officerId, upheld, now }: Decision,
): Promise<DataRequest | undefined> {
  const row = await tx.maybe<RequestRow>(sql`
    update privacy.request set state = ${upheld ? 'done' : 'refused'}, decided_at = ${now}, decided_by = ${officerId},
      lifted_at = case when ${upheld}::boolean then lifted_at else ${now}::timestamptz end
    where request_id = ${requestId}::uuid and kind = 'limitation' and state = 'open' and lifted_at is null
    returning ${columns}`);
  return row && requestOf(row);
}

/** The member ends the own limitation; undefined when there is none. */
export async function liftLimitation(
  tx: Executor,
  accountId: string,
  now: Date,
): Promise<DataRequest | undefined> {
  const row = await tx.maybe<RequestRow>(sql`
    update privacy.request set lifted_at = ${now}, decided_at = coalesce(decided_at, ${now}),
      state = case state when 'open' then 'cancelled' else state end
    where account_id = ${accountId} and kind = 'limitation' and lifted_at is null returning ${columns}`);
  return row && requestOf(row);
}

export async function queueExport(tx: Executor, requestId: string): Promise<void> {
  await tx.run(sql`select privacy.queue_export(${requestId})`);
}

/** All that is read from now on in this transaction agrees. */
export async function takeSnapshot(tx: Executor): Promise<void> {
  await tx.run(sql`set transaction isolation level repeatable read, read only`);
}

export type ExportFormat = 'json' | 'pdf';

export function insertFile(
  tx: Executor,
  row: {
    readonly requestId: string;
    readonly accountId: string;
    readonly format: ExportFormat;
    readonly sealed: Buffer;
    readonly now: Date;
    readonly expiresAt: Date;
  },
): Promise<number> {
  return tx.run(sql`
    insert into privacy.export_file (request_id, account_id, format, sealed, made_at, expires_at)
    values (${row.requestId}, ${row.accountId}, ${row.format}, ${row.sealed}, ${row.now}, ${row.expiresAt})
    on conflict do nothing`);
}

export type WaitingFile = {
  readonly requestId: string;
  readonly format: ExportFormat;
  readonly expiresAt: Date;
};

export function filesOf(executor: Executor, accountId: string, now: Date): Promise<WaitingFile[]> {
  return executor.many<WaitingFile>(sql`
    select request_id as "requestId", format, expires_at as "expiresAt" from privacy.export_file
    where account_id = ${accountId} and expires_at > ${now} order by made_at desc, format limit 10`);
}

/** Takes the file out, once: the row goes with it. */
export function takeFile(
  tx: Executor,
  accountId: string,
  requestId: string,
  format: ExportFormat,
  now: Date,
): Promise<{ readonly sealed: Buffer } | undefined> {
  return tx.maybe(sql`
    delete from privacy.export_file
    where request_id = ${requestId}::uuid and format = ${format} and account_id = ${accountId} and expires_at > ${now}
    returning sealed`);
}

export function deleteOldFiles(executor: Executor, now: Date): Promise<number> {
  return executor.run(sql`delete from privacy.export_file where expires_at <= ${now}`);
}

export function insertKeepLink(
  tx: Executor,
  row: {
    readonly tokenHash: Buffer;
    readonly requestId: string;
    readonly accountId: string;
    readonly now: Date;
  },
): Promise<number> {
  return tx.run(sql`
    insert into privacy.keep_link (token_hash, request_id, account_id, made_at)
    values (${row.tokenHash}, ${row.requestId}, ${row.accountId}, ${row.now})`);
}

/** A link that still stops something. */
export function findKeepLink(
  executor: Executor,
  tokenHash: Buffer,
  now: Date,
): Promise<{ readonly eraseAfter: Date } | undefined> {
  return executor.maybe(sql`
    select due_at as "eraseAfter" from privacy.keep_link join privacy.request using (request_id)
    where token_hash = ${tokenHash} and used_at is null and state = 'open' and due_at > ${now}`);
}

/** Of several at once one uses it. */
export function useKeepLink(
  tx: Executor,
  tokenHash: Buffer,
  now: Date,
): Promise<{ readonly requestId: string; readonly accountId: string } | undefined> {
  return tx.maybe(sql`
    update privacy.keep_link set used_at = ${now} from privacy.request
    where token_hash = ${tokenHash} and used_at is null and request.request_id = keep_link.request_id
      and state = 'open' and due_at > ${now}
    returning keep_link.request_id as "requestId", keep_link.account_id as "accountId"`);
}

/** Deletions that are nearer than `until` and were not told of yet for this many days. */
export function deletionsToRemind(
  executor: Executor,
  { days, now, until }: { readonly days: number; readonly now: Date; readonly until: Date },
  limit: number,
): Promise<{ readonly requestId: string; readonly accountId: string; readonly dueAt: Date }[]> {
  return executor.many(sql`
    select r.request_id as "requestId", r.account_id as "accountId", r.due_at as "dueAt" from privacy.request r
    where r.kind = 'deletion' and r.state = 'open' and r.due_at > ${now} and r.due_at <= ${until}
      and not exists (select from privacy.reminder m where m.request_id = r.request_id and m.days_left <= ${days})
    order by r.due_at limit ${limit}`);
}

/** Whom the register knows behind an account that is to be deleted. */
export async function personOfDeletion(executor: Executor, accountId: string): Promise<string | undefined> {
  const row = await executor.maybe<{ readonly id: string | null }>(sql`
    select person_id as id from privacy.request
    where account_id = ${accountId} and kind = 'deletion' and state = 'open'`);
  return row?.id ?? undefined;
}

/** Every deletion that waits. */
export function openDeletions(executor: Executor): Promise<{ requestId: string; accountId: string }[]> {
  return executor.many(sql`
    select request_id as "requestId", account_id as "accountId" from privacy.request
    where kind = 'deletion' and state = 'open'`);
}

export function insertReminder(
  tx: Executor,
  requestId: string,
  daysLeft: number,
  now: Date,
): Promise<number> {
  return tx.run(sql`
    insert into privacy.reminder (request_id, days_left, sent_at) values (${requestId}, ${daysLeft}, ${now})
    on conflict do nothing`);
}

export function deleteFilesOf(tx: Executor, accountId: string): Promise<number> {
  return tx.run(sql`delete from privacy.export_file where account_id = ${accountId}`);
}

export function deleteKeepLinks(tx: Executor, accountId: string): Promise<number> {
  return tx.run(sql`delete from privacy.keep_link where account_id = ${accountId}`);
}

export function deleteReminders(tx: Executor, accountId: string): Promise<number> {
  return tx.run(sql`
    delete from privacy.reminder using privacy.request
    where request.request_id = reminder.request_id and request.account_id = ${accountId}`);
}

/** Nothing waits any more, and what is personal in the requests goes. */
export function settleAllOf(tx: Executor, accountId: string, now: Date): Promise<number> {
  return tx.run(sql`
    update privacy.request set ground = null, person_id = null,
      lifted_at = case when kind = 'limitation' then coalesce(lifted_at, ${now}::timestamptz) else lifted_at end,
      decided_at = coalesce(decided_at, ${now}::timestamptz),
      state = case when state <> 'open' then state when kind = 'deletion' then 'done' else 'cancelled' end
    where account_id = ${accountId}`);
}
