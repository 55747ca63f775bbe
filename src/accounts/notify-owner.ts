import type { TimeZoneName } from '#kernel';
import type { Template } from '#notifications';
import type { Language, Transaction } from '#platform';
import { outboxOf } from './neighbours.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import type { AccountServices } from './types.ts';

type Parameters = Readonly<Record<string, string>>;

export type OwnerNotice = {
  readonly accountId: string;
  readonly template: Template;
  /** Or how they read in the owner's language and time zone. */
  readonly parameters?: Parameters | ((language: Language, timeZone: TimeZoneName) => Parameters);
  /** To addresses of this kind alone. */
  readonly only?: 'email';
  readonly now: Date;
};

/** Tells the owner of an account at every address that it has, in the transaction of what is told (G16). */
export async function notifyOwner(
  services: Pick<AccountServices, 'keys' | 'outbox'>,
  tx: Transaction,
  { accountId, template, parameters = {}, only, now }: OwnerNotice,
): Promise<void> {
  for (const { contact_id, channel, address, language, time_zone: timeZone } of await queries.contactsOf(
    tx,
    accountId,
  )) {
    if (only && channel !== only) continue;
    await outboxOf(services).send(tx, services.keys, {
      template,
      channel,
      to: openContact(services.keys, contact_id, address),
      language,
      parameters: typeof parameters === 'function' ? parameters(language, timeZone) : parameters,
      accountId,
      now,
    });
  }
}
