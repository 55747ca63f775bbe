import type { Executor, KeyRing, Transaction } from '#platform';
import { caseStep } from './case-journey.ts';
import { readCaseNumber } from './case-number.ts';
import { deskCase } from './cases.ts';
import { write } from './conversation.ts';
import * as queries from './queries.ts';
import { newReader } from './reader.ts';
import type { CaseContact, CaseKind, CasesPage, DeskCase, OpenedCase } from './types.ts';

/** Cases that are not closed and that the officer is to see, what has waited longest first. */
export async function openCases(
  executor: Executor,
  states: readonly OpenedCase['state'][],
  page: CasesPage,
): Promise<DeskCase[]> {
  return (await queries.openCases(executor, states, page)).map(deskCase);
}

export async function caseById(executor: Executor, caseId: string): Promise<DeskCase | undefined> {
  const row = await queries.caseById(executor, caseId);
  return row && deskCase(row);
}

/** The one case of this kind about one thing. */
export async function caseAbout(
  executor: Executor,
  kind: CaseKind,
  about: string,
): Promise<DeskCase | undefined> {
  const row = await queries.caseAbout(executor, kind, about);
  return row && deskCase(row);
}

/** By the number that people are told, however it is written. */
export async function caseByNumber(executor: Executor, typed: string): Promise<DeskCase | undefined> {
  const row = await queries.caseByNumber(executor, readCaseNumber(typed) ?? '');
  return row && deskCase(row);
}

type Taking = { readonly caseId: string; readonly officerId: string; readonly now: Date };

/** One officer works on a case. Undefined when a colleague has it and it is not said that it is taken over. */
export async function takeCase(
  tx: Executor,
  { caseId, officerId, now }: Taking,
  fromColleague: boolean,
): Promise<DeskCase | undefined> {
  const row = await queries.takeCase(tx, caseId, officerId, fromColleague, now);
  return row && deskCase(row);
}

/** How somebody without an account is told: the address that was left, and what reads the answer. */
export type ReaderNotice = CaseContact & { readonly read: string };

/**
 * Support's words, and the case waits for the member. Answers with how somebody without an account is told. Undefined
 * when the case stands where no answer is due.
 */
export async function answerCase(
  tx: Transaction,
  keys: KeyRing,
  { caseId, officerId, now }: Taking,
  words: string,
): Promise<{ readonly answered: DeskCase; readonly tell: ReaderNotice | undefined } | undefined> {
  const row = await queries.moveCase(tx, caseId, caseStep('answered'), now);
  if (!row) return undefined;
  await write(tx, keys, { caseId, words, officerId, now });
  return { answered: deskCase(row), tell: await newReader(tx, keys, row, now) };
}

/** What the program does by itself does not wait for support. */
export async function answerByProgram(tx: Executor, caseId: string, now: Date): Promise<void> {
  await queries.moveCase(tx, caseId, caseStep('answered'), now);
}

/** Nothing more is to do. Undefined when it was closed before. */
export async function closeCase(tx: Executor, caseId: string, now: Date): Promise<DeskCase | undefined> {
  const row = await queries.moveCase(tx, caseId, caseStep('settled'), now);
  return row && deskCase(row);
}

/** Says on whom of the register a case is. False when it is about somebody else already. */
export async function linkCaseToPerson(tx: Executor, caseId: string, personId: string): Promise<boolean> {
  return (await queries.linkPerson(tx, caseId, personId)) > 0;
}

/** How it ended, by a name of a closed list, for the pages that show the case. */
export async function noteOutcomeOfCase(tx: Executor, caseId: string, outcome: string): Promise<void> {
  await queries.noteDetail(tx, caseId, { outcome });
}

/** The same thing may be reported again, under a new number: after a refusal that a new report may mend. */
export async function allowAnew(tx: Executor, caseId: string): Promise<void> {
  await queries.freeAbout(tx, caseId);
}

/** Whether a case of this kind about one of these persons is not closed. */
export function isCaseOpenOn(
  executor: Executor,
  kind: CaseKind,
  personIds: readonly string[],
): Promise<boolean> {
  return queries.isOpenOn(executor, kind, personIds);
}

/** Cases about a record that went into another are about that one. */
export async function moveCasesOf(
  tx: Executor,
  { gone, stays }: { readonly gone: string; readonly stays: string },
): Promise<void> {
  await queries.movePerson(tx, gone, stays);
}

/** The member reads from now on a case that was nobody's account's, unless something was written in it. */
export async function giveCaseToAccount(tx: Executor, caseId: string, accountId: string): Promise<void> {
  await queries.giveToAccount(tx, caseId, accountId);
}

/** Keeps an id or a closed name with a case, for the page that works on it. */
export async function noteInCase(
  tx: Executor,
  caseId: string,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  await queries.noteDetail(tx, caseId, details);
}

/** The number of each case of these, by id, for a list of something about cases. */
export async function numbersOfCases(
  executor: Executor,
  caseIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await queries.numbersOfCases(executor, caseIds);
  return new Map(rows.map(({ caseId, caseNumber }) => [caseId, caseNumber]));
}
