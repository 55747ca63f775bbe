import { notifyOwner } from '#accounts';
import { record } from '#activity';
import {
  allowAnew,
  answerCase,
  cleanWords,
  closeCase,
  type DeskCase,
  filledOf,
  noteOutcomeOfCase,
} from '#cases';
import { AppError, isIsoDate, newId, ok, refused, type Result } from '#kernel';
import { isExitReason, recordExit } from '#members';
import { type Executor, type KeyRing, seal, type Transaction, unseal } from '#platform';
import { type CaseRefusal, heldCase, letCaseDocumentsGo } from './case-work.ts';
import type { DeskOfficer, DeskServices } from './officer.ts';
import * as queries from './queries-life.ts';
import { isOwn } from './search.ts';

/** What the employer said when an officer asked: the work ended, it did not, or nothing came. */
export const employerAnswers = ['confirmed', 'denied', 'no_answer'] as const;
export type EmployerAnswer = (typeof employerAnswers)[number];

/** Why a notice is refused; the officer's words say the rest. */
export const exitRefusals = ['still_working', 'other_day', 'no_proof', 'withdrawn', 'already_ended'] as const;
export type ExitRefusalReason = (typeof exitRefusals)[number];

export type ExitProblem =
  | CaseRefusal
  /** It is no notice of an exit. */
  | 'kind'
  /** The employer has to be asked first, and the answer noted. */
  | 'not-asked'
  /** The employer denied it, and has not confirmed it since. */
  | 'denied'
  /** Nothing came from the employer, and nobody wrote who was asked and when. */
  | 'no-attempt'
  /** The card has ended meanwhile. */
  | 'ended';

export type EmployerNote = {
  readonly noteId: string;
  readonly answer: EmployerAnswer;
  readonly words: string;
  readonly notedAt: Date;
};

export const notePlace = (noteId: string) => `support.case_note.words/${noteId}`;
const longestNote = 500;

async function heldNotice(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<Result<DeskCase, ExitProblem>> {
  const held = await heldCase(services, officer, caseId);
  if (!held.ok) return held;
  if (held.value.kind !== 'exit_notice') return refused('kind');
  if (await isOwn(services, officer, held.value)) return refused('own');
  return held.value.state === 'closed' ? refused('closed') : held;
}

/** Notes what the employer answered, or that nothing came; may be done several times. */
export async function noteEmployerAnswer(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  said: { readonly answer: EmployerAnswer; readonly words: string },
): Promise<Result<undefined, ExitProblem>> {
  const held = await heldNotice(services, officer, caseId);
  if (!held.ok) return held;
  const now = services.clock.now();
  const noteId = newId(now);
  const words = cleanWords(said.words).slice(0, longestNote);
  await queries.insertNote(services.database, {
    note_id: noteId,
    case_id: caseId,
    officer_id: officer.officerId,
    answer: said.answer,
    words: words === '' ? null : seal(services.keys, 'case', notePlace(noteId), words),
    noted_at: now,
  });
  return ok(undefined);
}

/** What employers answered in a case, the oldest first. For whoever works on it. */
export async function employerNotes(
  executor: Executor,
  keys: KeyRing,
  caseId: string,
): Promise<EmployerNote[]> {
  return (await queries.notesOf(executor, caseId)).map((row) => ({
    noteId: row.note_id,
    answer: row.answer,
    words: row.words ? unseal(keys, 'case', notePlace(row.note_id), row.words).toString() : '',
    notedAt: row.noted_at,
  }));
}

/**
 * The exit stands on the card from now on, with where it is known from; the case is closed and the member told. Of several
 * officers, or presses, at once one does it.
 */
export async function recordNoticedExit(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<Result<undefined, ExitProblem>> {
  const held = await heldNotice(services, officer, caseId);
  if (!held.ok) return held;
  const { database, keys } = services;
  const missing = missingForExit(await queries.notesOf(database, caseId));
  if (missing) return refused(missing);
  const filled = await filledOf(database, keys, caseId);
  const { membership = '', last_day: lastDay = '', reason = '' } = filled ?? {};
  const { personId } = held.value;
  if (personId === undefined || !isIsoDate(lastDay) || !isExitReason(reason)) return refused('kind');
  const now = services.clock.now();
  const { officerId } = officer;
  return database.transaction(async (tx): Promise<Result<undefined, ExitProblem>> => {
    // The card first: where it has ended, the case stays as it is for the officer to answer.
    const exit = { personId, membershipId: membership, lastDay, reason, caseId, officerId, now };
    if (!(await recordExit(tx, exit))) return refused('ended');
    const closed = await closeCase(tx, caseId, now);
    if (!closed) throw new AppError('bug', 'an exit was recorded for a case that is closed');
    await noteOutcomeOfCase(tx, caseId, 'recorded');
    await letCaseDocumentsGo(services, tx, closed, now);
    await tell(services, tx, officer, closed, 'exit_recorded', now);
    return ok(undefined);
  });
}

/**
 * What the last answer of the employer lacks, so that one officer may end a card by it: a denial never does, and no answer
 * only with words about who was asked, and when. Pages offer the record only when nothing is missing.
 */
export function missingForExit(
  notes: readonly { readonly answer: EmployerAnswer; readonly words: unknown }[],
): 'not-asked' | 'denied' | 'no-attempt' | undefined {
  const last = notes.findLast(({ answer }) => answer !== 'no_answer') ?? notes.at(-1);
  if (!last) return 'not-asked';
  if (last.answer === 'denied') return 'denied';
  const isTold = last.answer === 'confirmed' || notes.some(({ words }) => words !== null && words !== '');
  return isTold ? undefined : 'no-attempt';
}

/** The notice is refused, with a reason and words; the case is closed, the member told, and may give notice again. */
export async function refuseNoticedExit(
  services: DeskServices,
  officer: DeskOfficer,
  caseId: string,
  why: { readonly reason: ExitRefusalReason; readonly words: string },
): Promise<Result<undefined, ExitProblem>> {
  const held = await heldNotice(services, officer, caseId);
  if (!held.ok) return held;
  const words = cleanWords(why.words);
  if (words === '') return refused('no-words');
  const { database, keys, clock } = services;
  if ((await queries.notesOf(database, caseId)).length === 0) return refused('not-asked');
  const now = clock.now();
  return database.transaction(async (tx) => {
    await answerCase(tx, keys, { caseId, officerId: officer.officerId, now }, words);
    const closed = await closeCase(tx, caseId, now);
    if (!closed) return refused('closed');
    await allowAnew(tx, caseId);
    await noteOutcomeOfCase(tx, caseId, why.reason);
    await letCaseDocumentsGo(services, tx, closed, now);
    await tell(services, tx, officer, closed, 'exit_refused', now, { reason: why.reason });
    return ok(undefined);
  });
}

async function tell(
  services: DeskServices,
  tx: Transaction,
  { officerId }: DeskOfficer,
  { accountId, personId, caseNumber }: DeskCase,
  event: 'exit_recorded' | 'exit_refused',
  now: Date,
  details: Readonly<Record<string, string>> = {},
): Promise<void> {
  await record(tx, {
    event,
    actor: { kind: 'officer', accountId: officerId },
    accountId,
    personId,
    at: now,
    details: { case: caseNumber, ...details },
  });
  if (accountId !== undefined)
    await notifyOwner(services, tx, {
      accountId,
      template: event,
      parameters: { case_number: caseNumber },
      now,
    });
}
