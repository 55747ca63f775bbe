import { createHash } from 'node:crypto';
import { newToken } from '#kernel';
import type { KeyRing, Transaction } from '#platform';
import { newReaderCode, readCaseNumber, readReaderCode } from './case-number.ts';
import { openedCase } from './cases.ts';
import { conversationOf, openCaseContact } from './conversation.ts';
import { type Asking, lookLimits, takeOrRefuse } from './limits.ts';
import * as queries from './queries.ts';
import type { CaseContact, CaseMessage, CaseServices, OpenedCase } from './types.ts';

/** How long the link or the code of a message opens an answer, in days. */
const readerLifeDays = 30;

/** A token has 256 random bits and a code 55, both behind a limit: a hash without a key is enough. */
export const readerHash = (token: string) =>
  createHash('sha256').update('case-reader\0').update(token).digest();

/**
 * Makes a new way to read the answer for somebody who has no account but left an address: a link's token for an e-mail,
 * a code for an SMS, which holds no link. The one before opens nothing any more. Undefined when no address was left.
 */
export async function newReader(
  tx: Transaction,
  keys: KeyRing,
  row: queries.CaseRow,
  now: Date,
): Promise<(CaseContact & { readonly read: string }) | undefined> {
  const contact = openCaseContact(keys, row);
  if (!contact) return undefined;
  const read = contact.channel === 'email' ? newToken() : newReaderCode();
  const expiresAt = new Date(now.getTime() + readerLifeDays * 86_400_000);
  await queries.setReader(tx, row.case_id, readerHash(read), expiresAt);
  return { ...contact, read };
}

export type ReadCase = { readonly found: OpenedCase; readonly conversation: readonly CaseMessage[] };

/** The case behind the token of a message with all that was written; undefined when the token opens nothing. */
export async function caseOfReader(
  { database, keys }: CaseServices,
  token: string,
  now: Date,
): Promise<ReadCase | undefined> {
  const row = await queries.caseByReader(database, readerHash(token), now);
  if (!row) return undefined;
  return { found: openedCase(row), conversation: await conversationOf(database, keys, row.case_id) };
}

/**
 * What anybody may know by a number alone. `closing` is the number of a page on which signing in was closed: it is worked out
 * and says nothing here, for known and unknown identifiers alike.
 */
export type CaseLook =
  | (Pick<OpenedCase, 'caseNumber' | 'state'> & { readonly kind: 'known' })
  | { readonly kind: 'unknown' | 'closing'; readonly caseNumber: string }
  | { readonly kind: 'reader'; readonly token: string }
  | { readonly kind: 'unreadable' };

/**
 * A look by number: that the case exists and its state, no more. A code of an SMS opens the answer instead. Each look
 * counts and takes one statement, whatever it finds. Throws AppError `too_many_requests`.
 */
export async function lookUpCase(
  services: CaseServices,
  typed: string,
  { address, now }: Asking,
): Promise<CaseLook> {
  await takeOrRefuse(services, lookLimits(address), now);
  const code = readReaderCode(typed);
  if (code !== undefined) {
    const read = await queries.caseByReader(services.database, readerHash(code), now);
    return read ? { kind: 'reader', token: code } : { kind: 'unreadable' };
  }
  const caseNumber = readCaseNumber(typed);
  const row = await queries.caseByNumber(services.database, caseNumber ?? '');
  if (caseNumber === undefined) return { kind: 'unreadable' };
  if (caseNumber.startsWith('T')) return { kind: 'closing', caseNumber };
  return row ? { kind: 'known', caseNumber, state: row.state } : { kind: 'unknown', caseNumber };
}
