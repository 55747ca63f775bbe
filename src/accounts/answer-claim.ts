import { record } from '#activity';
import { openCase } from '#cases';
import { type IdentifiedPerson, type TypedIdentity, findPersonByIdentity } from '#members';
import type { Channel } from '#notifications';
import type { Transaction } from '#platform';
import { outboxOf } from './neighbours.ts';
import { codeOf } from './one-time-code.ts';
import * as queries from './queries.ts';
import { openContact, openForClaim, sealForClaim } from './sealing.ts';
import type { AccountServices, ContactAddress } from './types.ts';

/** The contacts on the register that may prove the person, and those that a code of this claim went to. */
export type ProvingContacts = {
  readonly contacts: readonly ContactAddress[];
  readonly sentBy: readonly Channel[];
};

/**
 * The job behind a registration: looks at the register once and forgets what was typed, then sends what is to be sent:
 * the code; to somebody who has an account, how to get in; to a contact that stands for several people, the way to
 * support. All the answer there is goes to contacts on record. Running again sends nothing twice.
 */
export async function answerClaim(services: AccountServices, claimId: string): Promise<void> {
  await services.database.transaction(async (tx) => {
    const claim = await queries.lockClaimToAnswer(tx, claimId, services.clock.now());
    if (!claim || claim.sends_done === claim.sends_asked) return;
    const proving = claim.typed
      ? await lookUp(services, tx, claim, claim.typed)
      : openProving(services, claim.claim_id, claim.register_contact);
    const contact = proving && chosenOf(proving.contacts, claim.channel);
    if (contact) {
      const code = codeOf(services.keys, claim, claim.last_number);
      await tell(services, tx, claim, { template: 'register_code', contact, parameters: { code } });
    }
    const sentBy = proving && contact && [...new Set([...proving.sentBy, contact.channel])];
    await queries.noteClaimAnswered(
      tx,
      claim.claim_id,
      sentBy && sealProving(services, claim.claim_id, { contacts: proving.contacts, sentBy }),
    );
  });
}

/** Finds out what the typed identity comes to, and tells whoever must hear of it; what may prove the person, if anything. */
async function lookUp(
  services: AccountServices,
  tx: Transaction,
  claim: queries.ClaimToAnswer,
  sealed: Buffer,
): Promise<ProvingContacts | undefined> {
  const { keys } = services;
  const typed = JSON.parse(openForClaim(keys, 'typed', claim.claim_id, sealed)) as TypedIdentity;
  const person = await findPersonByIdentity(tx, keys, typed);
  const account = person && (await queries.accountOfPerson(tx, person.personId));
  const outcome = outcomeOf(person, account?.state);
  const fits = outcome === 'fits' ? person : undefined;
  await queries.noteClaimOutcome(tx, claim.claim_id, {
    outcome,
    personId: fits?.personId,
    displayName: fits && sealForClaim(keys, 'display_name', claim.claim_id, fits.fullName),
  });
  if (person && account && outcome === 'has-account')
    await tellOwner(services, tx, claim, person, account.account_id);
  if (person && (outcome === 'contact-shared' || outcome === 'no-contact'))
    await openCase(tx, {
      kind: 'shared_contact',
      personId: person.personId,
      about: claim.claim_id,
      caseNumber: claim.case_number,
      details: { outcome },
      now: services.clock.now(),
    });
  const [shared] = person?.contacts ?? [];
  if (shared && outcome === 'contact-shared')
    await tell(services, tx, claim, {
      template: 'register_shared',
      contact: shared,
      parameters: { case: claim.case_number },
    });
  return fits && { contacts: provingOf(fits), sentBy: [] };
}

function outcomeOf(
  person: IdentifiedPerson | undefined,
  account: 'open' | 'frozen' | undefined,
): queries.ClaimOutcome {
  if (!person) return 'not-on-register';
  if (account) return account === 'open' ? 'has-account' : 'account-frozen';
  if (person.contacts.length === 0) return 'no-contact';
  return provingOf(person).length > 0 ? 'fits' : 'contact-shared';
}

function provingOf(person: IdentifiedPerson): ContactAddress[] {
  return person.contacts
    .filter(({ provesPerson }) => provesPerson)
    .map(({ channel, address }) => ({ channel, address }));
}

/** The way that was asked for, else the other one: nobody is told which there are. */
function chosenOf(contacts: readonly ContactAddress[], channel: Channel): ContactAddress | undefined {
  return contacts.find((contact) => contact.channel === channel) ?? contacts[0];
}

/** Somebody who has an account is told so, and how to get in; the account's own addresses come first. */
async function tellOwner(
  services: AccountServices,
  tx: Transaction,
  claim: queries.ClaimToAnswer,
  person: IdentifiedPerson,
  accountId: string,
): Promise<void> {
  const own = (await queries.contactsOf(tx, accountId)).map(({ contact_id, channel, address }) => ({
    channel,
    address: openContact(services.keys, contact_id, address),
  }));
  const contact = chosenOf(own.length > 0 ? own : provingOf(person), claim.channel);
  if (contact)
    await tell(services, tx, claim, { template: 'register_exists', contact, parameters: {}, accountId });
  await record(tx, {
    event: 'registration_asked',
    actor: { kind: 'unknown' },
    accountId,
    personId: person.personId,
    at: services.clock.now(),
  });
}

type Told = {
  readonly template: 'register_code' | 'register_exists' | 'register_shared';
  readonly contact: ContactAddress;
  readonly parameters: Readonly<Record<string, string>>;
  readonly accountId?: string;
};

async function tell(
  services: AccountServices,
  tx: Transaction,
  claim: queries.ClaimToAnswer,
  { template, contact, parameters, accountId }: Told,
): Promise<void> {
  await outboxOf(services).send(tx, services.keys, {
    template,
    channel: contact.channel,
    to: contact.address,
    language: claim.language,
    parameters,
    now: services.clock.now(),
    ...(accountId === undefined ? {} : { accountId }),
    ...(template === 'register_code' ? { expiresAt: claim.expires_at } : {}),
  });
}

function sealProving(services: AccountServices, claimId: string, proving: ProvingContacts): Buffer {
  return sealForClaim(services.keys, 'register_contact', claimId, JSON.stringify(proving));
}

export function openProving(
  services: AccountServices,
  claimId: string,
  sealed: Buffer | null,
): ProvingContacts | undefined {
  if (!sealed) return undefined;
  return JSON.parse(openForClaim(services.keys, 'register_contact', claimId, sealed)) as ProvingContacts;
}
