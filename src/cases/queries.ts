import { type Executor, type Language, sql } from '#platform';
import { type CaseStep, caseStep } from './case-journey.ts';
import type { CaseKind, CasesPage, NewCase, OpenedCase } from './types.ts';

export type CaseRow = {
  readonly case_id: string;
  readonly case_number: string;
  readonly kind: CaseKind;
  readonly state: OpenedCase['state'];
  readonly account_id: string | null;
  readonly person_id: string | null;
  readonly opened_at: Date;
  readonly changed_at: Date | null;
  readonly taken_by: string | null;
  readonly taken_at: Date | null;
  readonly language: Language | null;
  readonly contact_channel: 'email' | 'sms' | null;
  readonly contact: Buffer | null;
  readonly filled: Buffer | null;
  readonly details: Record<string, string | number>;
};

const columns = sql`case_id, case_number, kind, state, account_id, person_id, opened_at, changed_at, taken_by, taken_at,
  language, contact_channel, contact, filled, details`;

export type CaseInsert = NewCase & {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly contactChannel?: 'email' | 'sms' | undefined;
  readonly contact?: Buffer | undefined;
  readonly filled?: Buffer | undefined;
};

/** The update changes nothing: it makes the statement answer with the case that is there already. */
export function insertCase(tx: Executor, row: CaseInsert): Promise<Pick<CaseRow, 'case_id' | 'case_number'>> {
  return tx.one<Pick<CaseRow, 'case_id' | 'case_number'>>(sql`
    insert into cases.case (case_id, case_number, kind, state, account_id, person_id, about, details, opened_at, language,
      contact_channel, contact, filled)
    values (${row.caseId}, ${row.caseNumber}, ${row.kind}, ${caseStep('opened').to}, ${row.accountId ?? null},
      ${row.personId ?? null}, ${row.about ?? null}, ${JSON.stringify(row.details ?? {})}::jsonb, ${row.now},
      ${row.language ?? null}, ${row.contactChannel ?? null}, ${row.contact ?? null}::bytea,
      ${row.filled ?? null}::bytea)
    on conflict on constraint case_once_about do update set about = excluded.about
    returning case_id, case_number`);
}

export function casesOf(executor: Executor, accountId: string, limit: number): Promise<CaseRow[]> {
  return executor.many<CaseRow>(sql`
    select ${columns} from cases.case where account_id = ${accountId}
    order by coalesce(changed_at, opened_at) desc, case_id desc limit ${limit}`);
}

/** The account whose key the words are sealed with. */
export async function ownerOfCase(executor: Executor, caseId: string): Promise<string | undefined> {
  const row = await executor.maybe<Pick<CaseRow, 'account_id'>>(
    sql`select account_id from cases.case where case_id = ${caseId}::uuid`,
  );
  return row?.account_id ?? undefined;
}

export function deleteMessagesOf(tx: Executor, accountId: string): Promise<number> {
  return tx.run(sql`
    delete from cases.message using cases.case
    where cases.case.case_id = cases.message.case_id and cases.case.account_id = ${accountId}`);
}

/**
 * Each is closed with it, and what it was about may be opened anew. What the register holds by a case names its number or id
 * itself, so that the case need not name the person.
 */
export async function forgetOwner(tx: Executor, accountId: string, now: Date): Promise<string[]> {
  const { from, to } = caseStep('settled');
  const rows = await tx.many<Pick<CaseRow, 'case_id'>>(sql`
    update cases.case set account_id = null, person_id = null, contact = null, contact_channel = null, reader_hash = null, filled = null,
      about = about || '/' || case_id::text, state = ${to}::text,
      changed_at = case when state = any(${from}) then ${now}::timestamptz else changed_at end,
      closed_at = case when state = any(${from}) then ${now}::timestamptz else closed_at end
    where account_id = ${accountId} returning case_id`);
  return rows.map((row) => row.case_id);
}

export function caseById(executor: Executor, caseId: string): Promise<CaseRow | undefined> {
  return executor.maybe<CaseRow>(sql`select ${columns} from cases.case where case_id = ${caseId}::uuid`);
}

export function numbersOfCases(
  executor: Executor,
  caseIds: readonly string[],
): Promise<{ caseId: string; caseNumber: string }[]> {
  return executor.many(sql`
    select case_id as "caseId", case_number as "caseNumber" from cases.case where case_id = any(${caseIds}::uuid[])`);
}

export function caseByNumber(executor: Executor, caseNumber: string): Promise<CaseRow | undefined> {
  return executor.maybe<CaseRow>(sql`select ${columns} from cases.case where case_number = ${caseNumber}`);
}

export function caseAbout(executor: Executor, kind: CaseKind, about: string): Promise<CaseRow | undefined> {
  return executor.maybe<CaseRow>(
    sql`select ${columns} from cases.case where kind = ${kind} and about = ${about}`,
  );
}

export function caseByReader(executor: Executor, hash: Buffer, now: Date): Promise<CaseRow | undefined> {
  return executor.maybe<CaseRow>(sql`
    select ${columns} from cases.case where reader_hash = ${hash} and reader_expires_at > ${now}`);
}

/** Moves it along one line of the table, in one statement; nothing when it stands elsewhere. */
export function moveCase(
  tx: Executor,
  caseId: string,
  step: CaseStep,
  now: Date,
): Promise<CaseRow | undefined> {
  return tx.maybe<CaseRow>(sql`
    update cases.case set state = ${step.to}::text, changed_at = ${now},
      closed_at = case when ${step.to}::text = 'closed' then ${now}::timestamptz end
    where case_id = ${caseId}::uuid and state = any(${step.from})
    returning ${columns}`);
}

export function setReader(tx: Executor, caseId: string, hash: Buffer, expiresAt: Date): Promise<number> {
  return tx.run(sql`
    update cases.case set reader_hash = ${hash}, reader_expires_at = ${expiresAt} where case_id = ${caseId}::uuid`);
}

/** Of many who take one at once one gets it; a colleague's only when that is said. */
export function takeCase(
  tx: Executor,
  caseId: string,
  officerId: string,
  fromColleague: boolean,
  now: Date,
): Promise<CaseRow | undefined> {
  return tx.maybe<CaseRow>(sql`
    update cases.case set taken_by = ${officerId}, taken_at = ${now}
    where case_id = ${caseId}::uuid and (taken_by is null or taken_by = ${officerId} or ${fromColleague}::boolean)
    returning ${columns}`);
}

export type MessageRow = {
  readonly message_id: string;
  readonly written_by: 'member' | 'support';
  /** Empty when it is sealed with the owner's key. */
  readonly words: Buffer;
  readonly owned_words: Buffer | null;
  readonly written_at: Date;
};

export function insertMessage(
  tx: Executor,
  caseId: string,
  row: MessageRow & { readonly officer_id: string | null },
): Promise<number> {
  return tx.run(sql`
    insert into cases.message (case_id, message_id, written_by, officer_id, words, owned_words, written_at)
    values (${caseId}, ${row.message_id}, ${row.written_by}, ${row.officer_id}, ${row.words}, ${row.owned_words}, ${row.written_at})
    on conflict do nothing`);
}

export function newestMessages(executor: Executor, caseId: string, limit: number): Promise<MessageRow[]> {
  return executor.many<MessageRow>(sql`
    select message_id, written_by, words, owned_words, written_at from cases.message where case_id = ${caseId}
    order by message_id desc limit ${limit}`);
}

/** From the first on, or what was written after one that was read. */
export function messagesAfter(
  executor: Executor,
  caseId: string,
  after: string | undefined,
  limit: number,
): Promise<MessageRow[]> {
  return executor.many<MessageRow>(sql`
    select message_id, written_by, words, owned_words, written_at from cases.message
    where case_id = ${caseId} and (${after ?? null}::uuid is null or message_id > ${after ?? null}::uuid)
    order by message_id limit ${limit}`);
}

/**
 * What has waited longest first. Requests about data have a list of their own, by their clocks, unless the member wrote
 * last in one.
 */
export function openCases(
  executor: Executor,
  states: readonly string[],
  { limit, offset, kind, reader }: CasesPage,
): Promise<CaseRow[]> {
  return executor.many<CaseRow>(sql`
    select ${columns} from cases.case where state <> 'closed' and state = any(${states})
      and (kind not like 'data\\_%' or 'member' = (select written_by from cases.message
        where message.case_id = "case".case_id order by message_id desc limit 1))
      and (${kind ?? null}::text is null or kind = ${kind ?? null}::text)
      and (details ->> 'look' is null
        or (${reader.supervises}::boolean and details ->> 'officer' is distinct from ${reader.officerId}::text))
    order by opened_at, case_id limit ${limit} offset ${offset}`);
}

/** Says on whom of the register a case is; nothing when it is about somebody else already. */
export function linkPerson(tx: Executor, caseId: string, personId: string): Promise<number> {
  return tx.run(sql`
    update cases.case set person_id = ${personId}
    where case_id = ${caseId}::uuid and coalesce(person_id, ${personId}::uuid) = ${personId}::uuid`);
}

/** A name from a closed list that says how it ended. */
export function noteDetail(
  tx: Executor,
  caseId: string,
  detail: Readonly<Record<string, string>>,
): Promise<number> {
  return tx.run(sql`
    update cases.case set details = details || ${JSON.stringify(detail)}::jsonb where case_id = ${caseId}::uuid`);
}

/** What it was about may be opened anew under another number. */
export function freeAbout(tx: Executor, caseId: string): Promise<number> {
  return tx.run(sql`
    update cases.case set about = about || '/' || case_id::text where case_id = ${caseId}::uuid and about is not null`);
}

/** Of the cases about these persons whether one of this kind is not closed. */
export async function isOpenOn(
  executor: Executor,
  kind: CaseKind,
  personIds: readonly string[],
): Promise<boolean> {
  const { open } = await executor.one<{ readonly open: boolean }>(sql`
    select exists (select from cases.case where kind = ${kind} and state <> 'closed'
      and person_id = any(${personIds}::uuid[])) as open`);
  return open;
}

export async function movePerson(tx: Executor, gone: string, stays: string): Promise<void> {
  await tx.run(sql`update cases.case set person_id = ${stays}::uuid where person_id = ${gone}::uuid`);
}

/** Nobody's case becomes an account's, before anything is written in it. */
export async function giveToAccount(tx: Executor, caseId: string, accountId: string): Promise<void> {
  await tx.run(sql`
    update cases.case set account_id = ${accountId}::uuid where case_id = ${caseId}::uuid and account_id is null
      and not exists (select from cases.message m where m.case_id = ${caseId}::uuid)`);
}
