import { type Result, newId, ok, refused } from '#kernel';
import type { Transaction } from '#platform';
import { take } from '#throttle';
import { openProving } from './answer-claim.ts';
import { identitySubject, liveClaim } from './claim.ts';
import { afterTry, type ClaimCodeRefusal, sendAgainAt, takeTry } from './claim-code.ts';
import { claimJourney } from './claim-journey.ts';
import { maskedName } from './change-contact.ts';
import { identifierHash, readIdentifier } from './identifier.ts';
import { nextChallenge } from './issue-code.ts';
import { stepIn } from './journey.ts';
import { outboxOf } from './neighbours.ts';
import { codeOf, matching, validCodes } from './one-time-code.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { openForClaim, sealForClaim } from './sealing.ts';
import { giveBackPaid, type PaidRefusal, type SendSubjects, takePaidSend } from './send-limits.ts';
import type { AccountServices, ContactAddress } from './types.ts';

export type ClaimContactRefusal =
  | { readonly kind: 'not-a-contact' }
  | Exclude<ClaimCodeRefusal, { kind: 'wrong' | 'expired' }>
  | PaidRefusal;

const emailShape = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

/** An e-mail address or a phone number as a person types it; undefined when it is neither. */
export function readContact(typed: string): ContactAddress | undefined {
  const [{ kind, value }] = readIdentifier(typed);
  if (kind === 'email' && emailShape.test(value) && value.length <= 254)
    return { channel: 'email', address: value };
  return kind === 'phone' ? { channel: 'sms', address: value } : undefined;
}

/** Sends a code to a contact of the person's own; it takes the place of an earlier one of the same kind. */
export async function addClaimContact(
  services: AccountServices,
  token: string | undefined,
  typed: string,
  origin: Origin,
): Promise<Result<undefined, ClaimContactRefusal>> {
  const claim = await liveClaim(services, token);
  if (claim?.state !== 'contact' && claim?.state !== 'contact-code')
    return refused({ kind: 'nothing-waits' });
  const contact = readContact(typed);
  if (!contact) return refused({ kind: 'not-a-contact' });
  return sendTo(services, claim, contact, origin);
}

/** Sends the code of the contact that waits once more. */
export async function sendContactCode(
  services: AccountServices,
  token: string | undefined,
  origin: Origin,
): Promise<Result<undefined, ClaimContactRefusal>> {
  const waiting = await waitingContact(services, token);
  if (!waiting) return refused({ kind: 'nothing-waits' });
  const { claim, contact } = waiting;
  const { channel } = contact;
  return sendTo(services, claim, { channel, address: addressOf(services, contact) }, origin);
}

async function sendTo(
  services: AccountServices,
  claim: queries.ClaimRow,
  { channel, address }: ContactAddress,
  origin: Origin,
): Promise<Result<undefined, ClaimContactRefusal>> {
  const now = services.clock.now();
  const known = (await queries.claimContacts(services.database, claim.claim_id)).find(
    (contact) => contact.channel === channel,
  );
  const same = known && addressOf(services, known) === address ? known : undefined;
  if (same?.consumed_at) return ok(undefined);
  // The gap holds for another address of the same kind too, or typing would be a way around it.
  const at = known && !known.consumed_at ? sendAgainAt(services, known) : now;
  if (at > now) return refused({ kind: 'too-soon', at });
  const send = subjectsOf(claim, { channel, address }, origin);
  const unpaid = await takePaidSend(services, send, now);
  if (unpaid) return refused(unpaid);
  const sent = await sendWithin(services, claim, { channel, address, before: same, origin, now });
  if (!sent.ok) await giveBackPaid(services, send);
  return sent;
}

/** A number may be typed freely here: whoever pumps SMS would. */
function subjectsOf(
  { claim_id: claimId }: queries.ClaimRow,
  { channel, address: to }: ContactAddress,
  { address }: Pick<Origin, 'address'>,
): SendSubjects {
  return { accountId: claimId, method: channel, wayId: claimId, to, address };
}

/** Within what one person and one address may be sent. */
async function sendWithin(
  services: AccountServices,
  claim: queries.ClaimRow,
  issued: Issue,
): Promise<Result<undefined, ClaimContactRefusal>> {
  const { channel, address, now } = issued;
  const number = identifierHash(services.keys, {
    kind: channel === 'sms' ? 'phone' : 'email',
    value: address,
  });
  for (const subject of [identitySubject(claim.identity_hash), `address:${number.toString('hex')}`])
    for (const name of ['code_sends_hour', 'code_sends_day'] as const) {
      const taken = await take(services.database, services, name, subject, now);
      if (!taken.allowed) return refused({ kind: 'too-many', at: taken.until });
    }
  return services.database.transaction(async (tx) => {
    const step = stepIn(claimJourney, 'contact_sent');
    if ((await queries.moveClaim(tx, claim.claim_id, step, now)) === 0)
      return refused({ kind: 'nothing-waits' });
    await issue(services, tx, claim, issued);
    return ok(undefined);
  });
}

type Issue = ContactAddress & {
  readonly before: queries.ClaimContactRow | undefined;
  readonly origin: Origin;
  readonly now: Date;
};

async function issue(
  services: AccountServices,
  tx: Transaction,
  claim: queries.ClaimRow,
  { channel, address, before, origin, now }: Issue,
): Promise<void> {
  const { keys } = services;
  const contactId = before?.contact_id ?? newId(now);
  const challenge = {
    ...nextChallenge(services, before, claim.claim_id, now),
    challenge_id: contactId,
  };
  const messageId = await outboxOf(services).send(tx, keys, {
    template: 'contact_code',
    channel,
    to: address,
    language: origin.language,
    parameters: {
      code: codeOf(keys, challenge, challenge.last_number),
      member: maskedName(nameOnRegister(services, claim)),
    },
    now,
    expiresAt: challenge.expires_at,
  });
  await queries.putClaimContact(tx, claim.claim_id, {
    ...challenge,
    channel,
    contact_id: contactId,
    address: sealForClaim(keys, 'contact', contactId, address),
    consumed_at: null,
    sent_at: now,
    message_id: messageId,
  });
}

export type WaitingContact = {
  readonly claim: queries.ClaimRow;
  readonly contact: queries.ClaimContactRow;
};

/** The person's name, once the code has proven who it is. */
export function nameOnRegister({ keys }: AccountServices, claim: queries.ClaimRow): string {
  return claim.display_name ? openForClaim(keys, 'display_name', claim.claim_id, claim.display_name) : '';
}

/** The contact whose code is waited for. */
export async function waitingContact(
  services: AccountServices,
  token: string | undefined,
): Promise<WaitingContact | undefined> {
  const claim = await liveClaim(services, token);
  if (claim?.state !== 'contact-code') return undefined;
  const contacts = await queries.claimContacts(services.database, claim.claim_id);
  const contact = contacts.find(({ consumed_at }) => consumed_at === null);
  return contact && { claim, contact };
}

/** Checks the code that went to a contact of the person's own. */
export async function confirmClaimContact(
  services: AccountServices,
  token: string | undefined,
  code: string,
  origin: Pick<Origin, 'address'>,
): Promise<Result<undefined, ClaimCodeRefusal>> {
  const now = services.clock.now();
  const waiting = await waitingContact(services, token);
  if (!waiting) return refused({ kind: 'nothing-waits' });
  const { claim, contact } = waiting;
  const counted = await takeTry(services, claim, now);
  if (!counted.ok) return counted;
  const tries = services.config.CODE_TRIES;
  const codes = validCodes(services.keys, contact, now);
  const right = matching(codes, code) !== undefined;
  const tried = await services.database.transaction(async (tx) => {
    if (codes.length === 0) return undefined;
    const outcome = await queries.tryClaimContact(tx, contact, { right, tries, now });
    if (outcome?.consumed)
      await queries.moveClaim(tx, claim.claim_id, stepIn(claimJourney, 'contact_right'), now);
    return outcome;
  });
  if (tried?.consumed) {
    const { channel } = contact;
    const address = addressOf(services, contact);
    await giveBackPaid(services, subjectsOf(claim, { channel, address }, origin));
  }
  return afterTry(services, tried, counted.value);
}

/** Back to the list of contacts; the one whose code never came is forgotten. False when nothing waits. */
export async function dropClaimContact(
  services: AccountServices,
  token: string | undefined,
): Promise<boolean> {
  const waiting = await waitingContact(services, token);
  if (!waiting) return false;
  const { claim, contact } = waiting;
  return services.database.transaction(async (tx) => {
    await queries.dropClaimContact(tx, claim.claim_id, contact.contact_id);
    const step = stepIn(claimJourney, 'contact_dropped');
    return (await queries.moveClaim(tx, claim.claim_id, step, services.clock.now())) === 1;
  });
}

/**
 * Takes the contact on the register over as the person's own, because the person says so: the code that came there has
 * proven that it is reachable. False when there is nothing to take over.
 */
export async function keepRegisterContact(
  services: AccountServices,
  token: string | undefined,
): Promise<boolean> {
  const now = services.clock.now();
  const claim = await liveClaim(services, token);
  const contact = claim && provenContact(services, claim);
  if (claim?.state !== 'contact' || !contact) return false;
  const contactId = newId(now);
  return services.database.transaction(async (tx) => {
    const step = stepIn(claimJourney, 'register_contact_kept');
    if ((await queries.moveClaim(tx, claim.claim_id, step, now)) === 0) return false;
    await queries.putClaimContact(tx, claim.claim_id, {
      ...nextChallenge(services, undefined, claim.claim_id, now),
      channel: contact.channel,
      contact_id: contactId,
      address: sealForClaim(services.keys, 'contact', contactId, contact.address),
      tries: 0,
      consumed_at: now,
      sent_at: now,
      message_id: null,
    });
    return true;
  });
}

/** The one contact on the register that the code went to; undefined when it went to two, for then neither is proven. */
export function provenContact(
  services: AccountServices,
  claim: queries.ClaimRow,
): ContactAddress | undefined {
  if (claim.state === 'code') return undefined;
  const proving = openProving(services, claim.claim_id, claim.register_contact);
  const [channel, ...others] = proving?.sentBy ?? [];
  return others.length === 0 ? proving?.contacts.find((contact) => contact.channel === channel) : undefined;
}

/** On to the password. False while no contact is confirmed. */
export async function claimContactsEnough(
  services: AccountServices,
  token: string | undefined,
): Promise<boolean> {
  const claim = await liveClaim(services, token);
  if (!claim) return false;
  const contacts = await queries.claimContacts(services.database, claim.claim_id);
  if (!contacts.some(({ consumed_at }) => consumed_at !== null)) return false;
  const step = stepIn(claimJourney, 'contacts_enough');
  return (await queries.moveClaim(services.database, claim.claim_id, step, services.clock.now())) === 1;
}

export function addressOf(services: AccountServices, contact: queries.ClaimContactRow): string {
  return openForClaim(services.keys, 'contact', contact.contact_id, contact.address);
}
