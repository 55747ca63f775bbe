import { equalBytes, hashWith } from '#platform';
import type { Configuration } from 'oidc-provider';

type Signatures = Exclude<NonNullable<Configuration['cookies']>['keys'], undefined | readonly unknown[]>;

/**
 * Signs the library's cookies with HMAC-SHA-256. Its own way (SHA-1, and two more hashes to compare with) costs three
 * times as much, at each of a sign-in's requests.
 */
export function cookieSignatures(key: Buffer): Signatures {
  const sign = (text: string) => hashWith(key, text).toString('base64url');
  const verify = (text: string, signature: string) =>
    equalBytes(Buffer.from(signature), Buffer.from(sign(text)));
  return { sign, verify, index: (text, signature) => (verify(text, signature) ? 0 : -1) };
}
