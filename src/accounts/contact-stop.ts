import { record } from '#activity';
import { openCase } from '#cases';
import { AppError, newId, newSpokenCode, newToken } from '#kernel';
import { formatInstant, type Transaction } from '#platform';
import { addressSubject, take } from '#throttle';
import { cleanCode } from './clean-code.ts';
import { forgetAllKnownDevices } from './known-device.ts';
import { outboxOf } from './neighbours.ts';
import { type Origin, setUpBy } from './origin.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import { endSessions } from './session-list.ts';
import { stopOpenRecovery } from './recovery.ts';
import { tokenHash } from './tokens.ts';
import { undoContactsSince } from './undo-changes.ts';
import type { AccountServices } from './types.ts';

/** An address as it was before a change. */
export type OldContact = {
  readonly contactId: string;
  readonly address: Buffer;
  readonly addressHash: Buffer;
  readonly confirmedAt: Date;
};

export type ToldChange = {
  readonly accountId: string;
  readonly what: 'added' | 'changed' | 'removed';
  readonly channel: 'email' | 'sms';
  readonly old: OldContact | undefined;
  readonly newContactId: string | undefined;
  /** Every address that the account had before, and the new one. */
  readonly tellAt: readonly { readonly channel: 'email' | 'sms'; readonly address: string }[];
  readonly origin: Origin;
  readonly now: Date;
};

/** 24^12, about 55 bits: typed by hand from an SMS, behind a limit. */
const newStopCode = () => newSpokenCode(12);

const stopHash = (token: string) => tokenHash('contact-stop', token);

/**
 * Records a change of contacts and tells every address, old and new, each with its own way to stop it: a link in an
 * e-mail, a code in an SMS, because an SMS of ours never holds a link. In the transaction of the change.
 */
export async function tellOfChange(
  services: AccountServices,
  tx: Transaction,
  told: ToldChange,
): Promise<void> {
  const { accountId, what, channel, old, origin, now } = told;
  const ways = told.tellAt.map((contact) => ({
    ...contact,
    token: contact.channel === 'email' ? newToken() : newStopCode(),
  }));
  const expiresAt = new Date(now.getTime() + services.config.CONTACT_STOP_SECONDS * 1000);
  await queries.insertStops(
    tx,
    accountId,
    ways.map(({ token }) => stopHash(token)),
    {
      stop_id: newId(now),
      change: what,
      channel,
      old_contact_id: old?.contactId ?? null,
      old_address: old?.address ?? null,
      old_address_hash: old?.addressHash ?? null,
      old_confirmed_at: old?.confirmedAt ?? null,
      new_contact_id: told.newContactId ?? null,
      changed_at: now,
      session_id: origin.sessionId ?? null,
    },
    expiresAt,
  );
  const zone = await queries.timeZoneOf(tx, accountId);
  for (const way of ways)
    await outboxOf(services).send(tx, services.keys, {
      template: `contact_${what}`,
      channel: way.channel,
      to: way.address,
      language: origin.language,
      parameters: { stop: way.token, until: formatInstant(expiresAt, origin.language, zone) },
      accountId,
      now,
    });
  await record(tx, {
    event: `contact_${what}`,
    actor: { kind: 'member', accountId },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { channel, ...setUpBy(origin) },
  });
}

export type StoppableChange = {
  readonly what: 'added' | 'changed' | 'removed';
  readonly channel: 'email' | 'sms';
};

/** One try at a link or code that stops something. Throws AppError `too_many_requests` when one network address tried too many. */
export async function takeStopTry(services: AccountServices, origin: Origin): Promise<void> {
  const { database, clock } = services;
  const now = clock.now();
  const subject = addressSubject(origin.address);
  const taken = await take(database, services, 'contact_stop_address', subject, now);
  if (taken.allowed) return;
  throw new AppError('too_many_requests', 'limit contact_stop_address', {
    retryAfterSeconds: Math.max(1, Math.ceil((taken.until.getTime() - now.getTime()) / 1000)),
  });
}

/** What a link or a code would stop; it is not used up by the look. */
export async function stoppableChange(
  { database, clock }: AccountServices,
  typed: string,
): Promise<StoppableChange | undefined> {
  const row = await queries.findStop(database, hashOf(typed), clock.now());
  return row && { what: row.change, channel: row.channel };
}

const hashOf = (typed: string) => stopHash(typed.length > 20 ? typed : cleanCode(typed));

/**
 * Stops a change of contacts, once, and with it every later one: the addresses are as they were before, no code goes to a
 * new one, links to a new password and an open recovery are worth nothing, every session ends, a new password has to be chosen, contacts stand still and a case is opened. Undefined for a
 * link that is used, too old or made up. Whoever calls it takes a try first: `takeStopTry`.
 */
export async function stopContactChange(
  services: AccountServices,
  typed: string,
  origin: Origin,
): Promise<{ readonly caseNumber: string } | undefined> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const stop = await queries.findStop(tx, hashOf(typed), now);
    if (!stop) return undefined;
    const accountId = stop.account_id;
    await queries.lockAccount(tx, accountId);
    const undone = await undoContactsSince(tx, { accountId, since: stop.changed_at, origin, now });
    // Somebody else stopped it a moment ago.
    if (!undone.some((one) => one.stop_id === stop.stop_id)) return undefined;
    await queries.endResetLinks(tx, accountId, now);
    await stopOpenRecovery(services, tx, accountId, { origin, actor: 'unknown', now });
    await endSessions(tx, { accountId, origin, now, because: 'not_me' }, { except: undefined });
    await queries.forgetRememberedBrowsers(tx, accountId);
    await forgetAllKnownDevices(tx, { accountId, origin, now });
    await queries.distrustPasskeysSince(tx, accountId, stop.began_at);
    await queries.demandNewPassword(tx, accountId, stop.began_at);
    await queries.endAttempts(tx, accountId, now);
    await queries.freezeContacts(
      tx,
      accountId,
      new Date(now.getTime() + services.config.CONTACTS_FROZEN_SECONDS * 1000),
    );
    const opened = await openCase(tx, {
      kind: 'not_me',
      accountId,
      about: stop.stop_id,
      details: { event: `contact_${stop.change}` },
      now,
    });
    await record(tx, {
      event: 'contact_change_stopped',
      actor: { kind: 'unknown' },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
      details: { channel: stop.channel, case: opened.caseNumber },
    });
    return { caseNumber: opened.caseNumber };
  });
}

/** Every address of an account, opened, to tell of a change. */
export async function addressesOf(
  services: AccountServices,
  tx: Transaction,
  accountId: string,
): Promise<{ channel: 'email' | 'sms'; address: string }[]> {
  const rows = await queries.contactsOf(tx, accountId);
  return rows.map((row) => ({
    channel: row.channel,
    address: openContact(services.keys, row.contact_id, row.address),
  }));
}
