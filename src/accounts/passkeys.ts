import { record } from '#activity';
import { type Result, newId, ok, refused } from '#kernel';
import type { Transaction } from '#platform';
import { contactsFrozenUntil } from './disown.ts';
import { factorChanged } from './factor-changes.ts';
import type { Origin } from './origin.ts';
import { challengeIn, readMadePasskey } from './passkey-answer.ts';
import { readChallenge } from './passkey-challenge.ts';
import { passkeyAlgorithms, relyingPartyOf } from './passkey-options.ts';
import * as queries from './queries.ts';
import { openPasskeyName, sealPasskeyName } from './sealing.ts';
import { dropFactor } from './drop-factor.ts';
import { webauthn } from './webauthn.ts';
import type { AccountServices, LiveSession } from './types.ts';

/** One passkey, as its member sees it. */
export type Passkey = {
  readonly passkeyId: string;
  readonly name: string;
  /** Its holder's other devices may have it too. */
  readonly synced: boolean;
  readonly addedAt: Date;
  readonly lastUsedAt: Date | undefined;
};

/** The account's passkeys, the oldest first. */
export async function passkeysOf({ database, keys }: AccountServices, accountId: string): Promise<Passkey[]> {
  const rows = await queries.passkeysOf(database, accountId);
  return rows.map((row) => ({
    passkeyId: row.passkey_id,
    name: openPasskeyName(keys, row.passkey_id, row.name),
    synced: row.backup_eligible,
    addedAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
  }));
}

export const longestPasskeyName = 40;

/** Written as the member wrote it, without what does not show; undefined when nothing is left. */
export function readPasskeyName(typed: string): string | undefined {
  const shown = typed.normalize('NFC').replaceAll(/[\p{C}\s]+/gu, ' ');
  const name = Array.from(shown.trim()).slice(0, longestPasskeyName).join('').trim();
  return name === '' ? undefined : name;
}

export type NewPasskey = {
  readonly name: string;
  /** JSON, as the browser gave it. */ readonly answer: string;
};
/**
 * `expired`: its challenge is too old, used, or of another page. `unreadable`: no passkey as we ask for one.
 * `already-on`: some account has it already. `frozen`: after "this was not me", and while a recovery waits, factors
 * stand still. `too-many`: the account has as many as it may.
 */
export type AddPasskeyRefusal = 'expired' | 'unreadable' | 'already-on' | 'frozen' | 'too-many';

/**
 * Adds a passkey that the browser has just made (WebAuthn Level 3 §7.1). With the first one the account has a second
 * factor, which is offered before the others. Every address is told.
 */
export async function addPasskey(
  services: AccountServices,
  { accountId, sessionId }: LiveSession,
  { name, answer }: NewPasskey,
  origin: Origin,
): Promise<Result<undefined, AddPasskeyRefusal>> {
  const { database, keys, clock } = services;
  const now = clock.now();
  if (await contactsFrozenUntil(services, accountId)) return refused('frozen');
  const response = readMadePasskey(answer);
  if (!response) return refused('unreadable');
  const text = challengeIn(response.response.clientDataJSON);
  const challenge = readChallenge(keys, { kind: 'add', sessionId }, text, now);
  if (!challenge) return refused('expired');
  const made = await verified(services, response, text);
  if (!made) return refused('unreadable');
  const passkeyId = newId(now);
  return database.transaction(async (tx): Promise<Result<undefined, AddPasskeyRefusal>> => {
    await queries.lockAccount(tx, accountId);
    if ((await queries.useChallenge(tx, challenge.hash, challenge.expiresAt)) === 0)
      return refused('expired');
    const own = await queries.passkeysOf(tx, accountId);
    if (own.length >= queries.mostPasskeys) return refused('too-many');
    if (await queries.credentialById(tx, made.credentialId)) return refused('already-on');
    if (own.length === 0) await bindPasskeys(tx, accountId, now);
    const sealed = sealPasskeyName(keys, passkeyId, name);
    await queries.insertCredential(tx, accountId, { ...made, passkeyId, name: sealed }, now);
    await factorChanged(services, tx, { accountId, method: 'passkey', event: 'factor_added', origin, now });
    return ok(undefined);
  });
}

async function bindPasskeys(tx: Transaction, accountId: string, now: Date): Promise<void> {
  const authenticatorId = newId(now);
  await queries.bindFactor(
    tx,
    accountId,
    { authenticatorId, method: 'passkey', contactId: null, seed: null },
    now,
  );
  await queries.preferFactor(tx, accountId, authenticatorId);
}

const knownTransports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

async function verified(
  { config }: AccountServices,
  response: NonNullable<ReturnType<typeof readMadePasskey>>,
  challenge: string,
) {
  const { transports = [], ...rest } = response.response;
  const { verifyRegistrationResponse } = await webauthn();
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...response, response: rest, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: config.origins.sso,
      expectedRPID: relyingPartyOf(config),
      requireUserVerification: true,
      supportedAlgorithmIDs: passkeyAlgorithms,
    });
    if (!registrationInfo) return undefined;
    const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo;
    return {
      credentialId: Buffer.from(credential.id, 'base64url'),
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: transports.filter((transport) => knownTransports.includes(transport)),
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
    };
  } catch {
    // The library throws for each thing that does not fit.
    return undefined;
  }
}

/** Calls a passkey otherwise. `not-on`: the account has it no longer. `frozen`: see `addPasskey`. */
export async function renamePasskey(
  services: AccountServices,
  accountId: string,
  passkeyId: string,
  name: string,
  origin: Origin,
): Promise<Result<undefined, 'not-on' | 'frozen'>> {
  const now = services.clock.now();
  if (await contactsFrozenUntil(services, accountId)) return refused('frozen');
  const sealed = sealPasskeyName(services.keys, passkeyId, name);
  return services.database.transaction(async (tx) => {
    if ((await queries.renameCredential(tx, accountId, passkeyId, sealed)) === 0) return refused('not-on');
    await record(tx, {
      event: 'passkey_renamed',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
    });
    return ok(undefined);
  });
}

/** Takes one passkey away; with the last one the way goes, as `turnOffFactor` says. `frozen`: see `addPasskey`. */
export async function removePasskey(
  services: AccountServices,
  accountId: string,
  passkeyId: string,
  origin: Origin,
): Promise<Result<undefined, 'not-on' | 'frozen'>> {
  const now = services.clock.now();
  if (await contactsFrozenUntil(services, accountId)) return refused('frozen');
  return services.database.transaction(async (tx) => {
    await queries.lockAccount(tx, accountId);
    const gone = await queries.deleteCredential(tx, accountId, passkeyId);
    if (!gone) return refused('not-on');
    if ((await queries.passkeysOf(tx, accountId)).length === 0)
      await dropFactor(tx, accountId, gone.authenticator_id);
    await factorChanged(services, tx, { accountId, method: 'passkey', event: 'factor_removed', origin, now });
    return ok(undefined);
  });
}
