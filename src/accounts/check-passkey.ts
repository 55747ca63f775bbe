import { record } from '#activity';
import { type Result, ok, refused } from '#kernel';
import { equalBytes, type Transaction } from '#platform';
import { take } from '#throttle';
import { challengeIn, readShownPasskey } from './passkey-answer.ts';
import { type LiveChallenge, type PasskeyPurpose, readChallenge } from './passkey-challenge.ts';
import { relyingPartyOf } from './passkey-options.ts';
import type { Origin } from './origin.ts';
import * as queries from './queries.ts';
import { webauthn } from './webauthn.ts';
import type { AccountServices } from './types.ts';

/**
 * `expired`: its challenge is too old, used, or of another page. `unknown`: no passkey of ours, whatever is wrong with it.
 * `copied`: its counter went back, so that two devices may hold it. `frozen`: it is right, but the account stands still.
 */
export type PasskeyRefusal = 'expired' | 'unknown' | 'copied' | 'frozen';

export type CheckedPasskey = {
  readonly accountId: string;
  readonly passkeyId: string;
  /** It is a second step only. */
  readonly secondOnly: boolean;
  readonly challenge: LiveChallenge;
  readonly counter: number;
  readonly backedUp: boolean;
};

/**
 * Looks at what a passkey signed, holding no connection (WebAuthn Level 3 §7.2): our challenge for this purpose, this
 * origin and host, the holder verified by the device, the signature. Nothing is used up; `usePasskey` does that.
 */
export async function checkPasskey(
  services: AccountServices,
  purpose: PasskeyPurpose,
  answer: string,
  origin: Origin,
): Promise<Result<CheckedPasskey, PasskeyRefusal>> {
  const { keys, database, clock } = services;
  const now = clock.now();
  const response = readShownPasskey(answer);
  if (!response) return refused('unknown');
  const { clientDataJSON, userHandle } = response.response;
  const challenge = readChallenge(keys, purpose, challengeIn(clientDataJSON), now);
  if (!challenge) return refused('expired');
  const row = await queries.credentialById(database, Buffer.from(response.id, 'base64url'));
  if (!row) return refused('unknown');
  const own = !row.disowned && equalBytes(row.user_handle, Buffer.from(userHandle, 'base64url'));
  const shown = own ? await verified(services, response, row) : undefined;
  if (!shown) {
    await recordRefusedPasskey(services, row.account_id, origin, now);
    return refused('unknown');
  }
  if (row.state === 'frozen') return refused('frozen');
  return ok({
    accountId: row.account_id,
    passkeyId: row.passkey_id,
    secondOnly: row.second_only,
    challenge,
    ...shown,
  });
}

/** The owner sees that a passkey was tried in vain; past a number of times an hour it is not written down again. */
export async function recordRefusedPasskey(
  services: AccountServices,
  accountId: string,
  origin: Origin,
  now: Date,
): Promise<void> {
  const noted = await take(services.database, services, 'passkey_refusals_hour', accountId, now);
  if (noted.allowed) await record(services.database, refusalOf(accountId, origin, now));
}

function refusalOf(accountId: string, { address, userAgent }: Origin, at: Date) {
  return {
    event: 'passkey_refused',
    actor: { kind: 'unknown' },
    accountId,
    at,
    address,
    userAgent,
  } as const;
}

async function verified(
  { config }: AccountServices,
  response: NonNullable<ReturnType<typeof readShownPasskey>>,
  row: queries.CredentialRow,
): Promise<Pick<CheckedPasskey, 'counter' | 'backedUp'> | undefined> {
  const { verifyAuthenticationResponse } = await webauthn();
  try {
    const { verified: right, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...response, clientExtensionResults: {} },
      expectedChallenge: challengeIn(response.response.clientDataJSON),
      expectedOrigin: config.origins.sso,
      expectedRPID: relyingPartyOf(config),
      requireUserVerification: true,
      // The counter is compared where it is written, so that two at once cannot both pass.
      credential: { id: response.id, publicKey: Uint8Array.from(row.public_key), counter: 0 },
    });
    const { newCounter, credentialBackedUp } = authenticationInfo;
    return right ? { counter: newCounter, backedUp: credentialBackedUp } : undefined;
  } catch {
    // The library throws for each thing that does not fit.
    return undefined;
  }
}

/**
 * Uses up the challenge and notes the counter, one statement each; call it in the transaction of what the passkey is
 * for, and commit also when it refuses. A counter that went back is refused and recorded (WebAuthn Level 3 §6.1.1).
 */
export async function usePasskey(
  tx: Transaction,
  { accountId, passkeyId, challenge, counter, backedUp }: CheckedPasskey,
  origin: Origin,
  now: Date,
): Promise<Result<undefined, PasskeyRefusal>> {
  if ((await queries.useChallenge(tx, challenge.hash, challenge.expiresAt)) === 0) return refused('expired');
  if ((await queries.useCredential(tx, accountId, passkeyId, { counter, backedUp, now })) === 1) {
    await queries.markUsed(tx, accountId, 'passkey', now);
    return ok(undefined);
  }
  const own = await queries.passkeysOf(tx, accountId);
  // Removed a moment ago.
  if (!own.some((one) => one.passkey_id === passkeyId)) return refused('unknown');
  await record(tx, { ...refusalOf(accountId, origin, now), details: { reason: 'copied' } });
  return refused('copied');
}
