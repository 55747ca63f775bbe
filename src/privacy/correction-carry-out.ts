import { type AccountServices, notifyOwner, renameOwner } from '#accounts';
import { record } from '#activity';
import { answerCase, closeCase } from '#cases';
import { letDocumentsGo } from '#evidence';
import { AppError } from '#kernel';
import { correctPerson } from '#members';
import { openMergingCase } from './correction-send.ts';
import { addJob, type Transaction } from '#platform';
import { noteOutcome, type Proposal, proposalById, takeApproved } from '#support';
import { correctionKind } from './correction-decide.ts';
import { correctionFrom, subjectOf } from './correction-reads.ts';
import type { Correction } from './correction-types.ts';
import * as queries from './queries-corrections.ts';

/** Task name of the job that carries out what two officers decided; it writes to the register. */
export const carryOutCorrectionTask = 'privacy.carry_out_correction';

type Payload = { readonly proposalId: string };

/** Of what was approved at the desk, hands a correction on to the job that waits while the records are read-only. */
export async function handOnCorrection(
  { database, keys }: AccountServices,
  { proposalId }: Payload,
): Promise<void> {
  const found = await proposalById(database, keys, proposalId);
  if (found?.kind !== correctionKind) return;
  await database.transaction((tx) => addJob(tx, carryOutCorrectionTask, { proposalId }));
}

/**
 * Carries out what was decided, once, however often the job runs, in one transaction: the register, the member's activity,
 * the words in the case, the message to every address, the end of the case. The rights to write the register are the worker's.
 */
export async function carryOutCorrection(services: AccountServices, { proposalId }: Payload): Promise<void> {
  const { database, keys, clock } = services;
  const now = clock.now();
  await database.transaction(async (tx) => {
    const proposal = await takeApproved(services, tx, proposalId, now);
    if (proposal?.kind !== correctionKind) return;
    const found = await queries.correctionOfCase(tx, proposal.caseId);
    const row = found && (await queries.lockCorrection(tx, found.correction_id));
    if (row?.state !== 'decided' || row.proposal_id !== proposalId) return;
    const decided = { proposal, correction: correctionFrom(keys, row), now };
    const done = await outcomes[outcomeOf(proposal)](services, tx, decided);
    await noteOutcome(tx, proposalId, done);
  });
}

type Decided = { readonly proposal: Proposal; readonly correction: Correction; readonly now: Date };
type Carry = (services: AccountServices, tx: Transaction, decided: Decided) => Promise<string>;

const outcomeOf = ({ content: { outcome } }: Proposal): keyof typeof outcomes =>
  outcome === 'accept' || outcome === 'more' ? outcome : 'refuse';

const outcomes = {
  accept: async (services, tx, decided) => {
    const { proposal, correction, now } = decided;
    const { correctionId, personId, accountId, values, caseNumber = '' } = correction;
    const officers = { proposedBy: proposal.askedBy, decidedBy: proposal.decidedBy ?? '' };
    const change = { correctionId, personId, values, caseNumber, ...officers, now };
    const made = await correctPerson(tx, services.keys, change);
    if (!made.ok) {
      // Somebody else has that NIK by now: the desk finds out who is who. Either way it decides anew.
      const numberTaken = made.refusal === 'number-taken';
      if (numberTaken) await openMergingCase(tx, { personId, correctionId, now });
      await queries.sendBack(tx, correctionId, 'not_possible', numberTaken);
      return made.refusal;
    }
    if (values.fullName !== undefined) await renameOwner(tx, services.keys, accountId, values.fullName);
    await queries.endCorrection(tx, correctionId, 'made', now);
    await tell(services, tx, decided, 'correction_made');
    return 'done';
  },
  refuse: async (services, tx, decided) => {
    await queries.endCorrection(tx, decided.correction.correctionId, 'turned_down', decided.now);
    await tell(services, tx, decided, 'correction_refused');
    return 'done';
  },
  more: async (services, tx, decided) => {
    await queries.sendBack(tx, decided.correction.correctionId, 'more_asked', false);
    await tell(services, tx, decided, 'correction_needs_more');
    return 'done';
  },
} as const satisfies Record<string, Carry>;

/** The words in the case, the entry in the activity, the message to every address; what has ended is closed. */
async function tell(
  services: AccountServices,
  tx: Transaction,
  { proposal, correction, now }: Decided,
  event: 'correction_made' | 'correction_refused' | 'correction_needs_more',
): Promise<void> {
  const { accountId, personId, caseNumber = '', correctionId } = correction;
  const { caseId, askedBy: officerId, content } = proposal;
  const answer = await answerCase(tx, services.keys, { caseId, officerId, now }, content['words'] ?? '');
  if (!answer) throw new AppError('bug', 'a request was decided whose case is closed');
  if (event !== 'correction_needs_more') {
    await closeCase(tx, caseId, now);
    await letDocumentsGo(tx, services.config, subjectOf(correctionId), now);
  }
  await record(tx, {
    event,
    actor: { kind: 'officer', accountId: proposal.decidedBy ?? officerId },
    accountId,
    personId,
    at: now,
    details: { case: caseNumber },
  });
  const template = event === 'correction_needs_more' ? 'correction_more' : 'correction_result';
  await notifyOwner(services, tx, { accountId, template, parameters: { case_number: caseNumber }, now });
}
