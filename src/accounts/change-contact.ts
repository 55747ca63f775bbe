import { record } from '#activity';
import { type Result, newId, ok, refused } from '#kernel';
import type { Delivery } from '#notifications';
import type { Transaction } from '#platform';
import { settle, take } from '#throttle';
import { countWrongCode, recordWrongCode, takeGuess } from './code-guard.ts';
import { afterWrong, codesClosedUntil, sendsOf, triesOf } from './code-tries.ts';
import { readAddress } from './contact-address.ts';
import { addressesOf, tellOfChange } from './contact-stop.ts';
import { contactsFrozenUntil } from './disown.ts';
import { nextChallenge } from './issue-code.ts';
import { outboxOf } from './neighbours.ts';
import { codeOf, matching, validCodes } from './one-time-code.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { openContact, openDisplayName, sealContact } from './sealing.ts';
import { giveBackPaid, giveBackSend, type SendSubjects, takeSend } from './send-limits.ts';
import type { AccountServices, LiveSession } from './types.ts';

export type NewContact = {
  readonly channel: 'email' | 'sms';
  readonly typed: string;
  /** The contact of the same channel that it takes the place of. */
  readonly replaces?: string;
};
export type ContactRefusal =
  | { readonly kind: 'unreadable' | 'expired' | 'wrong' | 'taken' | 'same' | 'not-possible' }
  /** `codes-closed`: too many wrong codes for the account. `way-closed`: no more SMS to this number for now. */
  | { readonly kind: 'frozen' | 'too-many' | 'codes-closed' | 'way-closed'; readonly until: Date };

/** Sends a code to a new address; nothing changes until it is typed. The answer does not say whether others have it. */
export async function beginContactChange(
  services: AccountServices,
  session: LiveSession,
  contact: NewContact,
  origin: Origin,
): Promise<Result<{ changeId: string }, ContactRefusal>> {
  const { database, keys, clock } = services;
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
  const sending = { accountId, changeId, origin, now };
  const send = subjectsOf(sending, read);
  const unsent = await takeContactSend(services, send, now);
  if (unsent) return refused(unsent);
  await orGiveBack(services, send, () =>
    database.transaction(async (tx) => {
      await queries.insertChange(tx, {
        ...nextChallenge(services, undefined, accountId, now),
        changeId,
        accountId,
        channel: read.channel,
        address: sealContact(keys, changeId, read.address),
        addressHash: read.addressHash,
        replaces: replaces?.contact_id,
        now,
      });
      await sendContactCode(services, tx, sending);
    }),
  );
  return ok({ changeId });
}

type Sending = {
  readonly accountId: string;
  readonly changeId: string;
  readonly origin: Origin;
  readonly now: Date;
};

type To = { readonly channel: 'email' | 'sms'; readonly address: string };

function subjectsOf({ accountId, changeId: wayId, origin }: Sending, { channel, address }: To): SendSubjects {
  return { accountId, method: channel, wayId, to: address, address: origin.address };
}

/** The budgets that every code falls under: a new number is what somebody who pumps SMS would type. */
async function takeContactSend(
  services: AccountServices,
  send: SendSubjects,
  now: Date,
): Promise<ContactRefusal | undefined> {
  const refusal = await takeSend(services, send, now);
  if (!refusal) return undefined;
  if (refusal.kind === 'not-possible') return { kind: 'not-possible' };
  return { kind: refusal.kind === 'way-closed' ? 'way-closed' : 'too-many', until: refusal.at };
}

/** A send that came to nothing is not counted. */
async function orGiveBack(services: AccountServices, send: SendSubjects, work: () => Promise<void>) {
  try {
    await work();
  } catch (error) {
    await giveBackSend(services, send);
    throw error;
  }
}

/** The message names the member, masked: a number may belong to several, and each should know whom it is for. */
async function sendContactCode(services: AccountServices, tx: Transaction, sending: Sending): Promise<void> {
  const { keys } = services;
  const { accountId, changeId, origin, now } = sending;
  const change = await queries.waitingChange(tx, accountId, changeId, now);
  const profile = await queries.profileById(tx, accountId);
  if (!change || !profile) return;
  const messageId = await outboxOf(services).send(tx, keys, {
    template: change.replaces ? 'contact_change_code' : 'contact_code',
    channel: change.channel,
    to: openContact(keys, changeId, change.address),
    language: origin.language,
    parameters: {
      code: codeOf(keys, change, change.last_number),
      member: maskedName(openDisplayName(keys, accountId, profile.display_name)),
    },
    accountId,
    timeZone: profile.time_zone,
    now,
    expiresAt: change.expires_at,
  });
  await queries.noteChangeMessage(tx, changeId, messageId);
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

/** The same code again, 60 seconds apart, while it has three minutes or more; then the next one. */
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
  const send = subjectsOf(sending, { channel, address });
  const unsent = await takeContactSend(services, send, now);
  if (unsent) return refused(unsent);
  await orGiveBack(services, send, () =>
    database.transaction(async (tx) => {
      await queries.resendChange(tx, changeId, nextChallenge(services, change, accountId, now), now);
      await sendContactCode(services, tx, sending);
    }),
  );
  return ok(undefined);
}

export type WaitingContactChange = {
  readonly channel: 'email' | 'sms';
  readonly address: string;
  readonly sentAt: Date;
  readonly expiresAt: Date;
  readonly delivery: Delivery | undefined;
  /** After too many wrong codes: from when one is looked at again. */
  readonly closedUntil: Date | undefined;
};

/** What waits for its code, for the page that asks for it. */
export async function waitingContactChange(
  services: AccountServices,
  { accountId }: LiveSession,
  changeId: string,
): Promise<WaitingContactChange | undefined> {
  const { database, keys, clock } = services;
  const now = clock.now();
  const row = await queries.waitingChange(database, accountId, changeId, now);
  if (!row) return undefined;
  const { message_id: messageId } = row;
  return {
    channel: row.channel,
    address: openContact(keys, changeId, row.address),
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
    delivery: messageId ? await outboxOf(services).deliveryOf(database, messageId) : undefined,
    closedUntil: await codesClosedUntil(services, accountId, now),
  };
}

export type ConfirmedContact = { readonly channel: 'email' | 'sms'; readonly replaced: boolean };

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
): Promise<Result<ConfirmedContact, ContactRefusal>> {
  const { database, keys, config, clock } = services;
  const now = clock.now();
  const frozen = await contactsFrozenUntil(services, accountId);
  if (frozen) return refused({ kind: 'frozen', until: frozen });
  if (!(await queries.waitingChange(database, accountId, changeId, now))) return refused({ kind: 'expired' });
  const codeTry = { accountId, origin, now };
  const tries = await takeGuess(services, codeTry);
  if (!tries.ok) return refused({ kind: 'codes-closed', until: tries.refusal.at });
  const change = await queries.tryChange(database, accountId, changeId, config.CODE_TRIES, now);
  if (!change || !matching(validCodes(keys, change, now), typed.replaceAll(/\D/g, ''))) {
    if (!change) await settle(database, services, { givenBack: triesOf(accountId) });
    else {
      await recordWrongCode(database, codeTry, { method: change.channel });
      await countWrongCode(services, codeTry);
    }
    const refusal = afterWrong(change ? tries.value : [], config.CODE_TRIES);
    if (refusal.kind === 'too-many') return refused({ kind: 'codes-closed', until: refusal.at });
    return refused({ kind: change ? 'wrong' : 'expired' });
  }
  const address = openContact(keys, changeId, change.address);
  const used = subjectsOf({ accountId, changeId, origin, now }, { channel: change.channel, address });
  const result = await database.transaction((tx) =>
    confirmOnce(services, tx, { accountId, change, origin, now }),
  );
  if (result.ok) await giveBackPaid(services, used);
  return result;
}

async function confirmOnce(
  services: AccountServices,
  tx: Transaction,
  applied: Applied,
): Promise<Result<ConfirmedContact, ContactRefusal>> {
  const { accountId, change, now } = applied;
  // Whatever becomes of it, the code was right.
  await settle(tx, services, { givenBack: [...triesOf(accountId), ...sendsOf(accountId)] });
  await queries.lockAccount(tx, accountId);
  // Somebody may have said "this was not me" meanwhile.
  const frozenNow = await contactsFrozenUntil({ ...services, database: tx }, accountId);
  if (frozenNow) return refused({ kind: 'frozen', until: frozenNow });
  const others =
    change.channel === 'email' && (await queries.isTakenByAnother(tx, accountId, change.address_hash)).taken;
  if (others) return refused({ kind: 'taken' });
  if ((await queries.takeChange(tx, change.change_id, now)) === 0) return refused({ kind: 'expired' });
  await applyChange(services, tx, applied);
  return ok({ channel: change.channel, replaced: change.replaces !== null });
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
