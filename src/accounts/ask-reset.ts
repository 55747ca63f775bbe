import { type Result, newId, newToken, ok, refused } from '#kernel';
import { addJob, keyedHash } from '#platform';
import { type Counted, addressSubject, networkSubject, takeEach } from '#throttle';
import { findAccount } from './find-account.ts';
import { identifierSubject, readIdentifier } from './identifier.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { openTyped, sealTyped } from './sealing.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

/** Task name of the job that sends the link, the code, or the mail to an address that nobody has. */
export const sendResetTask = 'accounts.send_reset';

/** How long the browser that asked is shown what became of it; as long as a link lives. */
export const resetRequestSeconds = 1800;

export type AskRefusal = { readonly kind: 'too-soon' | 'too-many'; readonly at: Date };

/**
 * Somebody asks for a new password, or for another second factor. Known or not: the same limits, the same statements, a
 * job each; the job does what is different. Answers with the cookie of the browser that asked.
 */
export async function askForReset(
  services: AccountServices,
  typed: string,
  purpose: queries.ResetPurpose,
  origin: Origin,
): Promise<Result<{ readonly token: string }, AskRefusal>> {
  const { database, keys } = services;
  const now = services.clock.now();
  const readings = readIdentifier(typed);
  const subject = keyedHash(keys, 'throttle', 'reset', identifierSubject(keys, readings)).toString('hex');
  const refusal = await takeAll(services, subject, origin.address, now);
  if (refusal) return refused(refusal);
  const account = await findAccount(services, readings);
  const token = newToken();
  const requestId = newId(now);
  await database.transaction(async (tx) => {
    await queries.insertResetRequest(tx, {
      request_id: requestId,
      tokenHash: tokenHash('reset-request', token),
      purpose,
      account_id: account?.account_id ?? null,
      typed: sealTyped(keys, requestId, typed.slice(0, 320)),
      typed_kind: readings[0].kind === 'email' ? 'email' : 'other',
      limit_subject: subject,
      language: origin.language,
      address: origin.address,
      user_agent: origin.userAgent.slice(0, 300),
      now,
      expiresAt: expiryOf(now),
    });
    await addJob(tx, sendResetTask, { requestId });
  });
  return ok({ token });
}

/** The same request once more, at the earliest a minute later. `gone`: the browser has none that is still open. */
export async function askAgain(
  services: AccountServices,
  token: string,
  origin: Origin,
): Promise<Result<undefined, AskRefusal | { readonly kind: 'gone' }>> {
  const { database } = services;
  const now = services.clock.now();
  const request = await queries.resetRequestByToken(database, tokenHash('reset-request', token), now);
  if (!request) return refused({ kind: 'gone' });
  const refusal = await takeAll(services, request.limit_subject, origin.address, now);
  if (refusal) return refused(refusal);
  await database.transaction(async (tx) => {
    await queries.askResetAgain(tx, request.request_id, now, expiryOf(now));
    await addJob(tx, sendResetTask, { requestId: request.request_id });
  });
  return ok(undefined);
}

const expiryOf = (now: Date) => new Date(now.getTime() + resetRequestSeconds * 1000);

/** The narrow limits first: what they refuse is not counted for the network. One statement. */
async function takeAll(
  services: AccountServices,
  subject: string,
  address: string,
  now: Date,
): Promise<AskRefusal | undefined> {
  const budgets: readonly Counted[] = [
    { name: 'reset_gap', subject },
    { name: 'reset_asks_hour', subject },
    { name: 'reset_address', subject: addressSubject(address) },
    { name: 'reset_network', subject: networkSubject(address) },
  ];
  const answers = await takeEach(services.database, services, budgets, now);
  const last = answers.at(-1);
  if (!last || last.allowed) return undefined;
  return { kind: answers.length === 1 ? 'too-soon' : 'too-many', at: last.until };
}

/** What was typed, for the job and for the page's own language. */
export function typedIn(services: AccountServices, request: queries.ResetRequestRow): string {
  return openTyped(services.keys, request.request_id, request.typed);
}
