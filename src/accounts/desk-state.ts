import type { Channel } from '#notifications';
import { outboxOf } from './neighbours.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import type { SecondFactorMethod } from './strength.ts';
import type { AccountServices } from './types.ts';

/** What the desk works with. Addresses are whole only for comparing; pages show `masked`. */
export type DeskState = {
  readonly contacts: readonly {
    readonly channel: Exclude<Channel, 'whatsapp'>;
    readonly address: string;
    readonly masked: string;
  }[];
  /** Without recovery codes, which only stand in for them. */
  readonly factors: readonly {
    readonly authenticatorId: string;
    readonly method: SecondFactorMethod;
    readonly boundAt: Date;
    readonly lastUsedAt: Date | undefined;
  }[];
  readonly passwordDisabled: boolean;
};

export async function deskState(services: AccountServices, accountId: string): Promise<DeskState> {
  const { database, keys } = services;
  const contacts = await queries.supportContacts(database, accountId);
  const factors = await queries.deskFactors(database, accountId);
  return {
    contacts: contacts.map(({ contact_id: id, channel, address: sealed }) => {
      const address = openContact(keys, id, sealed);
      return { channel, address, masked: outboxOf(services).maskAddress(channel, address) };
    }),
    factors: factors
      .filter(({ method }) => method !== 'recovery')
      .map((row) => ({
        authenticatorId: row.authenticator_id,
        method: row.method,
        boundAt: row.bound_at,
        lastUsedAt: row.last_used_at ?? undefined,
      })),
    passwordDisabled: await queries.isPasswordDisabled(database, accountId),
  };
}
