import { record } from '#activity';
import { openCase } from '#cases';
import { type IdentifiedPerson, type TypedIdentity, findPersonByIdentity } from '#members';
import type { Channel } from '#notifications';
import type { Transaction } from '#platform';
import { outboxOf } from './neighbours.ts';
import { codeOf } from './one-time-code.ts';
import * as queries from './queries.ts';
import { openContact, openForClaim, sealForClaim } from './sealing.ts';
import { giveBackPaid, type PaidRefusal, type SendSubjects, takePaidSend } from './send-limits.ts';
import type { AccountServices, ContactAddress } from './types.ts';

/** The contacts on the register that may prove the person, and those that a code of this claim went to. */
export type ProvingContacts = {
  readonly contacts: readonly ContactAddress[];
  readonly sentBy: readonly Channel[];
};

/** What the register says of a claim, and the one message that follows from it. */
type Answer = {
  readonly found?: { readonly person: IdentifiedPerson | undefined; readonly outcome: queries.ClaimOutcome };
  readonly accountId?: string | undefined;
  readonly proving?: ProvingContacts | undefined;
  readonly told?: Told | undefined;
};

/**
 * The job behind a registration: looks at the register once and forgets what was typed, then sends what is to be sent:
 * the code; to somebody who has an account, how to get in; to a contact that stands for several people, the way to
 * support. All the answer there is goes to contacts on record. Running again sends nothing twice. A message that a
 * budget refuses is not sent and not spoken of: the answer says why, for the log of the job.
 */
export async function answerClaim(
  services: AccountServices,
  claimId: string,
): Promise<PaidRefusal['kind'] | undefined> {
  const { database } = services;
  const now = services.clock.now();
  const claim = await queries.claimToAnswer(database, claimId, now);
  if (!claim || claim.sends_done === claim.sends_asked) return undefined;
  const answer = await answerTo(services, claim);
  // Budgets are rows that many share: they are taken before the transaction, never in it.
  const send = answer.told && subjectsOf(claim, answer.told.contact);
  const refusal = send && (await takePaidSend(services, send, now));
  let written = false;
  try {
    written = await database.transaction(async (tx) => {
      const locked = await queries.lockClaimToAnswer(tx, claimId, now);
      if (locked?.sends_asked !== claim.sends_asked || locked.sends_done !== claim.sends_done) return false;
      await write(services, tx, claim, refusal ? { ...answer, told: undefined } : answer);
      return true;
    });
  } finally {
    if (!written && send && !refusal) await giveBackPaid(services, send);
  }
  // Asked once more, or answered by another worker, meanwhile.
  return written ? refusal?.kind : answerClaim(services, claimId);
}

function subjectsOf(
  { claim_id: claimId, address }: Pick<queries.ClaimToAnswer, 'claim_id' | 'address'>,
  { channel, address: to }: ContactAddress,
): SendSubjects {
  return { accountId: claimId, method: channel, wayId: claimId, to, address };
}

/** The message that carried the code was used, and the budgets are against those that nobody uses. */
export async function giveBackClaimSends(services: AccountServices, claim: queries.ClaimRow): Promise<void> {
  const proving = openProving(services, claim.claim_id, claim.register_contact);
  for (const contact of proving?.contacts ?? [])
    if (proving?.sentBy.includes(contact.channel)) await giveBackPaid(services, subjectsOf(claim, contact));
}

/** Reads only. */
async function answerTo(services: AccountServices, claim: queries.ClaimToAnswer): Promise<Answer> {
  const { database, keys } = services;
  if (!claim.typed)
    return withCode(services, claim, openProving(services, claim.claim_id, claim.register_contact));
  const typed = JSON.parse(openForClaim(keys, 'typed', claim.claim_id, claim.typed)) as TypedIdentity;
  const person = await findPersonByIdentity(database, keys, typed);
  const account = person && (await queries.accountOfPerson(database, person.personId));
  // Nobody opens an account in the name of somebody who was reported dead.
  const freeze =
    person &&
    (await queries.livingFreeze(database, { accountId: account?.account_id, personId: person.personId }));
  const outcome = outcomeOf(person, freeze ? 'frozen' : account?.state);
  const found = { person, outcome };
  if (person && outcome === 'fits')
    return { found, ...withCode(services, claim, { contacts: provingOf(person), sentBy: [] }) };
  if (person && account && outcome === 'has-account') {
    const told = await messageToOwner(services, claim, person, account.account_id);
    return { found, accountId: account.account_id, told };
  }
  const [shared] = person?.contacts ?? [];
  if (!shared || outcome !== 'contact-shared') return { found };
  const parameters = { case: claim.case_number };
  return { found, told: { template: 'register_shared', contact: shared, parameters } };
}

function withCode(
  services: AccountServices,
  claim: queries.ClaimToAnswer,
  proving: ProvingContacts | undefined,
): Answer {
  const contact = proving && chosenOf(proving.contacts, claim.channel);
  if (!contact) return { proving };
  const code = codeOf(services.keys, claim, claim.last_number);
  return { proving, told: { template: 'register_code', contact, parameters: { code } } };
}

async function write(
  services: AccountServices,
  tx: Transaction,
  claim: queries.ClaimToAnswer,
  { found, accountId, proving, told }: Answer,
): Promise<void> {
  if (found) await writeFound(services, tx, claim, found);
  if (told) await tell(services, tx, claim, told);
  if (found?.person && accountId !== undefined)
    await record(tx, {
      event: 'registration_asked',
      actor: { kind: 'unknown' },
      accountId,
      personId: found.person.personId,
      at: services.clock.now(),
    });
  const sentBy = [...new Set([...(proving?.sentBy ?? []), ...(told ? [told.contact.channel] : [])])];
  await queries.noteClaimAnswered(
    tx,
    claim.claim_id,
    proving && sealProving(services, claim.claim_id, { contacts: proving.contacts, sentBy }),
  );
}

async function writeFound(
  services: AccountServices,
  tx: Transaction,
  claim: queries.ClaimToAnswer,
  { person, outcome }: NonNullable<Answer['found']>,
): Promise<void> {
  const fits = outcome === 'fits' ? person : undefined;
  await queries.noteClaimOutcome(tx, claim.claim_id, {
    outcome,
    personId: fits?.personId,
    displayName: fits && sealForClaim(services.keys, 'display_name', claim.claim_id, fits.fullName),
  });
  if (person && (outcome === 'contact-shared' || outcome === 'no-contact'))
    await openCase(tx, {
      kind: 'shared_contact',
      personId: person.personId,
      about: claim.claim_id,
      caseNumber: claim.case_number,
      details: { outcome },
      now: services.clock.now(),
    });
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
async function messageToOwner(
  services: AccountServices,
  claim: queries.ClaimToAnswer,
  person: IdentifiedPerson,
  accountId: string,
): Promise<Told | undefined> {
  const rows = await queries.contactsOf(services.database, accountId);
  const own = rows.map(({ contact_id, channel, address }) => ({
    channel,
    address: openContact(services.keys, contact_id, address),
  }));
  const contact = chosenOf(own.length > 0 ? own : provingOf(person), claim.channel);
  return contact && { template: 'register_exists', contact, parameters: {}, accountId };
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
