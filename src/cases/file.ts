import { record } from '#activity';
import { newId, type Result, ok, refused } from '#kernel';
import { type Executor, type KeyRing, type Language, seal, type Transaction, unseal } from '#platform';
import type { Counted } from '#throttle';
import { newCaseNumber } from './case-number.ts';
import { cleanWords, openCaseContact, sealCaseContact, write } from './conversation.ts';
import { type Asking, accountLimits, deathReportLimits, takeOrRefuse } from './limits.ts';
import * as queries from './queries.ts';
import { readContact } from './read-contact.ts';
import type { CaseContact, CaseServices } from './types.ts';

/** What was filled into a form, by field: texts as typed, names from closed lists, days. */
export type Filled = Readonly<Record<string, string>>;

type Form = Asking & {
  readonly filled: Filled;
  /** What else was written; may be empty. */
  readonly words: string;
  readonly userAgent: string;
  readonly language: Language;
};

export type MemberForm = Form & {
  readonly kind: 'exit_notice' | 'movement' | 'wage_report';
  readonly accountId: string;
  readonly personId: string;
  /** The one thing that it is about: told again, also at the same instant, it is the same case. */
  readonly about: string;
};

export type FiledCase = {
  readonly caseId: string;
  readonly caseNumber: string;
  /** False when it was told before. */
  readonly isNew: boolean;
};

export const filledPlace = (caseId: string) => `cases.case.filled/${caseId}`;

/**
 * Opens a case with what a member filled into a form of the account, or finds the one that is about the same thing: then
 * nothing is written. Throws AppError `too_many_requests` when the account wrote too often.
 */
export async function fileMemberCase(services: CaseServices, sent: MemberForm): Promise<FiledCase> {
  const { kind, accountId, personId, about, language, now } = sent;
  const before = await queries.caseAbout(services.database, kind, about);
  if (before) return { caseId: before.case_id, caseNumber: before.case_number, isNew: false };
  const person = { accountId, personId };
  return file(services, accountLimits(accountId), sent, { kind, about, language, ...person, now });
}

export type DeathReportForm = Form & {
  /** E-mail address or phone number, as typed, of whoever reports. */
  readonly contact: string;
  readonly formKey: string;
};

/**
 * A death, reported by anybody without signing in. Nothing is looked up: who died stands in the case as it was typed, and
 * an officer finds out whether there is such a member. So the answer is the same for everybody, to the statement. The form
 * sent again has one case. Throws AppError `too_many_requests`.
 */
export async function reportDeath(
  services: CaseServices,
  sent: DeathReportForm,
): Promise<Result<FiledCase, 'contact'>> {
  const contact = readContact(sent.contact);
  if (contact === 'none' || contact === 'unreadable') return refused('contact');
  const about = `form/${sent.formKey || newId(sent.now)}`;
  const { language, now } = sent;
  const opened = { kind: 'death_report', about, language, now } as const;
  return ok(await file(services, deathReportLimits(sent.address), sent, opened, contact));
}

type Opened = Omit<queries.CaseInsert, 'caseId' | 'caseNumber' | 'contact' | 'contactChannel' | 'filled'>;

async function file(
  services: CaseServices,
  limits: readonly Counted[],
  sent: Form,
  opened: Opened,
  contact?: CaseContact,
): Promise<FiledCase> {
  const { keys, database } = services;
  await takeOrRefuse(services, limits, sent.now);
  const caseId = newId(sent.now);
  const insert: queries.CaseInsert = {
    ...opened,
    caseId,
    caseNumber: newCaseNumber(),
    filled: seal(keys, 'case', filledPlace(caseId), JSON.stringify(sent.filled)),
    contactChannel: contact?.channel,
    contact: contact && sealCaseContact(keys, caseId, contact.address),
  };
  return database.transaction((tx) => put(tx, keys, insert, sent));
}

async function put(
  tx: Transaction,
  keys: KeyRing,
  insert: queries.CaseInsert,
  { words, address, userAgent, now }: Form,
): Promise<FiledCase> {
  const row = await queries.insertCase(tx, insert);
  const isNew = row.case_id === insert.caseId;
  const filed = { caseId: row.case_id, caseNumber: row.case_number, isNew };
  if (!isNew) return filed;
  const { accountId } = insert;
  const text = cleanWords(words);
  if (text !== '') await write(tx, keys, { caseId: row.case_id, words: text, officerId: undefined, now });
  if (accountId !== undefined)
    await record(tx, {
      event: 'case_opened',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address,
      userAgent,
      details: { case: row.case_number },
    });
  return filed;
}

/** What was filled into the form of a case; undefined when none opened it. Whoever calls it has found that the reader may. */
export async function filledOf(
  executor: Executor,
  keys: KeyRing,
  caseId: string,
): Promise<Filled | undefined> {
  const row = await queries.caseById(executor, caseId);
  if (!row?.filled) return undefined;
  return JSON.parse(unseal(keys, 'case', filledPlace(caseId), row.filled).toString()) as Filled;
}

/** The address that somebody without an account left; for the officer who works on the case. */
export async function contactOf(
  executor: Executor,
  keys: KeyRing,
  caseId: string,
): Promise<CaseContact | undefined> {
  const row = await queries.caseById(executor, caseId);
  return row && openCaseContact(keys, row);
}
