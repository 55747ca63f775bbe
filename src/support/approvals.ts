import { type Result, newId, ok, refused } from '#kernel';
import { addJob, type Config, type Executor, type KeyRing, seal, type Transaction, unseal } from '#platform';
import * as queries from './queries-desk.ts';

/** Task name of the job that carries out what was approved; the composition has it in its table. */
export const applyProposalTask = 'support.apply_proposal';

/**
 * What one officer wants done and, where it needs that, another decides: for remedies of the desk and for corrections. What
 * exactly stands sealed in `content`; names and ids that no page must hide are in the open.
 */
export type Proposal = {
  readonly proposalId: string;
  readonly kind: string;
  readonly caseId: string;
  /** Undefined for somebody on the register who has no account. */
  readonly accountId: string | undefined;
  /** Where it is the register that changes. */
  readonly personId: string | undefined;
  readonly content: Readonly<Record<string, string>>;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly needsSecond: boolean;
  readonly expiresAt: Date;
  readonly decidedBy: string | undefined;
  readonly decidedAt: Date | undefined;
  readonly approved: boolean | undefined;
  readonly appliedAt: Date | undefined;
  readonly outcome: string | undefined;
};

type Parts = { readonly keys: KeyRing; readonly config: Config };

export const proposalPlace = (proposalId: string) => `support.proposal.content/${proposalId}`;

export type NewProposal = Pick<
  Proposal,
  'kind' | 'caseId' | 'accountId' | 'content' | 'askedBy' | 'needsSecond'
> & { readonly personId?: string | undefined; readonly now: Date };

/**
 * Puts a proposal down in the caller's transaction. One that needs no second officer counts as decided; `byJob`: the worker
 * carries it out as soon as it is approved.
 */
export async function propose(
  { keys, config }: Parts,
  tx: Transaction,
  proposal: NewProposal,
  byJob: boolean,
): Promise<string> {
  const { needsSecond, askedBy, now } = proposal;
  const proposalId = newId(now);
  await queries.insertProposal(tx, {
    proposal_id: proposalId,
    kind: proposal.kind,
    case_id: proposal.caseId,
    account_id: proposal.accountId ?? null,
    person_id: proposal.personId ?? null,
    content: seal(keys, 'case', proposalPlace(proposalId), JSON.stringify(proposal.content)),
    asked_by: askedBy,
    asked_at: now,
    needs_second: needsSecond,
    expires_at: new Date(now.getTime() + config.DESK_PROPOSAL_SECONDS * 1000),
    decided_by: needsSecond ? null : askedBy,
    decided_at: needsSecond ? null : now,
    approved: needsSecond ? null : true,
  });
  if (!needsSecond && byJob) await queue(tx, proposalId);
  return proposalId;
}

const queue = (tx: Transaction, proposalId: string) => addJob(tx, applyProposalTask, { proposalId });

export type DecideRefusal =
  /** No such proposal. */
  | 'unknown'
  /** The officer proposed it. */
  | 'same'
  /** It is the officer's own account. */
  | 'own'
  /** Somebody has decided, or it is too old. */
  | 'over';

/**
 * Another officer approves or refuses, once; the caller records it. Of several at once one decides. The statement itself
 * refuses whoever proposed it and whose account it is, and so does the table.
 */
export async function decide(
  { keys }: Parts,
  tx: Transaction,
  decision: {
    readonly proposalId: string;
    readonly officerId: string;
    readonly approved: boolean;
    readonly byJob: boolean;
    readonly now: Date;
  },
): Promise<Result<Proposal, DecideRefusal>> {
  const { proposalId, officerId, approved, byJob, now } = decision;
  const row = await queries.decideProposal(tx, proposalId, officerId, approved, now);
  if (row) {
    if (approved && byJob) await queue(tx, proposalId);
    return ok(proposalOf(keys, row));
  }
  const found = await queries.proposalById(tx, proposalId);
  if (!found) return refused('unknown');
  if (found.asked_by === officerId) return refused('same');
  return refused(found.account_id === officerId ? 'own' : 'over');
}

/** Takes an approved proposal to carry it out, once; undefined when it is not approved, or was carried out before. */
export async function takeApproved(
  { keys }: Pick<Parts, 'keys'>,
  tx: Transaction,
  proposalId: string,
  now: Date,
): Promise<Proposal | undefined> {
  const row = await queries.takeProposal(tx, proposalId, now);
  return row && proposalOf(keys, row);
}

export async function noteOutcome(tx: Transaction, proposalId: string, outcome: string): Promise<void> {
  await queries.noteOutcome(tx, proposalId, outcome);
}

export async function proposalById(
  executor: Executor,
  keys: KeyRing,
  proposalId: string,
): Promise<Proposal | undefined> {
  const row = await queries.proposalById(executor, proposalId);
  return row && proposalOf(keys, row);
}

/** Of one case, the newest first; at most 20. */
export async function proposalsOf(executor: Executor, keys: KeyRing, caseId: string): Promise<Proposal[]> {
  return (await queries.proposalsOf(executor, caseId)).map((row) => proposalOf(keys, row));
}

/** What waits for a second officer, the oldest first; of these kinds, because others have lists of their own. */
export async function waitingProposals(
  executor: Executor,
  keys: KeyRing,
  kinds: readonly string[],
  page: { readonly now: Date; readonly limit: number; readonly offset: number },
): Promise<Proposal[]> {
  return (await queries.waitingProposals(executor, kinds, page)).map((row) => proposalOf(keys, row));
}

function proposalOf(keys: KeyRing, row: queries.ProposalRow): Proposal {
  // Emptied when the account was erased.
  const content =
    row.content.length > 0
      ? unseal(keys, 'case', proposalPlace(row.proposal_id), row.content).toString()
      : '{}';
  return {
    proposalId: row.proposal_id,
    kind: row.kind,
    caseId: row.case_id,
    accountId: row.account_id ?? undefined,
    personId: row.person_id ?? undefined,
    content: JSON.parse(content) as Record<string, string>,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    needsSecond: row.needs_second,
    expiresAt: row.expires_at,
    decidedBy: row.decided_by ?? undefined,
    decidedAt: row.decided_at ?? undefined,
    approved: row.approved ?? undefined,
    appliedAt: row.applied_at ?? undefined,
    outcome: row.outcome ?? undefined,
  };
}
