import { outboxOf } from './neighbours.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import {
  contactChannelOf,
  isMessageMethod,
  type MessageMethod,
  messageMethods,
  type SecondFactorMethod,
} from './strength.ts';
import type { AccountServices } from './types.ts';

/** One way that is on. */
export type Factor = {
  readonly authenticatorId: string;
  readonly method: SecondFactorMethod;
  /** Masked; for ways that send. */
  readonly to: string | undefined;
  readonly boundAt: Date;
  readonly lastUsedAt: Date | undefined;
};

/** A way that could be turned on, to a confirmed address of the account. */
export type PossibleFactor = {
  readonly method: MessageMethod;
  readonly contactId: string;
  readonly to: string;
};

export type FactorsView = {
  /** In the order in which they are offered at sign-in, without the recovery codes. */
  readonly factors: readonly Factor[];
  readonly recovery: (Factor & { readonly codesLeft: number }) | undefined;
  /** By message; an authenticator app can be added whenever `factors` has none. */
  readonly possible: readonly PossibleFactor[];
};

/** What the account has on as a second factor, and what it could turn on. */
export async function factorsOf(services: AccountServices, accountId: string): Promise<FactorsView> {
  const { database } = services;
  const rows = await queries.factorsOf(database, accountId);
  const factors = rows.map((row) => factorOf(services, row));
  const recovery = factors.find(({ method }) => method === 'recovery');
  return {
    factors: factors.filter((factor) => factor !== recovery),
    recovery: recovery && {
      ...recovery,
      codesLeft: await queries.recoveryCodesLeft(database, accountId),
    },
    possible: (await messageWays(services, accountId)).filter(
      ({ method }) => !factors.some((factor) => factor.method === method),
    ),
  };
}

function factorOf(services: AccountServices, row: queries.FactorRow): Factor {
  const { method, contact_id, address } = row;
  return {
    authenticatorId: row.authenticator_id,
    method,
    to:
      isMessageMethod(method) && contact_id && address
        ? outboxOf(services).maskAddress(method, openContact(services.keys, contact_id, address))
        : undefined,
    boundAt: row.bound_at,
    lastUsedAt: row.last_used_at ?? undefined,
  };
}

/** Every way by which a code could reach the account; WhatsApp only when the operator has a gateway for it. */
async function messageWays(services: AccountServices, accountId: string): Promise<PossibleFactor[]> {
  const methods = messageMethods.filter(
    (method) => method !== 'whatsapp' || services.config.WHATSAPP_PROVIDERS !== undefined,
  );
  const contacts = await queries.contactsOf(services.database, accountId);
  return methods.flatMap((method) =>
    contacts
      .filter(({ channel }) => channel === contactChannelOf(method))
      .map(({ contact_id, address }) => ({
        method,
        contactId: contact_id,
        to: outboxOf(services).maskAddress(method, openContact(services.keys, contact_id, address)),
      })),
  );
}
