import { type ActivityEvent, record } from '#activity';
import { type AccountServices, notifyOwner } from '#accounts';
import {
  answerCase,
  caseById,
  cleanWords,
  closeCase,
  conversationOf,
  type CaseMessage,
  type DeskCase,
  type ReaderNotice,
  takeCase,
} from '#cases';
import { awaitUploads, evidenceCaseKinds, letDocumentsGo } from '#evidence';
import { type Result, ok, refused } from '#kernel';
import { send } from '#notifications';
import type { Transaction } from '#platform';
import { type DeskOfficer, isHiddenFrom, worksOnCases } from './officer.ts';

export type CaseRefusal =
  /** No such case. */
  | 'unknown'
  /** The officer's roles do not work on cases. */
  | 'role'
  /** The officer's own account is what it is about. */
  | 'own'
  /** A colleague works on it. */
  | 'taken'
  /** The officer has to take it first. */
  | 'not-taken'
  | 'closed'
  | 'no-words';

/** `decision`: it ends by the decision on what it asks for, which is taken elsewhere. */
export type SettleRefusal = CaseRefusal | 'decision';

/**
 * An officer takes a case, and reads it from then on. One that a colleague has is taken over only when that is said, and
 * either is recorded on the member's activity page.
 */
export async function takeUpCase(
  services: AccountServices,
  officer: DeskOfficer,
  caseId: string,
  fromColleague: boolean,
): Promise<Result<DeskCase, CaseRefusal>> {
  const { database, clock } = services;
  const now = clock.now();
  const found = await caseById(database, caseId);
  const refusal = refusalOf(officer, found);
  if (refusal) return refused(refusal);
  if (found?.takenBy === officer.officerId) return ok(found);
  return database.transaction(async (tx) => {
    const taken = await takeCase(tx, { caseId, officerId: officer.officerId, now }, fromColleague);
    if (!taken) return refused('taken');
    await recordWork(tx, officer, taken, 'case_taken', now);
    return ok(taken);
  });
}

/** What was written in a case, for the officer who works on it. */
export async function readCase(
  { database, keys }: AccountServices,
  officer: DeskOfficer,
  caseId: string,
): Promise<Result<{ readonly found: DeskCase; readonly conversation: readonly CaseMessage[] }, CaseRefusal>> {
  const held = await heldCase({ database }, officer, caseId);
  if (!held.ok) return held;
  return ok({ found: held.value, conversation: await conversationOf(database, keys, caseId) });
}

/** Support's answer: the member is told at every address that there is one, never what it says. */
export async function answerInCase(
  services: AccountServices,
  officer: DeskOfficer,
  caseId: string,
  typed: string,
): Promise<Result<DeskCase, CaseRefusal>> {
  const { database, keys, clock } = services;
  const held = await heldCase(services, officer, caseId);
  if (!held.ok) return held;
  const words = cleanWords(typed);
  if (words === '') return refused('no-words');
  const now = clock.now();
  return database.transaction(async (tx) => {
    const done = await answerCase(tx, keys, { caseId, officerId: officer.officerId, now }, words);
    if (!done) return refused('closed');
    await recordWork(tx, officer, done.answered, 'case_answered', now);
    await tellAnswered(services, tx, done.answered, done.tell, now);
    return ok(done.answered);
  });
}

/**
 * Closes a case; the member is told and may write again under the same number. One that ends by a decision is not closed here:
 * a notice of an exit until it is decided, and what the caller says that it waits for one (`waits`).
 */
export async function settleCase(
  services: AccountServices,
  officer: DeskOfficer,
  caseId: string,
  waits = false,
): Promise<Result<DeskCase, SettleRefusal>> {
  const { database, clock } = services;
  const held = await heldCase(services, officer, caseId);
  if (!held.ok) return held;
  if (waits || isUndecidedNotice(held.value)) return refused('decision');
  const now = clock.now();
  return database.transaction(async (tx) => {
    const closed = await closeCase(tx, caseId, now);
    if (!closed) return refused('closed');
    await letCaseDocumentsGo(services, tx, closed, now);
    await recordWork(tx, officer, closed, 'case_closed', now);
    if (closed.accountId !== undefined)
      await notifyOwner(services, tx, {
        accountId: closed.accountId,
        template: 'case_closed',
        parameters: { case_number: closed.caseNumber },
        now,
      });
    return ok(closed);
  });
}

/** A notice of an exit on which nobody has decided. */
export const isUndecidedNotice = ({ kind, details }: DeskCase): boolean =>
  kind === 'exit_notice' && details['outcome'] === undefined;

/** What was handed in with a case, up to this moment, goes some time after its end. The caller has just closed it. */
export async function letCaseDocumentsGo(
  { config }: Pick<AccountServices, 'config'>,
  tx: Transaction,
  { caseId, kind }: DeskCase,
  now: Date,
): Promise<void> {
  const evidenceKind = evidenceCaseKinds.find((one) => one === kind);
  if (!evidenceKind) return;
  const subject = { kind: evidenceKind, id: caseId };
  await awaitUploads(tx, subject);
  await letDocumentsGo(tx, config, subject, now);
}

/** A case as far as any officer of the desk may know it: whose it is and what was written is for whoever takes it. */
export async function caseForDesk(
  { database }: Pick<AccountServices, 'database'>,
  officer: DeskOfficer,
  caseId: string,
): Promise<DeskCase | undefined> {
  const found = await caseById(database, caseId);
  return refusalOf(officer, found) ? undefined : found;
}

/** The case that this officer works on. */
export async function heldCase(
  { database }: Pick<AccountServices, 'database'>,
  officer: DeskOfficer,
  caseId: string,
): Promise<Result<DeskCase, CaseRefusal>> {
  const found = await caseById(database, caseId);
  const refusal = refusalOf(officer, found);
  if (refusal || !found) return refused(refusal ?? 'unknown');
  return found.takenBy === officer.officerId ? ok(found) : refused('not-taken');
}

function refusalOf(officer: DeskOfficer, found: DeskCase | undefined): CaseRefusal | undefined {
  if (!worksOnCases(officer)) return 'role';
  if (!found || isHiddenFrom(officer, found)) return 'unknown';
  return found.accountId === officer.officerId ? 'own' : undefined;
}

/** On the member's activity page; a case of nobody's account leaves its trace in the case alone. */
async function recordWork(
  tx: Transaction,
  officer: DeskOfficer,
  { accountId, caseNumber }: DeskCase,
  event: ActivityEvent,
  now: Date,
): Promise<void> {
  await record(tx, {
    event,
    actor: { kind: 'officer', accountId: officer.officerId },
    accountId,
    at: now,
    details: { case: caseNumber },
  });
}

async function tellAnswered(
  services: AccountServices,
  tx: Transaction,
  { accountId, caseNumber, language = 'id' }: DeskCase,
  tell: ReaderNotice | undefined,
  now: Date,
): Promise<void> {
  if (accountId !== undefined) {
    const notice = { template: 'case_answered', parameters: { case_number: caseNumber } } as const;
    await notifyOwner(services, tx, { accountId, ...notice, now });
  } else if (tell) {
    await (services.outbox?.send ?? send)(tx, services.keys, {
      template: 'case_answer_ready',
      channel: tell.channel,
      to: tell.address,
      language,
      parameters: { case_number: caseNumber, read: tell.read },
      now,
    });
  }
}
