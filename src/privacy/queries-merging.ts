import { type Executor, sql } from '#platform';

export type MergingState = 'waiting' | 'stopped' | 'refused' | 'done';

export type MergingRow = {
  readonly mergingId: string;
  readonly proposalId: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly gone: string;
  readonly stays: string;
  readonly goneAccountId: string | null;
  readonly staysAccountId: string | null;
  readonly state: MergingState;
  readonly endsAt: Date;
  readonly endedAt: Date | null;
  readonly outcome: string | null;
};

const columns = sql`merging_id as "mergingId", proposal_id as "proposalId", case_id as "caseId", case_number as "caseNumber",
  gone_person_id as gone, stays_person_id as stays, gone_account_id as "goneAccountId", stays_account_id as "staysAccountId",
  state, ends_at as "endsAt", ended_at as "endedAt", outcome`;

export type NewMerging = Pick<
  MergingRow,
  'mergingId' | 'proposalId' | 'caseId' | 'caseNumber' | 'gone' | 'stays' | 'endsAt'
> & {
  readonly goneAccountId: string | undefined;
  readonly staysAccountId: string | undefined;
  readonly now: Date;
};

/** Of two that share a record one begins; the other answers 0. */
export function insertMerging(tx: Executor, row: NewMerging): Promise<number> {
  return tx.run(sql`
    insert into privacy.merging (merging_id, proposal_id, case_id, case_number, gone_person_id, stays_person_id,
      gone_account_id, stays_account_id, state, began_at, ends_at)
    values (${row.mergingId}::uuid, ${row.proposalId}::uuid, ${row.caseId}::uuid, ${row.caseNumber}, ${row.gone}::uuid,
      ${row.stays}::uuid, ${row.goneAccountId ?? null}::uuid, ${row.staysAccountId ?? null}::uuid, 'waiting', ${row.now}, ${row.endsAt})
    on conflict do nothing`);
}

export async function isAnotherWaiting(
  executor: Executor,
  personIds: readonly string[],
  than: string | undefined,
): Promise<boolean> {
  const { waiting } = await executor.one<{ readonly waiting: boolean }>(sql`
    select exists (select from privacy.merging where state = 'waiting'
      and (gone_person_id = any(${personIds}::uuid[]) or stays_person_id = any(${personIds}::uuid[]))
      and merging_id is distinct from ${than ?? null}::uuid) as waiting`);
  return waiting;
}

export function dueMergings(executor: Executor, now: Date, limit: number): Promise<MergingRow[]> {
  return executor.many<MergingRow>(sql`
    select ${columns} from privacy.merging where state = 'waiting' and ends_at <= ${now}
    order by ends_at, merging_id limit ${limit}`);
}

/** The newest of a case. */
export function mergingOfCase(executor: Executor, caseId: string): Promise<MergingRow | undefined> {
  return executor.maybe<MergingRow>(sql`
    select ${columns} from privacy.merging where case_id = ${caseId}::uuid order by began_at desc limit 1`);
}

/** The one that waits about this account, whichever of the two it is. */
export function waitingMergingOf(
  executor: Executor,
  accountId: string,
): Promise<Pick<MergingRow, 'caseNumber' | 'endsAt'> | undefined> {
  return executor.maybe(sql`
    select case_number as "caseNumber", ends_at as "endsAt" from privacy.merging
    where state = 'waiting' and ${accountId}::uuid in (gone_account_id, stays_account_id)
    order by ends_at limit 1`);
}

/** Ends one that waits, in one statement: of a stop and the end of its wait at the same time one counts. */
export function endMerging(
  tx: Executor,
  mergingId: string,
  state: Exclude<MergingState, 'waiting'>,
  now: Date,
): Promise<MergingRow | undefined> {
  return tx.maybe<MergingRow>(sql`
    update privacy.merging set state = ${state}, ended_at = ${now}
    where merging_id = ${mergingId}::uuid and state = 'waiting' and (${state} <> 'done' or ends_at <= ${now})
    returning ${columns}`);
}

export async function noteRefused(tx: Executor, mergingId: string, outcome: string): Promise<void> {
  await tx.run(sql`
    update privacy.merging set state = 'refused', outcome = ${outcome} where merging_id = ${mergingId}::uuid`);
}

export async function insertStop(
  tx: Executor,
  row: { readonly tokenHash: Buffer; readonly mergingId: string; readonly accountId: string },
): Promise<void> {
  await tx.run(sql`
    insert into privacy.merging_stop (token_hash, merging_id, account_id)
    values (${row.tokenHash}, ${row.mergingId}::uuid, ${row.accountId}::uuid)`);
}

/** What a code would stop. */
export function findStop(
  executor: Executor,
  tokenHash: Buffer,
  now: Date,
): Promise<{ readonly endsAt: Date } | undefined> {
  return executor.maybe(sql`
    select ends_at as "endsAt" from privacy.merging_stop join privacy.merging using (merging_id)
    where token_hash = ${tokenHash} and used_at is null and state = 'waiting' and ends_at > ${now}`);
}

/** Of several at once one uses it. */
export function useStop(
  tx: Executor,
  tokenHash: Buffer,
  now: Date,
): Promise<{ readonly mergingId: string } | undefined> {
  return tx.maybe(sql`
    update privacy.merging_stop s set used_at = ${now} from privacy.merging m
    where s.token_hash = ${tokenHash} and s.used_at is null and m.merging_id = s.merging_id
      and m.state = 'waiting' and m.ends_at > ${now}
    returning s.merging_id as "mergingId"`);
}

/** The codes of mergings that ended are worth nothing and go. */
export function deleteOldStops(executor: Executor, before: Date): Promise<number> {
  return executor.run(sql`
    delete from privacy.merging_stop s using privacy.merging m where m.merging_id = s.merging_id and m.ended_at < ${before}`);
}
