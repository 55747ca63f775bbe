import { type Result, ok, refused } from '#kernel';
import { type Identifier, readIdentifier } from './identifier.ts';
import { nextChallenge } from './issue-code.ts';
import { outboxOf } from './neighbours.ts';
import { challengeIn, codeOf } from './one-time-code.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { recoveryStep } from './recovery-journey.ts';
import { endWait } from './recovery-ready.ts';
import { viewOf } from './recovery-view.ts';
import { openContact, openNewAddress, sealNewAddress } from './sealing.ts';
import { giveBackSend, type SendRefusal, type SendSubjects, takeSend } from './send-limits.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices, ContactAddress } from './types.ts';

export type NewAddressRefusal = { readonly kind: 'unreadable' | 'same' | 'not-ready' } | SendRefusal;

/** The recovery behind the cookie when it may be finished now; the wait ends here if the job has not been by. */
export async function readyRecovery(
  services: AccountServices,
  token: string,
): Promise<queries.RecoveryRow | undefined> {
  const { database } = services;
  const now = services.clock.now();
  const row = await queries.recoveryByToken(database, tokenHash('recovery', token));
  if (!row || viewOf(services, row).state !== 'ready') return undefined;
  if (row.state === 'ready') return row;
  const ready = await database.transaction((tx) => endWait(services, tx, row.recovery_id, now));
  // The job, or another tab, may have been quicker.
  return ready ?? queries.recoveryByToken(database, tokenHash('recovery', token));
}

/**
 * Sends a code to the new phone number or e-mail address that is to become the second factor. The same code to the same
 * address while it has three minutes or more, then the next one, beside which it works until its own end; what was
 * counted for wrong codes stays counted.
 */
export async function sendRecoveryCode(
  services: AccountServices,
  token: string,
  typed: string,
  origin: Origin,
): Promise<Result<undefined, NewAddressRefusal>> {
  const recovery = await readyRecovery(services, token);
  if (!recovery || recovery.kind !== 'factor') return refused({ kind: 'not-ready' });
  const contact = approvedBy(services, recovery) ?? contactOf(readIdentifier(typed));
  if (!contact) return refused({ kind: 'unreadable' });
  const now = services.clock.now();
  if (await isOldAddress(services, recovery.account_id, contact)) return refused({ kind: 'same' });
  const send = sendTo(recovery, contact, origin);
  const refusal = await takeSend(services, send, now);
  if (refusal) return refused(refusal);
  let sent = false;
  try {
    sent = await issue(services, recovery, contact, origin, now);
  } finally {
    if (!sent) await giveBackSend(services, send);
  }
  return sent ? ok(undefined) : refused({ kind: 'not-ready' });
}

/** What a code to the new address is counted for: a number may be typed freely here, so every budget holds. */
function sendTo(
  { account_id: accountId, recovery_id: wayId }: queries.RecoveryRow,
  { channel, address: to }: ContactAddress,
  origin: Origin,
): SendSubjects {
  return { accountId, method: channel, wayId, to, address: origin.address };
}

/** The same for the code that was sent last; undefined when none was. */
export function sendOf(
  { keys }: AccountServices,
  recovery: queries.RecoveryRow,
  origin: Origin,
): SendSubjects | undefined {
  const { new_channel: channel, new_address: sealed } = recovery;
  if (!channel || !sealed) return undefined;
  const address = openNewAddress(keys, recovery.recovery_id, sealed);
  return sendTo(recovery, { channel, address }, origin);
}

/** Of a wait that the desk began: the address that two officers approved, whatever is typed. */
function approvedBy(
  { keys }: AccountServices,
  { by_desk: byDesk, recovery_id: id, new_channel: channel, new_address: sealed }: queries.RecoveryRow,
): ContactAddress | undefined {
  if (!byDesk || !channel || !sealed) return undefined;
  return { channel, address: openNewAddress(keys, id, sealed) };
}

function contactOf([reading]: readonly Identifier[]): ContactAddress | undefined {
  if (reading?.kind === 'email') return { channel: 'email', address: reading.value };
  return reading?.kind === 'phone' ? { channel: 'sms', address: reading.value } : undefined;
}

async function isOldAddress(
  services: AccountServices,
  accountId: string,
  { channel, address }: ContactAddress,
): Promise<boolean> {
  const rows = await queries.contactsOf(services.database, accountId);
  return rows.some(
    (row) => row.channel === channel && openContact(services.keys, row.contact_id, row.address) === address,
  );
}

/** False when the recovery was finished or stopped in the meantime. */
async function issue(
  services: AccountServices,
  recovery: queries.RecoveryRow,
  { channel, address }: ContactAddress,
  origin: Origin,
  now: Date,
): Promise<boolean> {
  const { keys } = services;
  const { recovery_id: id } = recovery;
  const same = recovery.new_address !== null && openNewAddress(keys, id, recovery.new_address) === address;
  // A code that went to another address proves nothing about this one.
  const before = challengeIn(recovery, id, same ? null : now);
  const code = { ...nextChallenge(services, before, recovery.account_id, now), challenge_id: id };
  const sealed = sealNewAddress(keys, id, address);
  return services.database.transaction(async (tx) => {
    const to = { channel, address: sealed, ...code };
    if ((await queries.setNewAddress(tx, id, recoveryStep('finished'), to)) === 0) return false;
    const messageId = await outboxOf(services).send(tx, keys, {
      template: 'recovery_code',
      channel,
      to: address,
      language: origin.language,
      parameters: { code: codeOf(keys, code, code.last_number) },
      accountId: recovery.account_id,
      timeZone: await queries.timeZoneOf(tx, recovery.account_id),
      now,
      expiresAt: code.expires_at,
    });
    await queries.noteRecoveryMessage(tx, id, messageId);
    return true;
  });
}
