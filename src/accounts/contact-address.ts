import type { KeyRing } from '#platform';
import { identifierHash, readIdentifier } from './identifier.ts';
import { outboxOf } from './neighbours.ts';
import type { AccountServices } from './types.ts';

export type ReadAddress = {
  readonly channel: 'email' | 'sms';
  readonly address: string;
  readonly addressHash: Buffer;
};

const emailShape =
  /^[^\s\p{Cc}\p{Cf}@<>",;:\\]{1,64}@[^\s\p{Cc}\p{Cf}@<>",;:\\[\]]+\.[^\s\p{Cc}\p{Cf}@.<>",;:\\[\]]{2,}$/u;

/** Reads an e-mail address or a phone number as it was typed; undefined when it is not one of the asked kind. */
export function readAddress(keys: KeyRing, channel: 'email' | 'sms', typed: string): ReadAddress | undefined {
  const [reading] = readIdentifier(typed);
  const kind = channel === 'sms' ? 'phone' : 'email';
  if (reading.kind !== kind || (kind === 'email' && !emailShape.test(reading.value))) return undefined;
  return { channel, address: reading.value, addressHash: identifierHash(keys, reading) };
}

/** As its owner knows it and a stranger cannot use it. */
export function maskedAddress(services: AccountServices, channel: 'email' | 'sms', address: string): string {
  return outboxOf(services).maskAddress(channel, address);
}
