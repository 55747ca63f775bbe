import { equalBytes, hashWith, type KeyRing } from '#platform';
import type { Configuration } from 'oidc-provider';

type Signatures = Exclude<NonNullable<Configuration['cookies']>['keys'], undefined | readonly unknown[]>;

/**
 * Signs the library's cookies with HMAC-SHA-256. Its own way (SHA-1, and two more hashes to compare with) costs three
 * times as much, at each of a sign-in's requests.
 */
export function cookieSignatures(keys: KeyRing): Signatures {
  const signWith = (id: string, text: string) =>
    hashWith(hashWith(keys.key('cookie', id), 'sso/provider'), text).toString('base64url');
  const sign = (text: string) => signWith(keys.inUse('cookie'), text);
  const verify = (text: string, signature: string) =>
    keys.ids.some((id) => equalBytes(Buffer.from(signature), Buffer.from(signWith(id, text))));
  // What an older key of the ring signed is signed anew: the library does that for any place but the first.
  const index = (text: string, signature: string) => {
    if (equalBytes(Buffer.from(signature), Buffer.from(sign(text)))) return 0;
    return verify(text, signature) ? 1 : -1;
  };
  return { sign, verify, index };
}
