import { equalBytes, hashWith, type KeyRing } from '#platform';
import { CommandError } from './exit-codes.ts';
import { mendFault } from './fitting-keys.ts';

/** What a first line says, as one text: every name in a fixed order, so that reading it anew gives the same. */
export type Told = { readonly hmacKeyId: string; readonly text: string };

/**
 * HMAC-SHA-256 by a key of its own, derived from the named master key, over all that a backup's first line says, and so over
 * the digest of what follows: whoever can write the file and has no key makes none.
 */
export function hmacOf(keys: KeyRing, { hmacKeyId, text }: Told): Buffer {
  return hashWith(keys.key('backup', hmacKeyId), text);
}

/** Throws CommandError when the key is not at hand, or when it was not this one that the HMAC was made with. */
export function refuseForged(
  file: string,
  keys: KeyRing,
  { hmacKeyId: keyId, text }: Told,
  hmac: string,
): void {
  if (!keys.ids.includes(keyId))
    throw new CommandError(
      `The file ${file} has an HMAC of a master key that is not at hand: key ${keyId} is not among them. ${mendFault({ kind: 'missing', keyId })}`,
    );
  if (!equalBytes(hmacOf(keys, { hmacKeyId: keyId, text }), Buffer.from(hmac, 'hex')))
    throw new CommandError(
      `The file ${file} does not have the HMAC of master key ${keyId}: somebody who has not that key changed or made it, or key ${keyId} is another one of the same name.`,
    );
}
