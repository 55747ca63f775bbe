import { type Executor, sql } from '#platform';
import { correctionStep } from './correction-journey.ts';
import type { Correction, CorrectionField } from './correction-types.ts';

export type CorrectionRow = {
  readonly correction_id: string;
  /** Empty once the account is deleted. */
  readonly account_id: string;
  readonly person_id: string;
  readonly state: Correction['state'];
  /** Null some time after the end. */
  readonly content: Buffer | null;
  readonly fields: readonly CorrectionField[];
  readonly case_id: string | null;
  readonly case_number: string | null;
  readonly number_taken: boolean;
  readonly created_at: Date;
  readonly sent_at: Date | null;
  readonly due_at: Date | null;
  readonly proposal_id: string | null;
  readonly proposal_expires_at: Date | null;
  readonly ended_at: Date | null;
};

const columns = sql`correction_id, coalesce(account_id::text, '') as account_id, person_id, state, content, fields, case_id, case_number, number_taken, created_at,
  sent_at, due_at, proposal_id, proposal_expires_at, ended_at`;

/** Nothing when the account has one that is not over. */
export function insertDraft(
  tx: Executor,
  row: Pick<
    CorrectionRow,
    'correction_id' | 'account_id' | 'person_id' | 'content' | 'fields' | 'created_at'
  >,
): Promise<number> {
  return tx.run(sql`
    insert into privacy.correction (correction_id, account_id, person_id, state, content, fields, created_at)
    values (${row.correction_id}, ${row.account_id}, ${row.person_id}, ${correctionStep('begun').to}, ${row.content},
      ${row.fields}::text[], ${row.created_at})
    on conflict (account_id) where ended_at is null do nothing`);
}

export function updateDraft(
  tx: Executor,
  correctionId: string,
  content: Buffer,
  fields: readonly CorrectionField[],
): Promise<number> {
  return tx.run(sql`
    update privacy.correction set content = ${content}, fields = ${fields}::text[]
    where correction_id = ${correctionId}::uuid and state = ${correctionStep('begun').to}`);
}

export function correctionById(executor: Executor, correctionId: string): Promise<CorrectionRow | undefined> {
  return executor.maybe<CorrectionRow>(
    sql`select ${columns} from privacy.correction where correction_id = ${correctionId}::uuid`,
  );
}

export function correctionOfCase(executor: Executor, caseId: string): Promise<CorrectionRow | undefined> {
  return executor.maybe<CorrectionRow>(
    sql`select ${columns} from privacy.correction where case_id = ${caseId}::uuid`,
  );
}

/** Whether what the case asks for, by any right over data, is not decided yet. */
export function waits(executor: Executor, caseId: string): Promise<{ readonly waits: boolean }> {
  return executor.one(sql`
    select exists (select from privacy.correction where case_id = ${caseId}::uuid and ended_at is null)
      or exists (select from privacy.request where case_id = ${caseId}::uuid and state = 'open')
      or exists (select from privacy.merging where case_id = ${caseId}::uuid and state = 'waiting') as waits`);
}

/** Whoever moves it, adds a document or takes it back waits here for the others. */
export function lockCorrection(tx: Executor, correctionId: string): Promise<CorrectionRow | undefined> {
  return tx.maybe<CorrectionRow>(
    sql`select ${columns} from privacy.correction where correction_id = ${correctionId}::uuid for update`,
  );
}

export function correctionsOf(
  executor: Executor,
  accountId: string,
  limit: number,
): Promise<CorrectionRow[]> {
  return executor.many<CorrectionRow>(sql`
    select ${columns} from privacy.correction where account_id = ${accountId}::uuid
    order by created_at desc, correction_id desc limit ${limit}`);
}

export type SentRow = {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly numberTaken: boolean;
  readonly now: Date;
  readonly dueAt: Date;
};

export function markSent(tx: Executor, correctionId: string, sent: SentRow): Promise<number> {
  const { from, to } = correctionStep('sent');
  return tx.run(sql`
    update privacy.correction set state = ${to}, case_id = ${sent.caseId}, case_number = ${sent.caseNumber},
      number_taken = ${sent.numberTaken}, sent_at = ${sent.now}, due_at = ${sent.dueAt}
    where correction_id = ${correctionId}::uuid and state = any(${from})`);
}

/** Moves it along one line of the table, in one statement; no row when it stands elsewhere. */
export function endCorrection(
  tx: Executor,
  correctionId: string,
  event: 'withdrawn' | 'made' | 'turned_down' | 'merged',
  now: Date,
): Promise<number> {
  const { from, to } = correctionStep(event);
  return tx.run(sql`
    update privacy.correction set state = ${to}, ended_at = ${now}
    where correction_id = ${correctionId}::uuid and state = any(${from})`);
}

/** Back to the desk or to the member; what was proposed is done with. */
export function sendBack(
  tx: Executor,
  correctionId: string,
  event: 'more_asked' | 'not_possible',
  numberTaken: boolean,
): Promise<number> {
  const { from, to } = correctionStep(event);
  return tx.run(sql`
    update privacy.correction set state = ${to}, proposal_id = null, proposal_expires_at = null,
      number_taken = number_taken or ${numberTaken}::boolean
    where correction_id = ${correctionId}::uuid and state = any(${from})`);
}

export function deleteDraft(tx: Executor, correctionId: string): Promise<number> {
  return tx.run(sql`
    delete from privacy.correction
    where correction_id = ${correctionId}::uuid and state = ${correctionStep('begun').to}`);
}

/** One proposal at a time: of several officers at once one gets it. */
export function holdForProposal(
  tx: Executor,
  correctionId: string,
  proposal: { readonly proposalId: string; readonly expiresAt: Date; readonly now: Date },
): Promise<number> {
  return tx.run(sql`
    update privacy.correction set proposal_id = ${proposal.proposalId}, proposal_expires_at = ${proposal.expiresAt}
    where correction_id = ${correctionId}::uuid and state = any(${correctionStep('agreed').from})
      and (proposal_id is null or proposal_expires_at <= ${proposal.now})`);
}

/** A second officer agreed: nobody takes it back from now on. */
export function markDecided(tx: Executor, correctionId: string, proposalId: string): Promise<number> {
  const { from, to } = correctionStep('agreed');
  return tx.run(sql`
    update privacy.correction set state = ${to}
    where correction_id = ${correctionId}::uuid and proposal_id = ${proposalId}::uuid and state = any(${from})`);
}

/** A second officer did not agree: somebody proposes anew. */
export function dropProposal(tx: Executor, correctionId: string, proposalId: string): Promise<number> {
  return tx.run(sql`
    update privacy.correction set proposal_id = null, proposal_expires_at = null
    where correction_id = ${correctionId}::uuid and proposal_id = ${proposalId}::uuid
      and state = any(${correctionStep('agreed').from})`);
}

/** What is due first stands first. */
export function openCorrections(executor: Executor, limit: number, offset: number): Promise<CorrectionRow[]> {
  return executor.many<CorrectionRow>(sql`
    select ${columns} from privacy.correction where state in ('sent', 'needs_more', 'decided')
    order by case when state = 'needs_more' then 1 else 0 end, due_at, correction_id limit ${limit} offset ${offset}`);
}

/** What was asked for goes with its documents; that it was asked for, and how it ended, stays. */
export function emptyEnded(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    update privacy.correction set content = null where correction_id in (
      select correction_id from privacy.correction
      where ended_at < ${before} and content is not null order by ended_at limit ${limit})`);
}

export function oldDrafts(
  executor: Executor,
  before: Date,
  limit: number,
): Promise<{ readonly correction_id: string }[]> {
  return executor.many(sql`
    select correction_id from privacy.correction
    where state = ${correctionStep('begun').to} and created_at < ${before} order by created_at limit ${limit}`);
}

/** Whether one waits for an officer or for the member; a draft does not. */
export async function hasSentCorrection(executor: Executor, accountId: string): Promise<boolean> {
  const rows = await executor.many(sql`
    select from privacy.correction where account_id = ${accountId}::uuid and sent_at is not null and ended_at is null`);
  return rows.length > 0;
}

/** Drafts go; of what was sent the state stays, to show that it was answered, and what it said goes. */
export async function forgetCorrections(tx: Executor, accountId: string): Promise<void> {
  await tx.run(sql`
    delete from privacy.correction
    where account_id = ${accountId}::uuid and state = ${correctionStep('begun').to}`);
  await tx.run(sql`
    update privacy.correction set content = '', account_id = null where account_id = ${accountId}::uuid`);
}

/** A merging made one record of two: what was asked for of the other is asked of the one that stays, whose NIK it may have. */
export async function moveCorrections(tx: Executor, gone: string, stays: string): Promise<void> {
  await tx.run(sql`
    update privacy.correction set person_id = ${stays}::uuid, number_taken = false where person_id = ${gone}::uuid`);
  await tx.run(sql`
    update privacy.correction set number_taken = false where person_id = ${stays}::uuid and number_taken and ended_at is null`);
  await tx.run(sql`update privacy.request set person_id = ${stays}::uuid where person_id = ${gone}::uuid`);
}

/** Requests for another NIK and nothing else that wait for the desk or for the member. */
export function numberRequestsOf(tx: Executor, personId: string): Promise<CorrectionRow[]> {
  return tx.many<CorrectionRow>(sql`
    select ${columns} from privacy.correction where person_id = ${personId}::uuid and ended_at is null
      and state = any(${correctionStep('merged').from}) and fields = '{national_number}' for update`);
}
