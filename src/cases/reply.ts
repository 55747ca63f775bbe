import { type Result, ok, refused } from '#kernel';
import type { KeyRing, Transaction } from '#platform';
import { caseStep } from './case-journey.ts';
import { caseOf } from './cases.ts';
import { cleanWords, write } from './conversation.ts';
import { type Asking, accountLimits, strangerLimits, takeOrRefuse } from './limits.ts';
import * as queries from './queries.ts';
import { readerHash } from './reader.ts';
import type { CaseServices } from './types.ts';

export type ReplyRefusal = 'unknown' | 'no-words';

/**
 * What a member writes in a case of the own account: it is open then, also when it was closed.
 * Throws AppError `too_many_requests` when the account wrote too often.
 */
export async function replyInCase(
  services: CaseServices,
  reply: { readonly accountId: string; readonly caseId: string; readonly words: string; readonly now: Date },
): Promise<Result<undefined, ReplyRefusal>> {
  const { accountId, caseId, now } = reply;
  if (!(await caseOf(services.database, accountId, caseId))) return refused('unknown');
  return writeIn(services, caseId, reply, () => takeOrRefuse(services, accountLimits(accountId), now));
}

/** The same by whoever reads with the token of a message. */
export async function replyByReader(
  services: CaseServices,
  token: string,
  reply: Asking & { readonly words: string },
): Promise<Result<undefined, ReplyRefusal>> {
  const found = await queries.caseByReader(services.database, readerHash(token), reply.now);
  if (!found) return refused('unknown');
  return writeIn(services, found.case_id, reply, () =>
    takeOrRefuse(services, strangerLimits(reply.address), reply.now),
  );
}

/**
 * The same in the transaction of what the member does: the case is open then, and says why. The caller has found that it is
 * the member's own and that a limit holds.
 */
export async function writeAsMember(
  tx: Transaction,
  keys: KeyRing,
  { caseId, words, now }: { readonly caseId: string; readonly words: string; readonly now: Date },
): Promise<void> {
  await queries.moveCase(tx, caseId, caseStep('written'), now);
  await write(tx, keys, { caseId, words, officerId: undefined, now });
}

async function writeIn(
  { database, keys }: CaseServices,
  caseId: string,
  reply: { readonly words: string; readonly now: Date },
  takeOne: () => Promise<void>,
): Promise<Result<undefined, ReplyRefusal>> {
  const { now } = reply;
  const words = cleanWords(reply.words);
  if (words === '') return refused('no-words');
  await takeOne();
  return database.transaction(async (tx) => {
    if (!(await queries.moveCase(tx, caseId, caseStep('written'), now))) return refused('unknown');
    await write(tx, keys, { caseId, words, officerId: undefined, now });
    return ok(undefined);
  });
}
