import { type Result, ok, refused } from '#kernel';
import { type LimitName, giveBack, take } from '#throttle';
import { type Identifier, readIdentifier } from './identifier.ts';
import { outboxOf } from './neighbours.ts';
import { codeOf } from './one-time-code.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { recoveryStep } from './recovery-journey.ts';
import { endWait } from './recovery-ready.ts';
import { viewOf } from './recovery-view.ts';
import { openContact, openNewAddress, sealNewAddress } from './sealing.ts';
import { mayBeSentTo } from './send-limits.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices, ContactAddress } from './types.ts';

export type NewAddressRefusal =
  | { readonly kind: 'unreadable' | 'same' | 'not-ready' }
  | { readonly kind: 'too-soon' | 'too-many'; readonly at: Date };

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
 * address while it has three minutes or more; the tries at it stay counted.
 */
export async function sendRecoveryCode(
  services: AccountServices,
  token: string,
  typed: string,
  origin: Origin,
): Promise<Result<undefined, NewAddressRefusal>> {
  const recovery = await readyRecovery(services, token);
  if (!recovery || recovery.kind !== 'factor') return refused({ kind: 'not-ready' });
  const contact = contactOf(readIdentifier(typed));
  if (!contact || !mayBeSentTo(services, { method: contact.channel, to: contact.address }))
    return refused({ kind: 'unreadable' });
  const now = services.clock.now();
  if (await isOldAddress(services, recovery.account_id, contact)) return refused({ kind: 'same' });
  const budgets: readonly (readonly [LimitName, string])[] = [
    ['code_send_gap', recovery.recovery_id],
    ['code_sends_hour', recovery.account_id],
    ['code_sends_day', recovery.account_id],
  ];
  for (const [name, subject] of budgets) {
    const taken = await take(services.database, services, name, subject, now);
    if (!taken.allowed)
      return refused({ kind: name === 'code_send_gap' ? 'too-soon' : 'too-many', at: taken.until });
  }
  if (await issue(services, recovery, contact, origin, now)) return ok(undefined);
  for (const [name, subject] of budgets) await giveBack(services.database, services, name, subject);
  return refused({ kind: 'not-ready' });
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
  const { config, keys } = services;
  const { recovery_id: id, code_expires_at: end } = recovery;
  const left = end ? end.getTime() - now.getTime() : 0;
  const same =
    recovery.new_address !== null &&
    openNewAddress(keys, id, recovery.new_address) === address &&
    left >= config.CODE_RENEWAL_SECONDS * 1000;
  const keyId = same && recovery.code_key_id ? recovery.code_key_id : keys.currentId;
  const number = same ? recovery.code_number : recovery.code_number + 1;
  const expiresAt = same && end ? end : new Date(now.getTime() + config.CODE_LIFE_SECONDS * 1000);
  const sealed = sealNewAddress(keys, id, address);
  return services.database.transaction(async (tx) => {
    const to = { channel, address: sealed, keyId, number, expiresAt, freshTries: !same };
    if ((await queries.setNewAddress(tx, id, recoveryStep('finished'), to)) === 0) return false;
    await outboxOf(services).send(tx, keys, {
      template: 'recovery_code',
      channel,
      to: address,
      language: origin.language,
      parameters: { code: codeOf(keys, { challenge_id: id, key_id: keyId }, number) },
      accountId: recovery.account_id,
      now,
      expiresAt,
    });
    return true;
  });
}
