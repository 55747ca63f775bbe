import { record } from '#activity';
import { type Result, newId, ok, refused } from '#kernel';
import { type Transaction, formatInstant } from '#platform';
import { settle } from '#throttle';
import { countWrongCode, recordWrongCode, takeGuess } from './code-guard.ts';
import { afterWrong, sendsOf, triesOf } from './code-tries.ts';
import { identifierHash } from './identifier.ts';
import { outboxOf } from './neighbours.ts';
import { notifyOwner } from './notify-owner.ts';
import { challengeIn, matching, validCodes } from './one-time-code.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { readyRecovery, sendOf } from './recovery-contact.ts';
import { recoveryStep } from './recovery-journey.ts';
import { endEverySignIn, openResetLink } from './reset-password.ts';
import { openNewAddress, sealContact } from './sealing.ts';
import { giveBackPaid } from './send-limits.ts';
import type { AccountServices } from './types.ts';

export type FinishRefusal =
  | { readonly kind: 'wrong' | 'not-ready' }
  | { readonly kind: 'too-many'; readonly at: Date };

/**
 * The code from the new address: it becomes the one second factor, the old ones (passkeys too, because nobody can know
 * which of them a thief holds) and the old address of its kind go, every session ends, and the old addresses are told before they go. Finishing and stopping are one statement each on the same
 * row, so that of both at the same time one wins.
 */
export async function finishRecovery(
  services: AccountServices,
  token: string,
  code: string,
  origin: Origin,
): Promise<Result<undefined, FinishRefusal>> {
  const { database, config, keys } = services;
  const recovery = await readyRecovery(services, token);
  const challenge = recovery && challengeIn(recovery, recovery.recovery_id);
  if (!recovery?.new_address || !challenge) return refused({ kind: 'not-ready' });
  const now = services.clock.now();
  const codeTry = { accountId: recovery.account_id, origin, now };
  const tries = await takeGuess(services, codeTry);
  if (!tries.ok) return tries;
  const right = matching(validCodes(keys, challenge, now), code) !== undefined;
  const step = recoveryStep('finished');
  const done = await database.transaction(async (tx) => {
    const tried = await queries.tryRecoveryCode(tx, recovery, step, right, config.CODE_TRIES, now);
    if (tried?.done) {
      const givenBack = [...triesOf(recovery.account_id), ...sendsOf(recovery.account_id)];
      await settle(tx, services, { givenBack });
      await putNewFactor(services, tx, recovery, origin, now);
    } else if (!right) await recordWrongCode(tx, codeTry, { method: recovery.new_channel ?? '' });
    return tried?.done ?? false;
  });
  if (done) {
    const send = sendOf(services, recovery, origin);
    if (send) await giveBackPaid(services, send);
    return ok(undefined);
  }
  if (!right) await countWrongCode(services, codeTry);
  const refusal = afterWrong(tries.value, config.CODE_TRIES);
  return refused(refusal.kind === 'too-many' ? refusal : { kind: 'wrong' });
}

async function putNewFactor(
  services: AccountServices,
  tx: Transaction,
  recovery: queries.RecoveryRow,
  origin: Origin,
  now: Date,
): Promise<void> {
  const { keys } = services;
  const { account_id: accountId, new_channel: channel } = recovery;
  if (!channel || !recovery.new_address) return;
  const address = openNewAddress(keys, recovery.recovery_id, recovery.new_address);
  const notice = { accountId, template: 'recovery_finished' as const, now };
  await notifyOwner(services, tx, {
    ...notice,
    parameters: (language, zone) => ({ at: formatInstant(now, language, zone) }),
  });
  await outboxOf(services).send(tx, keys, {
    ...notice,
    channel,
    to: address,
    language: origin.language,
    parameters: { at: formatInstant(now, origin.language, await queries.timeZoneOf(tx, accountId)) },
  });
  const contactId = newId(now);
  const kind = channel === 'email' ? 'email' : 'phone';
  await queries.dropFactors(tx, recovery, channel);
  await queries.putContact(tx, {
    accountId,
    contactId,
    channel,
    address: sealContact(keys, contactId, address),
    addressHash: identifierHash(keys, { kind, value: address }),
    now,
  });
  const factor = { authenticator_id: newId(now), method: channel, contact_id: contactId, seed: null };
  await queries.insertAuthenticators(tx, accountId, [factor], now);
  // A new mailbox is another one than that which the password was reset through.
  if (channel === 'email') await queries.setMailboxUsed(tx, accountId, undefined);
  await endEverySignIn(tx, { accountId, origin, now, because: 'recovered' });
  await recordFinished(tx, recovery, origin, now);
}

async function recordFinished(
  tx: Transaction,
  { account_id: accountId, kind, new_channel: channel }: queries.RecoveryRow,
  origin: Origin,
  now: Date,
): Promise<void> {
  await record(tx, {
    event: 'recovery_finished',
    actor: { kind: 'unknown' },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { purpose: kind, ...(channel ? { channel } : {}) },
  });
}

/** After the day that a new password by SMS waits: the way to its form. Undefined when it was taken or stopped before. */
export async function takeWaitedReset(
  services: AccountServices,
  token: string,
  origin: Origin,
): Promise<string | undefined> {
  const recovery = await readyRecovery(services, token);
  if (recovery?.kind !== 'password') return undefined;
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const done = await queries.moveRecovery(tx, recovery.recovery_id, recoveryStep('finished'), now);
    if (!done) return undefined;
    await recordFinished(tx, done, origin, now);
    return openResetLink(services, tx, done.account_id, now);
  });
}
