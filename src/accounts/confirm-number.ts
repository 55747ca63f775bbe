import { record } from '#activity';
import { type Result, ok, refused } from '#kernel';
import type { Executor } from '#platform';
import { type AttemptState, stepBy } from './journey.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { type AnswerRefusal, checkAnswer, type RegisterAnswer, staleAmong } from './stale-number.ts';
import type { AccountServices } from './types.ts';

/**
 * The second thing after a right code to a number that was long not used: member number and birth date, as the register
 * has them. The sign-in goes on, and the number counts as used.
 */
export async function confirmNumber(
  services: AccountServices,
  interactionUid: string,
  answer: RegisterAnswer,
  origin: Origin,
): Promise<Result<AttemptState, AnswerRefusal>> {
  const { database, clock } = services;
  const now = clock.now();
  const attempt = await queries.liveAttempt(database, interactionUid, now);
  if (attempt?.state !== 'stale-number') return refused({ kind: 'nothing-waits' });
  const by = { accountId: attempt.account_id, origin, now };
  const checked = await checkAnswer(services, attempt.account_id, answer, now);
  if (!checked.ok) {
    if (checked.refusal.kind === 'wrong') await recordNumber(database, 'number_refused', by);
    return checked;
  }
  return database.transaction(async (tx): Promise<Result<AttemptState, AnswerRefusal>> => {
    const mustChange = await queries.mustChangeOf(tx, by.accountId);
    const step = stepBy(mustChange ? 'number_confirmed_new_password_due' : 'number_confirmed');
    if ((await queries.moveAttempt(tx, interactionUid, by.accountId, step, now)) === 0)
      return refused({ kind: 'nothing-waits' });
    for (const contactId of await staleAmong(services, tx, by.accountId, ({ factor }) => factor, now))
      await queries.touchContact(tx, by.accountId, contactId, now);
    await recordNumber(tx, 'number_confirmed', by);
    return ok(step.to);
  });
}

type By = { readonly accountId: string; readonly origin: Origin; readonly now: Date };

/** Also for a reset, whose asker nobody knows yet. */
export function recordNumber(
  executor: Executor,
  event: 'number_confirmed' | 'number_refused',
  { accountId, origin, now }: By,
): Promise<void> {
  return record(executor, {
    event,
    actor: { kind: 'unknown' },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { channel: 'sms' },
  });
}
