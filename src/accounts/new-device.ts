import { record } from '#activity';
import { formatInstant, type Transaction, translatorFor } from '#platform';
import { take } from '#throttle';
import { deviceName } from './device-name.ts';
import { isKnownDevice, rememberDevice } from './known-device.ts';
import { outboxOf } from './neighbours.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { openContact } from './sealing.ts';
import type { AccountServices } from './types.ts';

export type SignInOnDevice = {
  readonly accountId: string;
  readonly sessionId: string;
  readonly shared: boolean;
  readonly origin: Origin;
  readonly now: Date;
};

/**
 * After a sign-in: its browser becomes known, and the member is told once of one that the account has never seen. A
 * shared computer is never known, so it is told of once a day: whoever stole a password may say "shared" too, and a
 * member who goes to the same kiosk daily does not get a message for each visit.
 */
export async function meetDevice(
  services: AccountServices,
  signIn: SignInOnDevice,
): Promise<{ readonly cookie: string | undefined; readonly isNew: boolean }> {
  const { database, config } = services;
  if (!signIn.shared)
    return rememberDevice(database, config, signIn, (tx) => tellOfNewDevice(services, tx, signIn));
  const { accountId, origin, now } = signIn;
  const known = await isKnownDevice(database, origin, accountId, now);
  if (!known && (await take(database, services, 'shared_device_notice', accountId, now)).allowed)
    await database.transaction((tx) => tellOfNewDevice(services, tx, signIn));
  return { cookie: undefined, isNew: false };
}

/** Nothing is told at the first sign-in of an account that its holder has just opened. */
async function tellOfNewDevice(
  services: AccountServices,
  tx: Transaction,
  { accountId, sessionId, shared, origin, now }: SignInOnDevice,
): Promise<void> {
  if (await queries.isFirstSignIn(tx, accountId, sessionId)) return;
  await record(tx, {
    event: 'new_device',
    actor: { kind: 'member', accountId },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details: { session: sessionId, ...(shared ? { shared: 1 } : {}) },
  });
  const contacts = await queries.contactsOf(tx, accountId);
  const mails = contacts.filter(({ channel }) => channel === 'email');
  for (const { contact_id, channel, address, language, time_zone: zone } of mails.length > 0
    ? mails
    : contacts)
    await outboxOf(services).send(tx, services.keys, {
      template: 'new_device',
      channel,
      to: openContact(services.keys, contact_id, address),
      language,
      parameters: {
        device: deviceName({ t: translatorFor(language) }, origin.userAgent),
        at: formatInstant(now, language, zone),
      },
      accountId,
      now,
    });
}
