import { record } from '#activity';
import { type Result, newId, newToken, ok, refused } from '#kernel';
import { isUniqueViolation, type Transaction } from '#platform';
import { addressSubject } from '#throttle';
import { checkPassword, type PasswordVerdict } from './check-password.ts';
import type { Origin } from './origin.ts';
import { type StoredPassword, hashPassword } from './password-hash.ts';
import * as queries from './queries.ts';
import { openForEnrolment, openSeed, sealDisplayName } from './sealing.ts';
import { tokenHash } from './tokens.ts';
import { totpAddress, totpStepOf } from './totp.ts';
import type { AccountServices } from './types.ts';

/** After so many wrong codes of the app the link is worth nothing: a new one is made. */
export const mostTries = 10;

export type EnrolmentView = {
  readonly displayName: string;
  readonly username: string;
  readonly roles: readonly string[];
  readonly secret: string;
  /** What an authenticator app reads from the picture. */
  readonly address: string;
};

export type EnrolRefusal =
  | { readonly kind: 'link-gone' | 'username-taken' | 'code-wrong' }
  | { readonly kind: 'missing' | 'differs' }
  | { readonly kind: 'faults'; readonly verdict: PasswordVerdict };

/** What the link's page shows; undefined when the link is used, too old or unknown. Looking uses nothing up. */
export async function enrolmentOf(
  services: AccountServices,
  token: string,
): Promise<EnrolmentView | undefined> {
  const row = await living(services, token);
  if (!row) return undefined;
  const { keys, config } = services;
  const username = openForEnrolment(keys, 'username', row.enrolment_id, row.username);
  const secret = openSeed(keys, row.enrolment_id, row.seed);
  return {
    displayName: openForEnrolment(keys, 'display_name', row.enrolment_id, row.display_name),
    username,
    roles: row.roles,
    secret,
    address: totpAddress(secret, config.BRAND_NAME, username),
  };
}

function living({ database, clock }: AccountServices, token: string) {
  return queries.livingEnrolment(database, tokenHash('officer-enrolment', token), mostTries, clock.now());
}

/**
 * Uses the link up, once: the account is made with the password that the officer chose and the authenticator app that
 * answered with a right code, both known to nobody else. What is refused leaves the link alive. Throws AppError `busy`
 * when the hash pool is full.
 */
export async function finishEnrolment(
  services: AccountServices,
  token: string,
  typed: { readonly password: string; readonly repeat: string; readonly code: string },
  origin: Origin,
): Promise<Result<undefined, EnrolRefusal>> {
  const { database, config, keys } = services;
  const row = await living(services, token);
  if (!row) return refused({ kind: 'link-gone' });
  if (typed.password === '') return refused({ kind: 'missing' });
  if (typed.password !== typed.repeat) return refused({ kind: 'differs' });
  const username = openForEnrolment(keys, 'username', row.enrolment_id, row.username);
  const displayName = openForEnrolment(keys, 'display_name', row.enrolment_id, row.display_name);
  const verdict = await checkPassword(config, typed.password, [config.BRAND_NAME, username, displayName]);
  if (verdict.faults.length > 0) return refused({ kind: 'faults', verdict });
  const now = services.clock.now();
  const seed = openSeed(keys, row.enrolment_id, row.seed);
  const step = totpStepOf(seed, typed.code.replaceAll(/[\s-]/g, ''), now, config.TOTP_STEPS_TOLERATED);
  if (step === undefined) {
    await queries.countEnrolmentTry(database, row.enrolment_id);
    return refused({ kind: 'code-wrong' });
  }
  const stored = await services.hashPool.run(addressSubject(origin.address), () =>
    hashPassword(services, typed.password),
  );
  try {
    await database.transaction((tx) =>
      open(services, tx, { row, token, displayName, stored, step, origin, now }),
    );
    return ok(undefined);
  } catch (error) {
    if (error instanceof UsedMeanwhile) return refused({ kind: 'link-gone' });
    if (isUniqueViolation(error, 'identifier_taken')) return refused({ kind: 'username-taken' });
    throw error;
  }
}

type Opening = {
  readonly row: queries.EnrolmentRow;
  readonly token: string;
  readonly displayName: string;
  readonly stored: StoredPassword;
  readonly step: number;
  readonly origin: Origin;
  readonly now: Date;
};

/** Takes back what the transaction has made, when another used the link first. */
class UsedMeanwhile extends Error {}

async function open({ keys }: AccountServices, tx: Transaction, opening: Opening): Promise<void> {
  const { row, token, displayName, stored, step, origin, now } = opening;
  const accountId = newId(now);
  await queries.insertAccount(tx, {
    ...stored,
    accountId,
    subject: newToken(18),
    personId: undefined,
    displayName: sealDisplayName(keys, accountId, displayName),
    now,
  });
  const hash = tokenHash('officer-enrolment', token);
  if (!(await queries.useEnrolment(tx, hash, accountId, now))) throw new UsedMeanwhile();
  await queries.insertIdentifiers(tx, accountId, [{ kind: 'username', hash: row.username_hash }]);
  await queries.bindFactor(
    tx,
    accountId,
    { authenticatorId: row.enrolment_id, method: 'totp', contactId: null, seed: row.seed },
    now,
  );
  await queries.useTotpStep(tx, accountId, row.enrolment_id, step);
  await record(tx, {
    event: 'officer_enrolled',
    actor: { kind: 'officer', accountId },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
  });
}
