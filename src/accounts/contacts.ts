import { maskedAddress } from './contact-address.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import { isStale } from './stale-number.ts';
import type { AccountServices } from './types.ts';

export type ContactView = {
  readonly contactId: string;
  readonly channel: 'email' | 'sms';
  readonly masked: string;
  /** Other members have the same address: it is never enough by itself to recover an account. */
  readonly shared: boolean;
  /** Codes of the second factor go there. */
  readonly factor: boolean;
  readonly confirmedAt: Date;
  /** Nobody has shown for so long that it still is theirs (a number may have a new owner) that a second thing is asked for. */
  readonly stale: boolean;
};

/** The addresses of an account, e-mail first; at most 20. */
export async function contactsOf(services: AccountServices, accountId: string): Promise<ContactView[]> {
  const { database, keys, clock, config } = services;
  const rows = await queries.wholeContacts(database, accountId);
  return rows.map((row) => ({
    contactId: row.contact_id,
    channel: row.channel,
    masked: maskedAddress(services, row.channel, openContact(keys, row.contact_id, row.address)),
    shared: row.shared,
    factor: row.factor,
    confirmedAt: row.confirmed_at,
    stale: isStale(config, row, clock.now()),
  }));
}
