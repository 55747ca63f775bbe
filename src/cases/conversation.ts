import { newId } from '#kernel';
import {
  dataKeyFor,
  dataKeyOf,
  type Executor,
  type KeyRing,
  seal,
  sealWith,
  unseal,
  unsealWith,
} from '#platform';
import * as queries from './queries.ts';
import type { CaseContact, CaseMessage } from './types.ts';

/** In characters: two pages of paper. */
export const longestWords = 3000;

/** What a page shows of a conversation; the newest. */
const mostMessages = 100;

export const wordsPlace = (messageId: string) => `cases.message.words/${messageId}`;
export const contactPlace = (caseId: string) => `cases.case.contact/${caseId}`;

export const sealCaseContact = (keys: KeyRing, caseId: string, address: string) =>
  seal(keys, 'case', contactPlace(caseId), address);

/** The address that somebody without an account left for the answer. */
export function openCaseContact(keys: KeyRing, row: queries.CaseRow): CaseContact | undefined {
  if (!row.contact || !row.contact_channel) return undefined;
  const address = unseal(keys, 'case', contactPlace(row.case_id), row.contact).toString();
  return { channel: row.contact_channel, address };
}

/** What was typed as one text: the line breaks of one kind, no characters that nobody types, not too long. */
export function cleanWords(typed: string): string {
  return typed
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, longestWords);
}

type Written = {
  readonly caseId: string;
  readonly words: string;
  /** Empty for the member. */
  readonly officerId: string | undefined;
  readonly now: Date;
};

/** Keeps what one side wrote, sealed, in the transaction that moves the case. */
export async function write(tx: Executor, keys: KeyRing, written: Written): Promise<void> {
  const { caseId, words, officerId, now } = written;
  const messageId = newId(now);
  const owner = await queries.ownerOfCase(tx, caseId);
  const place = wordsPlace(messageId);
  await queries.insertMessage(tx, caseId, {
    message_id: messageId,
    written_by: officerId === undefined ? 'member' : 'support',
    officer_id: officerId ?? null,
    // Of an account's case with the account's own key, which goes with the account.
    words: owner ? Buffer.alloc(0) : seal(keys, 'case', place, words),
    owned_words: owner ? sealWith(await dataKeyFor(tx, keys, owner, now), place, words) : null,
    written_at: now,
  });
}

/** The newest of what was written in a case, in order of time. Whoever calls it has found that the reader may read it. */
export async function conversationOf(
  executor: Executor,
  keys: KeyRing,
  caseId: string,
): Promise<CaseMessage[]> {
  const rows = await queries.newestMessages(executor, caseId, mostMessages);
  return opened(executor, keys, caseId, rows.toReversed());
}

/** A slice of the whole conversation, the oldest first, after the message that was read last. */
export async function conversationAfter(
  executor: Executor,
  keys: KeyRing,
  caseId: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<CaseMessage[]> {
  return opened(executor, keys, caseId, await queries.messagesAfter(executor, caseId, after, limit));
}

async function opened(
  executor: Executor,
  keys: KeyRing,
  caseId: string,
  rows: readonly queries.MessageRow[],
): Promise<CaseMessage[]> {
  const owner = rows.some(({ owned_words: owned }) => owned)
    ? await queries.ownerOfCase(executor, caseId)
    : undefined;
  const key = owner && (await dataKeyOf(executor, keys, owner));
  return rows.flatMap((row) => {
    const place = wordsPlace(row.message_id);
    const words = row.owned_words
      ? key && unsealWith(key, place, row.owned_words)
      : unseal(keys, 'case', place, row.words);
    // In a copy of the database that outlived the account's key nobody reads them any more.
    if (!words) return [];
    return [
      {
        messageId: row.message_id,
        writtenBy: row.written_by,
        words: words.toString(),
        writtenAt: row.written_at,
      },
    ];
  });
}

/**
 * What was written in the cases of an account, and filled into their forms, is deleted; each is closed, and nothing leads
 * from a case to the account any more. Answers their ids, for rooms that keep something by case.
 */
export async function forgetConversations(
  tx: Executor,
  accountId: string,
  now: Date,
): Promise<readonly string[]> {
  await queries.deleteMessagesOf(tx, accountId);
  return queries.forgetOwner(tx, accountId, now);
}
