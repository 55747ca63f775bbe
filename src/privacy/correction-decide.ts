import { record } from '#activity';
import { cleanWords, takeCase } from '#cases';
import { ok, refused, type Result } from '#kernel';
import type { Transaction } from '#platform';
import { decide, type DecideRefusal, type DeskOfficer, type DeskServices, propose } from '#support';
import { lookedAt } from './correction-desk.ts';
import * as queries from './queries-corrections.ts';

/** What the desk can do with a request. */
export const correctionOutcomes = ['accept', 'refuse', 'more'] as const;
export type CorrectionOutcome = (typeof correctionOutcomes)[number];

/** Kind of the proposal, as support keeps it. */
export const correctionKind = 'correction';

export type ProposeCorrectionRefusal =
  /** No such request for this officer: no role, no look, not there. */
  | 'unknown'
  | 'no-words'
  /** A colleague works on the case. */
  | 'taken'
  /** The NIK stands for another person: first it has to be found out who is who. */
  | 'number-taken'
  /** Somebody has proposed, or it is no longer the desk's turn. */
  | 'over';

/**
 * One officer proposes what becomes of a request, with the words that the member will read; another decides. Of several
 * at once one proposes. Whoever proposes takes the case.
 */
export async function proposeCorrection(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  wanted: { readonly outcome: CorrectionOutcome; readonly words: string },
): Promise<Result<undefined, ProposeCorrectionRefusal>> {
  const row = await lookedAt(services, officer, caseId);
  if (!row || row.account_id === officer.officerId) return refused('unknown');
  const words = cleanWords(wanted.words);
  if (words === '') return refused('no-words');
  if (wanted.outcome === 'accept' && row.number_taken) return refused('number-taken');
  const { officerId } = officer;
  const now = services.clock.now();
  return services.database.transaction(async (tx): Promise<Result<undefined, ProposeCorrectionRefusal>> => {
    const locked = await queries.lockCorrection(tx, row.correction_id);
    if (locked?.state !== 'sent') return refused('over');
    if (!(await takeCase(tx, { caseId, officerId, now }, false))) return refused('taken');
    const expiresAt = new Date(now.getTime() + services.config.DESK_PROPOSAL_SECONDS * 1000);
    // Held before it is written: only one of several gets this far.
    if (locked.proposal_id !== null && (locked.proposal_expires_at ?? now) > now) return refused('over');
    const proposalId = await propose(
      services,
      tx,
      {
        kind: correctionKind,
        caseId,
        accountId: row.account_id,
        content: { outcome: wanted.outcome, words },
        askedBy: officerId,
        needsSecond: true,
        now,
      },
      false,
    );
    await queries.holdForProposal(tx, row.correction_id, { proposalId, expiresAt, now });
    await recordDesk(tx, officer, row, 'correction_proposed', now);
    return ok(undefined);
  });
}

export type DecideCorrectionRefusal = DecideRefusal;

/**
 * Another officer agrees, and the worker carries it out at once; or does not, and somebody proposes anew. Never on the own
 * account, never on the own proposal. Of two who decide at once, and of a decision and a withdrawal, one counts.
 */
export async function decideCorrection(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  approved: boolean,
  shown?: string,
): Promise<Result<undefined, DecideCorrectionRefusal>> {
  const row = await lookedAt(services, officer, caseId);
  if (!row) return refused('unknown');
  const now = services.clock.now();
  return services.database.transaction(async (tx): Promise<Result<undefined, DecideCorrectionRefusal>> => {
    // The lock comes first, so that whoever withdraws meanwhile waits or has done it already.
    const locked = await queries.lockCorrection(tx, row.correction_id);
    if (locked?.state !== 'sent' || locked.proposal_id === null) return refused('over');
    const { proposal_id: proposalId, correction_id: correctionId } = locked;
    if (shown !== undefined && shown !== proposalId) return refused('over');
    const { officerId } = officer;
    const decided = await decide(services, tx, { proposalId, officerId, approved, byJob: true, now });
    if (!decided.ok) return decided;
    if (approved) await queries.markDecided(tx, correctionId, proposalId);
    else await queries.dropProposal(tx, correctionId, proposalId);
    await recordDesk(tx, officer, row, approved ? 'correction_approved' : 'correction_returned', now);
    return ok(undefined);
  });
}

async function recordDesk(
  tx: Transaction,
  { officerId }: DeskOfficer,
  row: queries.CorrectionRow,
  event: 'correction_proposed' | 'correction_approved' | 'correction_returned',
  now: Date,
): Promise<void> {
  await record(tx, {
    event,
    actor: { kind: 'officer', accountId: officerId },
    accountId: row.account_id,
    personId: row.person_id,
    at: now,
    details: { case: row.case_number ?? '' },
  });
}
