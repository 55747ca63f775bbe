import { record } from '#activity';
import { type Result, newId, newToken, ok, refused } from '#kernel';
import { wordsOfPerson } from '#members';
import { type Transaction, formatInstant, isUniqueViolation } from '#platform';
import { addressSubject } from '#throttle';
import { openProving } from './answer-claim.ts';
import { liveClaim } from './claim.ts';
import { addressOf, nameOnRegister } from './claim-contacts.ts';
import { checkPassword, type PasswordVerdict } from './check-password.ts';
import { claimJourney } from './claim-journey.ts';
import { type Identifier, identifierHash, isUsername } from './identifier.ts';
import { stepIn } from './journey.ts';
import { outboxOf } from './neighbours.ts';
import type { Origin } from './origin.ts';
import { type StoredPassword, hashPassword } from './password-hash.ts';
import * as queries from './queries.ts';
import { sealContact, sealDisplayName } from './sealing.ts';
import type { AccountServices, ContactAddress } from './types.ts';

export type ChosenNames = {
  /** Empty when the person wants none: member number, e-mail and phone serve as well. */
  readonly username: string;
  readonly password: string;
};
export type OpenRefusal =
  | { readonly kind: 'username-wrong' | 'username-taken' | 'has-account' }
  | { readonly kind: 'nothing-waits' }
  | { readonly kind: 'faults'; readonly verdict: PasswordVerdict };

/**
 * Opens the account of a registration whose person and contacts are proven: claim used up, account, identifiers,
 * contacts, role, activity and notices in one transaction. Of several at once for one person, one succeeds. The
 * contacts on the register are left behind unless the person took one over; they are told, for the last time.
 */
export async function openClaimedAccount(
  services: AccountServices,
  token: string | undefined,
  chosen: ChosenNames,
  origin: Origin,
): Promise<Result<{ readonly accountId: string }, OpenRefusal>> {
  const claim = await liveClaim(services, token);
  if (claim?.state !== 'password') return refused({ kind: 'nothing-waits' });
  const username = chosen.username.trim().toLowerCase();
  if (username !== '' && !isUsername(username)) return refused({ kind: 'username-wrong' });
  const verdict = await checkPassword(
    services.config,
    chosen.password,
    await ownDataOf(services, claim, username),
  );
  if (verdict.faults.length > 0) return refused({ kind: 'faults', verdict });
  const stored = await services.hashPool.run(addressSubject(origin.address), () =>
    hashPassword(services, chosen.password),
  );
  const accountId = newId(services.clock.now());
  try {
    const opened = await services.database.transaction((tx) =>
      open(services, tx, { claim, accountId, username, stored, origin }),
    );
    return opened ? ok({ accountId }) : refused({ kind: 'nothing-waits' });
  } catch (error) {
    if (isUniqueViolation(error, 'identifier_taken')) return refused({ kind: 'username-taken' });
    if (isUniqueViolation(error, 'account_person_taken')) return refused({ kind: 'has-account' });
    throw error;
  }
}

type Opening = {
  readonly claim: queries.ClaimRow;
  readonly accountId: string;
  readonly username: string;
  readonly stored: StoredPassword;
  readonly origin: Origin;
};

/** False when the claim was used up meanwhile, or the person was reported dead. */
async function open(services: AccountServices, tx: Transaction, opening: Opening): Promise<boolean> {
  const { claim, accountId, stored, origin } = opening;
  const { keys } = services;
  const now = services.clock.now();
  const person = { accountId: undefined, personId: claim.person_id ?? undefined };
  if (person.personId !== undefined && (await queries.livingFreeze(tx, person))) return false;
  if ((await queries.moveClaim(tx, claim.claim_id, stepIn(claimJourney, 'account_opened'), now)) === 0)
    return false;
  await queries.insertAccount(tx, {
    ...stored,
    accountId,
    subject: newToken(18),
    personId: claim.person_id ?? undefined,
    displayName: sealDisplayName(keys, accountId, nameOnRegister(services, claim)),
    now,
  });
  await queries.giveMemberRole(tx, accountId);
  const own = await ownContacts(services, tx, claim);
  await insertNames(services, tx, opening, own);
  const rows = own.map(({ channel, address }) => {
    const id = newId(now);
    const address_hash = identifierHash(keys, identifierOf({ channel, address }));
    return { contact_id: id, channel, address: sealContact(keys, id, address), address_hash };
  });
  await queries.insertContacts(tx, accountId, rows, now);
  await record(tx, {
    event: 'account_created',
    actor: { kind: 'member', accountId },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    ...(claim.person_id === null ? {} : { personId: claim.person_id }),
  });
  await tellAll(services, tx, opening, own);
  return true;
}

/** What others may know of the person, and no password should be made of. */
async function ownDataOf(
  services: AccountServices,
  claim: queries.ClaimRow,
  username: string,
): Promise<string[]> {
  const onRegister = claim.person_id ? await wordsOfPerson(services.database, claim.person_id) : [];
  const own = [nameOnRegister(services, claim), username, ...(await ownAddresses(services, claim))];
  return [services.config.BRAND_NAME, ...own, ...onRegister];
}

async function ownAddresses(services: AccountServices, claim: queries.ClaimRow): Promise<string[]> {
  const contacts = await queries.claimContacts(services.database, claim.claim_id);
  return contacts.map((contact) => addressOf(services, contact));
}

async function ownContacts(
  services: AccountServices,
  tx: Transaction,
  claim: queries.ClaimRow,
): Promise<ContactAddress[]> {
  const contacts = await queries.claimContacts(tx, claim.claim_id);
  return contacts
    .filter(({ consumed_at }) => consumed_at !== null)
    .map((contact) => ({ channel: contact.channel, address: addressOf(services, contact) }));
}

/** A username is the person's alone; a shared phone goes on finding the account that had it first. */
async function insertNames(
  { keys }: AccountServices,
  tx: Transaction,
  { accountId, username }: Opening,
  own: readonly ContactAddress[],
): Promise<void> {
  const hashed = (identifier: Identifier) => ({
    kind: identifier.kind,
    hash: identifierHash(keys, identifier),
  });
  if (username !== '')
    await queries.insertIdentifiers(tx, accountId, [hashed({ kind: 'username', value: username })]);
  const contacts = own.map((contact) => hashed(identifierOf(contact)));
  await queries.insertFreeIdentifiers(tx, accountId, contacts);
}

function identifierOf({ channel, address }: ContactAddress): Identifier {
  return { kind: channel === 'sms' ? 'phone' : 'email', value: address };
}

/** The new contacts and, for the last time, those on the register that the code could have gone to. */
async function tellAll(
  services: AccountServices,
  tx: Transaction,
  { claim, accountId, origin }: Opening,
  own: readonly ContactAddress[],
): Promise<void> {
  const now = services.clock.now();
  const before = openProving(services, claim.claim_id, claim.register_contact);
  const told = new Map([...own, ...(before?.contacts ?? [])].map((contact) => [contact.address, contact]));
  for (const { channel, address } of told.values())
    await outboxOf(services).send(tx, services.keys, {
      template: 'account_opened',
      channel,
      to: address,
      language: origin.language,
      parameters: { at: formatInstant(now, origin.language) },
      accountId,
      now,
    });
}
