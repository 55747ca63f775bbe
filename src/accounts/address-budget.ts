import { AppError } from '#kernel';
import { type LimitName, addressSubject, giveBack, networkSubject, take } from '#throttle';
import type { AccountServices } from './types.ts';

/** The narrow limit first: what it refuses is not counted for the network, so that one address cannot use it up. */
function budgetsOf(address: string): readonly { readonly name: LimitName; readonly subject: string }[] {
  return [
    { name: 'sign_in_address', subject: addressSubject(address) },
    { name: 'sign_in_network', subject: networkSubject(address) },
  ];
}

/** Takes one sign-in from the address and from its network before anything costly is done. Throws AppError `too_many_requests`. */
export async function takeAddress(services: AccountServices, address: string, now: Date): Promise<void> {
  for (const { name, subject } of budgetsOf(address)) {
    const taken = await take(services.database, services, name, subject, now);
    if (taken.allowed) continue;
    const retryAfterSeconds = Math.max(1, Math.ceil((taken.until.getTime() - now.getTime()) / 1000));
    throw new AppError('too_many_requests', `limit ${name}`, { retryAfterSeconds });
  }
}

/** After a right password. One row at a time, outside any transaction: many people share these rows. */
export async function giveBackAddress(services: AccountServices, address: string): Promise<void> {
  for (const { name, subject } of budgetsOf(address))
    await giveBack(services.database, services, name, subject);
}
