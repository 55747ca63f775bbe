import { randomBytes } from 'node:crypto';
import type { Config } from '#platform';
import { newChallenge, type PasskeyPurpose } from './passkey-challenge.ts';
import * as queries from './queries.ts';
import { webauthn } from './webauthn.ts';
import type { AccountServices, LiveSession } from './types.ts';

/** EdDSA, ES256, RS256: what every authenticator has one of; the first two keep keys small. */
export const passkeyAlgorithms = [-8, -7, -257];

const timeoutMilliseconds = 300_000;

/** Passkeys belong to the host of the sso face; they work nowhere else (NIST SP 800-63B-4 §3.2.5, name binding). */
export const relyingPartyOf = (config: Config): string => new URL(config.origins.sso).hostname;

/** What the browser is asked with, as JSON (WebAuthn Level 3 §5.5). */
export type PasskeyAsking = {
  readonly challenge: string;
  readonly rpId: string;
  readonly userVerification: 'required';
  readonly timeout: number;
  readonly allowCredentials: readonly ReturnType<typeof named>[];
};

/**
 * Asks for any passkey of this site, or for one of the account's. Without an account it is the same for everybody, so
 * that it says nothing about whoever stands before it.
 */
export async function askForPasskey(
  { keys, config, clock, database }: AccountServices,
  purpose: PasskeyPurpose,
  accountId?: string,
): Promise<PasskeyAsking> {
  const own = accountId === undefined ? [] : await queries.passkeysOf(database, accountId);
  return {
    challenge: newChallenge(keys, purpose, clock.now()).toString('base64url'),
    rpId: relyingPartyOf(config),
    userVerification: 'required',
    timeout: timeoutMilliseconds,
    allowCredentials: own.map(named),
  };
}

const named = ({ credential_id: id, transports }: queries.PasskeyRow) => ({
  type: 'public-key' as const,
  id: id.toString('base64url'),
  transports,
});

/** What the browser makes a passkey from, as JSON; `label` is what its own list calls the account. */
export async function newPasskeyOptions(
  { database, keys, config, clock }: AccountServices,
  { accountId, sessionId }: LiveSession,
  label: string,
) {
  const handle = await queries.userHandleOf(database, accountId, randomBytes(32));
  const purpose = { kind: 'add', sessionId } as const;
  const { generateRegistrationOptions } = await webauthn();
  return generateRegistrationOptions({
    rpName: config.BRAND_NAME,
    rpID: relyingPartyOf(config),
    userID: Uint8Array.from(handle),
    userName: label,
    userDisplayName: label,
    challenge: Uint8Array.from(newChallenge(keys, purpose, clock.now())),
    timeout: timeoutMilliseconds,
    attestationType: 'none',
    // One that an authenticator has already is not made again.
    excludeCredentials: (await queries.passkeysOf(database, accountId)).map(named),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: passkeyAlgorithms,
  });
}
