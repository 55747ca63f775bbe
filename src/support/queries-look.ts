import { type Executor, sql } from '#platform';
import type { SearchKind } from './find-subject.ts';

export type SearchRow = {
  readonly searchId: string;
  readonly officerId: string;
  readonly sessionId: string;
  readonly kind: SearchKind;
  readonly accountId: string | undefined;
  readonly personId: string | undefined;
  readonly caseId: string | undefined;
  readonly now: Date;
  readonly expiresAt: Date;
};

export function insertSearch(tx: Executor, row: SearchRow): Promise<number> {
  return tx.run(sql`
    insert into support.search (search_id, officer_id, session_id, kind, account_id, person_id, case_id, searched_at, expires_at)
    values (${row.searchId}, ${row.officerId}, ${row.sessionId}, ${row.kind}, ${row.accountId ?? null},
      ${row.personId ?? null}, ${row.caseId ?? null}, ${row.now}, ${row.expiresAt})`);
}

export type FoundRow = {
  readonly kind: SearchKind;
  readonly account_id: string | null;
  readonly person_id: string | null;
  readonly case_id: string | null;
};

/** A search of this very session that found somebody and still counts. */
export function searchById(
  executor: Executor,
  searchId: string,
  officer: { readonly officerId: string; readonly sessionId: string },
  now: Date,
): Promise<FoundRow | undefined> {
  return executor.maybe<FoundRow>(sql`
    select kind, account_id, person_id, case_id from support.search
    where search_id = ${searchId} and officer_id = ${officer.officerId} and session_id = ${officer.sessionId}
      and expires_at > ${now} and (account_id is not null or person_id is not null)`);
}

export type NewLookRow = {
  readonly lookId: string;
  readonly officerId: string | undefined;
  readonly sessionId: string | undefined;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly accountId: string | undefined;
  readonly personId: string | undefined;
  readonly reason: string;
  readonly words: Buffer | undefined;
  readonly now: Date;
  readonly expiresAt: Date;
};

export function insertLook(tx: Executor, row: NewLookRow): Promise<number> {
  return tx.run(sql`
    insert into support.look (look_id, officer_id, session_id, case_id, case_number, account_id, person_id, reason, words,
      looked_at, expires_at)
    values (${row.lookId}, ${row.officerId ?? null}, ${row.sessionId ?? null}, ${row.caseId}, ${row.caseNumber},
      ${row.accountId ?? null}, ${row.personId ?? null}, ${row.reason}, ${row.words ?? null}, ${row.now}, ${row.expiresAt})`);
}

export type LookRow = {
  readonly look_id: string;
  readonly officer_id: string | null;
  readonly case_id: string;
  readonly case_number: string;
  readonly account_id: string | null;
  readonly person_id: string | null;
  readonly reason: string;
  readonly looked_at: Date;
  readonly expires_at: Date;
};

const lookColumns = sql`look_id, officer_id, case_id, case_number, account_id, person_id, reason, looked_at, expires_at`;

export function livingLook(
  executor: Executor,
  officerId: string,
  caseId: string,
  now: Date,
): Promise<LookRow | undefined> {
  return executor.maybe<LookRow>(sql`
    select ${lookColumns} from support.look
    where officer_id = ${officerId} and case_id = ${caseId} and expires_at > ${now}
    order by expires_at desc limit 1`);
}

export function recentLooks(executor: Executor, since: Date, officerId?: string): Promise<LookRow[]> {
  return executor.many<LookRow>(sql`
    select ${lookColumns} from support.look
    where looked_at >= ${since} and (${officerId ?? null}::uuid is null or officer_id = ${officerId ?? null}::uuid)
    order by looked_at desc limit 100`);
}

export function insertAlarm(
  tx: Executor,
  row: {
    readonly alarmId: string;
    readonly officerId: string;
    readonly limit: string;
    readonly used: number;
    readonly allowed: number;
    readonly now: Date;
  },
): Promise<number> {
  return tx.run(sql`
    insert into support.alarm (alarm_id, officer_id, limit_name, used, allowed, raised_at)
    values (${row.alarmId}, ${row.officerId}, ${row.limit}, ${row.used}, ${row.allowed}, ${row.now})`);
}

export function alarmsSince(
  executor: Executor,
  since: Date,
): Promise<{ officerId: string; limit: string; used: number; allowed: number; raisedAt: Date }[]> {
  return executor.many(sql`
    select officer_id as "officerId", limit_name as "limit", used, allowed, raised_at as "raisedAt"
    from support.alarm where raised_at >= ${since} order by raised_at desc limit 50`);
}

export async function forgetWords(
  tx: Executor,
  accountId: string,
  caseIds: readonly string[],
): Promise<void> {
  await tx.run(sql`select support.forget_words(${accountId}, ${caseIds}::uuid[])`);
}
