import type { Delivery } from '#notifications';
import type { Executor } from '#platform';
import { peek } from '#throttle';
import { identitySubject, liveClaim } from './claim.ts';
import { sendAgainAt } from './claim-code.ts';
import { addressOf, provenContact } from './claim-contacts.ts';
import type { ClaimState } from './claim-journey.ts';
import { outboxOf } from './neighbours.ts';
import * as queries from './queries.ts';
import type { AccountServices } from './types.ts';

export type ClaimView = {
  readonly state: ClaimState;
  /** For support; everybody gets one, whether or not there is anything to send. */
  readonly caseNumber: string;
  /** Of the code that is waited for, on the register or own. */
  readonly validUntil: Date;
  readonly sendAgainAt: Date;
  /** After too many wrong codes: from when a code is looked at again. */
  readonly closedUntil: Date | undefined;
  /** The contact of the person's own whose code is waited for. */
  readonly waiting:
    | { readonly channel: 'email' | 'sms'; readonly to: string; readonly delivery: Delivery | undefined }
    | undefined;
  /** The person's own contacts that are confirmed, masked. */
  readonly contacts: readonly { readonly channel: 'email' | 'sms'; readonly to: string }[];
  /** The contact on the register that may be taken over, masked; only after its code was right. */
  readonly registerContact: string | undefined;
};

/** Where a registration stands, for its pages. Before the code is right it says nothing of the register. */
export async function claimView(
  services: AccountServices,
  token: string | undefined,
): Promise<ClaimView | undefined> {
  const claim = await liveClaim(services, token);
  if (!claim) return undefined;
  const { database } = services;
  const { maskAddress, deliveryOf } = outboxOf(services);
  const contacts = await queries.claimContacts(database, claim.claim_id);
  const confirmed = contacts.filter(({ consumed_at }) => consumed_at !== null);
  const open = claim.state === 'contact-code' ? contacts.find((contact) => !contact.consumed_at) : undefined;
  const masked = (contact: queries.ClaimContactRow) =>
    maskAddress(contact.channel, addressOf(services, contact));
  const proven = provenContact(services, claim);
  const kept = confirmed.some((contact) => addressOf(services, contact) === proven?.address);
  return {
    state: claim.state,
    caseNumber: claim.case_number,
    validUntil: (open ?? claim).expires_at,
    sendAgainAt: sendAgainAt(services, open ?? claim),
    closedUntil: await closedUntil(services, claim),
    waiting: open && {
      channel: open.channel,
      to: masked(open),
      delivery: open.message_id ? await deliveryOf(database, open.message_id) : undefined,
    },
    contacts: confirmed.map((contact) => ({ channel: contact.channel, to: masked(contact) })),
    registerContact: proven && !kept ? maskAddress(proven.channel, proven.address) : undefined,
  };
}

async function closedUntil(services: AccountServices, claim: queries.ClaimRow): Promise<Date | undefined> {
  const subject = identitySubject(claim.identity_hash);
  const now = services.clock.now();
  const ends: number[] = [];
  for (const name of ['code_wrong_hour', 'code_wrong_day'] as const) {
    const allowance = await peek(services.database, services, name, subject, now);
    if (!allowance.allowed) ends.push(allowance.until.getTime());
  }
  return ends.length > 0 ? new Date(Math.max(...ends)) : undefined;
}

/** A registration by the number that its page told, with the person on the register whom it found, if any. */
export async function registrationByNumber(
  executor: Executor,
  caseNumber: string,
): Promise<{ readonly personId: string | undefined; readonly at: Date } | undefined> {
  const row = await queries.claimByCaseNumber(executor, caseNumber);
  return row && { personId: row.person_id ?? undefined, at: row.created_at };
}
