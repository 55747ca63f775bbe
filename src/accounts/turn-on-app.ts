import { type Result, newId, ok, refused } from '#kernel';
import { settle } from '#throttle';
import { countWrongCode, recordWrongCode, takeGuess } from './code-guard.ts';
import { afterWrong, type CodeRefusal, triesOf } from './code-tries.ts';
import { contactsFrozenUntil } from './disown.ts';
import { factorChanged } from './factor-changes.ts';
import * as queries from './queries.ts';
import { openSeed, sealSeed } from './sealing.ts';
import { newTotpSecret, totpAddress, totpStepOf } from './totp.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

export type AppSetup = {
  /** Base32, for typing it in. */
  readonly secret: string;
  /** otpauth:… for the picture, and for an app on the same phone. */
  readonly address: string;
};
/** `frozen`: after "this was not me" factors stand still for a while. */
export type TurnOnRefusal =
  | CodeRefusal
  | { readonly kind: 'already-on' }
  | { readonly kind: 'frozen'; readonly at: Date };

/** The seed of a new authenticator app; the same one while it waits for its first code, so that going back changes nothing. */
export async function setUpApp(
  services: AccountServices,
  accountId: string,
  label: string,
): Promise<AppSetup | undefined> {
  const { database, keys, config } = services;
  const now = services.clock.now();
  const authenticatorId = newId(now);
  const fresh = { authenticator_id: authenticatorId, seed: sealSeed(keys, authenticatorId, newTotpSecret()) };
  const expiresAt = new Date(now.getTime() + config.FACTOR_SETUP_SECONDS * 1000);
  const setup = await queries.setUpAuthenticator(database, accountId, fresh, now, expiresAt);
  if (!setup) return undefined;
  const secret = openSeed(keys, setup.authenticator_id, setup.seed);
  return { secret, address: totpAddress(secret, config.BRAND_NAME, label) };
}

/** Turns the app on when it answers with a right code; that code works at no sign-in any more. */
export async function turnOnApp(
  services: AccountServices,
  accountId: string,
  typed: string,
  origin: Origin,
): Promise<Result<undefined, TurnOnRefusal>> {
  const { database, keys, config } = services;
  const now = services.clock.now();
  const frozen = await contactsFrozenUntil(services, accountId);
  if (frozen) return refused({ kind: 'frozen', at: frozen });
  const setup = await queries.setupOf(database, accountId, now);
  if (!setup) return refused({ kind: 'nothing-waits' });
  const codeTry = { accountId, origin, now };
  const tries = await takeGuess(services, codeTry);
  if (!tries.ok) return tries;
  const secret = openSeed(keys, setup.authenticator_id, setup.seed);
  const step = totpStepOf(secret, typed.replaceAll(/[\s-]/g, ''), now, config.TOTP_STEPS_TOLERATED);
  if (step === undefined) {
    await recordWrongCode(database, codeTry, { method: 'totp' });
    await countWrongCode(services, codeTry);
    return refused(afterWrong(tries.value, config.CODE_TRIES));
  }
  return database.transaction(async (tx) => {
    await queries.lockAccount(tx, accountId);
    const frozenNow = await contactsFrozenUntil({ ...services, database: tx }, accountId);
    if (frozenNow) return refused({ kind: 'frozen', at: frozenNow });
    await settle(tx, services, { givenBack: triesOf(accountId) });
    const { authenticator_id: authenticatorId, seed } = setup;
    if ((await queries.takeSetup(tx, accountId, authenticatorId)) === 0)
      return refused({ kind: 'nothing-waits' });
    const bound = await queries.bindFactor(
      tx,
      accountId,
      { authenticatorId, method: 'totp', contactId: null, seed },
      now,
    );
    if (bound === 0) return refused({ kind: 'already-on' });
    await queries.useTotpStep(tx, accountId, authenticatorId, step);
    await factorChanged(services, tx, { accountId, method: 'totp', event: 'factor_added', origin, now });
    return ok(undefined);
  });
}
