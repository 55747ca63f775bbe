import { record } from '#activity';
import { type Result, newId, ok, refused } from '#kernel';
import type { Transaction } from '#platform';
import { take } from '#throttle';
import { readAddress } from './contact-address.ts';
import { addressesOf, tellOfChange } from './contact-stop.ts';
import { contactsFrozenUntil } from './disown.ts';
import { outboxOf } from './neighbours.ts';
import { codeOf, isOneOf } from './one-time-code.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { openContact, openDisplayName, sealContact } from './sealing.ts';
import { takeSend } from './send-limits.ts';
import type { AccountServices, LiveSession } from './types.ts';

export type NewContact = {
  readonly channel: 'email' | 'sms';
  readonly typed: string;
  /** The contact of the same channel that it takes the place of. */
  readonly replaces?: string;
};
export type ContactRefusal =
  | { readonly kind: 'unreadable' | 'expired' | 'wrong' | 'taken' | 'same' }
  | { readonly kind: 'frozen'; readonly until: Date }
  | { readonly kind: 'too-many'; readonly until: Date };

/** Sends a code to a new address; nothing changes until it is typed. The answer does not say whether others have it. */
export async function beginContactChange(
  services: AccountServices,
  session: LiveSession,
  contact: NewContact,
  origin: Origin,
): Promise<Result<{ changeId: string }, ContactRefusal>> {
  const { database, keys, config, clock } = services;
  const { accountId } = session;
  const now = clock.now();
  const read = readAddress(keys, contact.channel, contact.typed);
  if (!read) return refused({ kind: 'unreadable' });
  const frozen = await contactsFrozenUntil(services, accountId);
  if (frozen) return refused({ kind: 'frozen', until: frozen });
  const own = await queries.wholeContacts(database, accountId);
  if (own.some((row) => openContact(keys, row.contact_id, row.address) === read.address))
    return refused({ kind: 'same' });
  const replaces = own.find((row) => row.contact_id === contact.replaces && row.channel === read.channel);
  const taken = await take(database, services, 'contact_changes_day', accountId, now);
  if (!taken.allowed) return refused({ kind: 'too-many', until: taken.until });
  const changeId = newId(now);
  const unsent = await takeContactSend(services, { accountId, changeId, origin, now }, read);
  if (unsent) return refused(unsent);
  const expiresAt = new Date(now.getTime() + config.CODE_LIFE_SECONDS * 1000);
  await database.transaction(async (tx) => {
    await queries.insertChange(tx, {
      changeId,
      accountId,
      channel: read.channel,
      address: sealContact(keys, changeId, read.address),
      addressHash: read.addressHash,
      replaces: replaces?.contact_id,
      keyId: keys.currentId,
      now,
      expiresAt,
    });
    await sendContactCode(services, tx, { accountId, changeId, origin, now });
  });
  return ok({ changeId });
}

type Sending = {
  readonly accountId: string;
  readonly changeId: string;
  readonly origin: Origin;
  readonly now: Date;
};

/** The budgets that every code falls under: a new number is what somebody who pumps SMS would type. */
async function takeContactSend(
  services: AccountServices,
  { accountId, changeId, origin, now }: Sending,
  { channel, address }: { readonly channel: 'email' | 'sms'; readonly address: string },
): Promise<ContactRefusal | undefined> {
  const send = { accountId, method: channel, wayId: changeId, to: address, address: origin.address };
  const refusal = await takeSend(services, send, now);
  if (!refusal) return undefined;
  return refusal.kind === 'not-possible' ? { kind: 'unreadable' } : { kind: 'too-many', until: refusal.at };
}

/** The message names the member, masked: a number may belong to several, and each should know whom it is for. */
async function sendContactCode(services: AccountServices, tx: Transaction, sending: Sending): Promise<void> {
  const { keys } = services;
  const { accountId, changeId, origin, now } = sending;
  const change = await queries.waitingChange(tx, accountId, changeId, now);
  const profile = await queries.profileById(tx, accountId);
  if (!change || !profile) return;
  await outboxOf(services).send(tx, keys, {
    template: 'contact_code',
    channel: change.channel,
    to: openContact(keys, changeId, change.address),
    language: origin.language,
    parameters: {
      code: codeOf(keys, { challenge_id: changeId, key_id: change.key_id }, 1),
      member: maskedName(openDisplayName(keys, accountId, profile.display_name)),
    },
    accountId,
    now,
    expiresAt: change.expires_at,
  });
  await record(tx, {
    event: 'contact_code_sent',
    actor: { kind: 'member', accountId },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { channel: change.channel },
  });
}

/** `Siti Rahayu` → `S*** R***`. */
export function maskedName(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => `${word.slice(0, 1)}***`)
    .join(' ');
}

/** The same code again, 60 seconds apart; its life is not extended. */
export async function resendContactCode(
  services: AccountServices,
  { accountId }: LiveSession,
  changeId: string,
  origin: Origin,
): Promise<Result<void, ContactRefusal>> {
  const { database, clock } = services;
  const now = clock.now();
  const change = await queries.waitingChange(database, accountId, changeId, now);
  if (!change) return refused({ kind: 'expired' });
  const taken = await take(database, services, 'contact_changes_day', accountId, now);
  if (!taken.allowed) return refused({ kind: 'too-many', until: taken.until });
  const { channel } = change;
  const address = openContact(services.keys, changeId, change.address);
  const sending = { accountId, changeId, origin, now };
  const unsent = await takeContactSend(services, sending, { channel, address });
  if (unsent) return refused(unsent);
  await database.transaction(async (tx) => {
    await queries.resendChange(tx, changeId, now);
    await sendContactCode(services, tx, { accountId, changeId, origin, now });
  });
  return ok(undefined);
}

/** What waits for its code, for the page that asks for it. */
export async function waitingContactChange(
  services: AccountServices,
  { accountId }: LiveSession,
  changeId: string,
): Promise<{ channel: 'email' | 'sms'; address: string; sentAt: Date; expiresAt: Date } | undefined> {
  const { database, keys, clock } = services;
  const row = await queries.waitingChange(database, accountId, changeId, clock.now());
  return (
    row && {
      channel: row.channel,
      address: openContact(keys, changeId, row.address),
      sentAt: row.sent_at,
      expiresAt: row.expires_at,
    }
  );
}

/**
 * The code from the new address: from now on it is the member's. A phone number may be shared by several members, and
 * then is no identifier for the later ones; an e-mail address belongs to one account, which is only said to who has
 * shown that the mailbox is theirs.
 */
export async function confirmContactChange(
  services: AccountServices,
  { accountId }: LiveSession,
  changeId: string,
  typed: string,
  origin: Origin,
): Promise<Result<{ channel: 'email' | 'sms' }, ContactRefusal>> {
  const { database, keys, config, clock } = services;
  const now = clock.now();
  const frozen = await contactsFrozenUntil(services, accountId);
  if (frozen) return refused({ kind: 'frozen', until: frozen });
  const change = await queries.tryChange(database, accountId, changeId, config.CODE_TRIES, now);
  if (!change) return refused({ kind: 'expired' });
  const code = codeOf(keys, { challenge_id: changeId, key_id: change.key_id }, 1);
  if (!isOneOf([code], typed.replaceAll(/\D/g, ''))) return refused({ kind: 'wrong' });
  return database.transaction(async (tx) => {
    await queries.lockAccount(tx, accountId);
    // Somebody may have said "this was not me" meanwhile.
    const frozenNow = await contactsFrozenUntil({ ...services, database: tx }, accountId);
    if (frozenNow) return refused({ kind: 'frozen', until: frozenNow });
    const others =
      change.channel === 'email' &&
      (await queries.isTakenByAnother(tx, accountId, change.address_hash)).taken;
    if (others) return refused({ kind: 'taken' });
    if ((await queries.takeChange(tx, changeId, now)) === 0) return refused({ kind: 'expired' });
    await applyChange(services, tx, { accountId, change, origin, now });
    return ok({ channel: change.channel });
  });
}

type Applied = {
  readonly accountId: string;
  readonly change: queries.ChangeRow;
  readonly origin: Origin;
  readonly now: Date;
};

async function applyChange(services: AccountServices, tx: Transaction, applied: Applied): Promise<void> {
  const { keys } = services;
  const { accountId, change, origin, now } = applied;
  const { channel, replaces } = change;
  const contactId = newId(now);
  const address = openContact(keys, change.change_id, change.address);
  const before = await addressesOf(services, tx, accountId);
  await queries.putContact(tx, {
    accountId,
    contactId,
    channel,
    address: sealContact(keys, contactId, address),
    addressHash: change.address_hash,
    now,
  });
  if (replaces) await queries.moveAuthenticator(tx, accountId, replaces, contactId);
  const gone = replaces ? await queries.deleteContact(tx, accountId, replaces) : undefined;
  await tellOfChange(services, tx, {
    accountId,
    what: gone ? 'changed' : 'added',
    channel,
    old:
      replaces && gone
        ? {
            contactId: replaces,
            address: gone.address,
            addressHash: gone.address_hash,
            confirmedAt: gone.confirmed_at,
          }
        : undefined,
    newContactId: contactId,
    tellAt: [...before, { channel, address }],
    origin,
    now,
  });
}
