import { type Executor, sql } from '#platform';
import type { Fact } from './facts.ts';

export type CheckRow = {
  readonly check_id: string;
  readonly case_id: string;
  readonly account_id: string;
  readonly officer_id: string;
  readonly asked: readonly Fact[];
  readonly asked_at: Date;
  readonly expires_at: Date;
  readonly answered_at: Date | null;
  readonly passed: boolean | null;
  readonly called_at: Date | null;
};

const checkColumns = sql`check_id, case_id, account_id, officer_id, asked, asked_at, expires_at, answered_at, passed, called_at`;

export function insertCheck(
  tx: Executor,
  row: Pick<CheckRow, 'check_id' | 'case_id' | 'account_id' | 'officer_id' | 'asked_at' | 'expires_at'> & {
    readonly asked: readonly Fact[];
  },
): Promise<number> {
  return tx.run(sql`
    insert into support.identity_check (check_id, case_id, account_id, officer_id, asked, asked_at, expires_at)
    values (${row.check_id}, ${row.case_id}, ${row.account_id}, ${row.officer_id}, ${JSON.stringify(row.asked)}::jsonb,
      ${row.asked_at}, ${row.expires_at})`);
}

/** The last one of the case by this officer that still is good for something. */
export function livingCheck(
  executor: Executor,
  caseId: string,
  officerId: string,
  now: Date,
): Promise<CheckRow | undefined> {
  return executor.maybe<CheckRow>(sql`
    select ${checkColumns} from support.identity_check
    where case_id = ${caseId}::uuid and officer_id = ${officerId}::uuid and expires_at > ${now}
    order by asked_at desc limit 1`);
}

/** Answered once, in one statement. */
export function answerCheck(
  tx: Executor,
  checkId: string,
  passed: boolean,
  now: Date,
): Promise<CheckRow | undefined> {
  return tx.maybe<CheckRow>(sql`
    update support.identity_check set answered_at = ${now}, passed = ${passed}
    where check_id = ${checkId} and answered_at is null and expires_at > ${now} returning ${checkColumns}`);
}

export function noteCall(tx: Executor, checkId: string, now: Date): Promise<number> {
  return tx.run(sql`
    update support.identity_check set called_at = ${now}
    where check_id = ${checkId} and passed and called_at is null and expires_at > ${now}`);
}

export type ProposalRow = {
  readonly proposal_id: string;
  readonly kind: string;
  readonly case_id: string;
  readonly account_id: string | null;
  readonly person_id: string | null;
  readonly content: Buffer;
  readonly asked_by: string;
  readonly asked_at: Date;
  readonly needs_second: boolean;
  readonly expires_at: Date;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly approved: boolean | null;
  readonly applied_at: Date | null;
  readonly outcome: string | null;
};

const proposalColumns = sql`proposal_id, kind, case_id, account_id, person_id, content, asked_by, asked_at, needs_second, expires_at,
  decided_by, decided_at, approved, applied_at, outcome`;

export function insertProposal(
  tx: Executor,
  row: Omit<ProposalRow, 'applied_at' | 'outcome'>,
): Promise<number> {
  return tx.run(sql`
    insert into support.proposal (proposal_id, kind, case_id, account_id, person_id, content, asked_by, asked_at,
      needs_second, expires_at, decided_by, decided_at, approved)
    values (${row.proposal_id}, ${row.kind}, ${row.case_id}, ${row.account_id}::uuid, ${row.person_id}::uuid, ${row.content},
      ${row.asked_by}, ${row.asked_at},
      ${row.needs_second}, ${row.expires_at}, ${row.decided_by}::uuid, ${row.decided_at}::timestamptz, ${row.approved}::boolean)`);
}

/** Decided once, by another than who proposed it and not by the member, in one statement. */
export function decideProposal(
  tx: Executor,
  proposalId: string,
  officerId: string,
  approved: boolean,
  now: Date,
): Promise<ProposalRow | undefined> {
  return tx.maybe<ProposalRow>(sql`
    update support.proposal set decided_by = ${officerId}, decided_at = ${now}, approved = ${approved}
    where proposal_id = ${proposalId}::uuid and decided_at is null and expires_at > ${now}
      and asked_by <> ${officerId}::uuid and account_id is distinct from ${officerId}::uuid
    returning ${proposalColumns}`);
}

/** Carried out once: of several that try at once one gets it. */
export function takeProposal(tx: Executor, proposalId: string, now: Date): Promise<ProposalRow | undefined> {
  return tx.maybe<ProposalRow>(sql`
    update support.proposal set applied_at = ${now}
    where proposal_id = ${proposalId}::uuid and approved and applied_at is null returning ${proposalColumns}`);
}

export function noteOutcome(tx: Executor, proposalId: string, outcome: string): Promise<number> {
  return tx.run(
    sql`update support.proposal set outcome = ${outcome} where proposal_id = ${proposalId}::uuid`,
  );
}

export function proposalById(executor: Executor, proposalId: string): Promise<ProposalRow | undefined> {
  return executor.maybe<ProposalRow>(
    sql`select ${proposalColumns} from support.proposal where proposal_id = ${proposalId}::uuid`,
  );
}

export function proposalsOf(executor: Executor, caseId: string): Promise<ProposalRow[]> {
  return executor.many<ProposalRow>(sql`
    select ${proposalColumns} from support.proposal where case_id = ${caseId}::uuid order by asked_at desc limit 20`);
}

export function waitingProposals(
  executor: Executor,
  kinds: readonly string[],
  { now, limit, offset }: { readonly now: Date; readonly limit: number; readonly offset: number },
): Promise<ProposalRow[]> {
  return executor.many<ProposalRow>(sql`
    select ${proposalColumns} from support.proposal where decided_at is null and expires_at > ${now}
      and kind = any(${kinds}::text[])
    order by asked_at, proposal_id limit ${limit} offset ${offset}`);
}
