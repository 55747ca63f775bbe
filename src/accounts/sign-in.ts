import { record } from '#activity';
import { type Result, AppError, ok, refused } from '#kernel';
import { type LimitName, addressSubject, settleSoon } from '#throttle';
import { attemptLifeSeconds } from './attempt.ts';
import { isKnownToGuessers, markBreached } from './breached-at-sign-in.ts';
import { closingReference } from './closing-reference.ts';
import { findAccount } from './find-account.ts';
import { identifierSubject, readIdentifier } from './identifier.ts';
import { type AttemptState, type JourneyEvent, type Step, stepBy } from './journey.ts';
import { presentedDevices } from './known-device.ts';
import { type CheckedAgainst, checkPasswordOf, checkedAgainst } from './check-password-of.ts';
import { type StoredPassword, hashPassword, isOutdated } from './password-hash.ts';
import {
  type PasswordTry,
  countWrong,
  giveBackTry,
  identifierLockSubject,
  passwordVersion,
  rightTry,
  takeTry,
} from './password-try.ts';
import { isTooOld } from './old-at-sign-in.ts';
import * as queries from './queries.ts';
import { refuseSignIn } from './refuse-sign-in.ts';
import { type Acr, isStrongEnough, reachedBy, reachedByPassword } from './strength.ts';
import { tokenHash } from './tokens.ts';
import type { Origin } from './origin.ts';
import type { AccountServices, MustChange } from './types.ts';

export type SignInRequest = {
  /** The interaction that waits for this sign-in (oidc-provider's uid). */
  readonly interactionUid: string;
  readonly identifier: string;
  readonly password: string;
  readonly shared: boolean;
  /** Cookie value of a remembered browser, if any. */
  readonly rememberedBrowser: string | undefined;
  /** The strength that the waiting client demands: '2' for the console. */
  readonly acrNeeded: Acr | undefined;
  readonly origin: Origin;
};
/**
 * `wrong`: one answer for all. `closed`: password sign-in is closed for this identifier until then, known or not; the
 * reference is what support is told. `wait`: too many tries from this network, or of this password, whoever's they were.
 * `frozen`: the password was right, but the account stands still, after a reported death or another decision.
 * `stronger-factor-needed`: the password was right, but the account has no second factor as strong as the client demands.
 */
export type SignInRefusal =
  | { readonly kind: 'wrong' }
  | ({ readonly kind: 'closed'; readonly reference: string } & Opens)
  | ({ readonly kind: 'wait'; readonly because: 'network' | 'password' } & Opens)
  | { readonly kind: 'stronger-factor-needed' }
  | { readonly kind: 'frozen'; readonly death: boolean };
type Opens = { readonly until: Date; readonly minutes: number };
export type SignInStep = { readonly step: AttemptState };

/**
 * Checks identifier and password. Every try counts before it is looked at; a known and an unknown identifier take
 * the same statements, the same hashing and get the same words. A device that the account knows has limits of its own.
 * Throws AppError `busy` when the hash pool is full.
 */
export async function signIn(
  services: AccountServices,
  request: SignInRequest,
): Promise<Result<SignInStep, SignInRefusal>> {
  const now = services.clock.now();
  const readings = readIdentifier(request.identifier);
  const account = await findAccount(services, readings, presentedDevices(request.origin), true);
  const attempt: PasswordTry = {
    identifier: identifierLockSubject(identifierSubject(services.keys, readings), passwordVersion(account)),
    account,
    address: request.origin.address,
    password: request.password,
    now,
  };
  const taken = await takeTry(services, attempt);
  if (taken.refused) {
    const because = crowds[taken.refused];
    if (!because) return closed(services, attempt, taken.until);
    return refused({ kind: 'wait', because, ...opens(taken.until, now) });
  }
  const against = account && taken.evaluated ? checkedAgainst(services, account) : undefined;
  const right = await checkPasswordOf(services, request.origin.address, request.password, against).catch(
    async (error: unknown) => {
      // An overloaded pool is not the claimant's mistake: a try that was not evaluated is counted only for the address.
      await giveBackTry(services, attempt, taken.evaluated);
      throw error;
    },
  );
  if (account?.state === 'frozen' && right) return standsStill(services, request, attempt);
  if (account && against && right) return passwordRight(services, request, { attempt, account, against });
  const again = await countWrong(services, attempt, taken.evaluated);
  const closes = again ? undefined : taken.closes;
  const reference = closes && closingReference(services.keys, attempt, closes);
  await refuseSignIn(services, {
    origin: request.origin,
    attempt,
    closing: closes && reference ? { until: closes, reference } : undefined,
    spent: taken.spent && !again,
  });
  return closes ? closed(services, attempt, closes) : refused({ kind: 'wrong' });
}

/** Limits that many people share, and what fills them. */
const crowds: Partial<Record<LimitName, 'network' | 'password'>> = {
  sign_in_address: 'network',
  sign_in_network: 'network',
  identifiers_address: 'network',
  identifiers_network: 'network',
  password_spray: 'password',
};

function closed({ keys }: AccountServices, attempt: PasswordTry, until: Date): Result<never, SignInRefusal> {
  const reference = closingReference(keys, attempt, until);
  return refused({ kind: 'closed', reference, ...opens(until, attempt.now) });
}

function opens(until: Date, now: Date): Opens {
  return { until, minutes: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000)) };
}

type RightPassword = {
  readonly attempt: PasswordTry;
  readonly account: queries.SignInRow;
  readonly against: CheckedAgainst;
};

async function passwordRight(
  services: AccountServices,
  request: SignInRequest,
  found: RightPassword,
): Promise<Result<SignInStep, SignInRefusal>> {
  const { attempt, account, against } = found;
  const { now } = attempt;
  const standing = await renewPassword(services, request, found);
  const leaked = await isKnownToGuessers(services, request.password, { takenOver: Boolean(against.foreign) });
  if (leaked) await markBreached(services, account.account_id, standing, request.origin);
  const old = !leaked && !account.must_change && (await isTooOld(services, account.account_id));
  const mustChange = account.must_change ?? (leaked ? 'breached' : old ? 'old' : null);
  const event = await eventOf(services, request, { ...account, must_change: mustChange }, now);
  const step = event && stepBy(event);
  const begun = step && attemptOf(request, account.account_id, step, now);
  if (begun && (await queries.putAttempt(services.database, begun)) === 0)
    throw new AppError('bug', `${event} does not lead on from where the sign-in stands`);
  await settleSoon(services.database, services, rightTry(attempt));
  return step ? ok({ step: step.to }) : refused({ kind: 'stronger-factor-needed' });
}

/** Only whoever has the password learns that the account stands still, and why. */
async function standsStill(
  services: AccountServices,
  { origin: { address, userAgent } }: SignInRequest,
  attempt: PasswordTry,
): Promise<Result<SignInStep, SignInRefusal>> {
  const accountId = attempt.account?.account_id;
  const freeze = await queries.livingFreeze(services.database, { accountId, personId: undefined });
  await record(services.database, {
    event: 'sign_in_refused',
    actor: { kind: 'unknown' },
    accountId,
    at: attempt.now,
    address,
    userAgent,
    details: { reason: 'frozen' },
  });
  await settleSoon(services.database, services, rightTry(attempt));
  return refused({ kind: 'frozen', death: freeze !== undefined });
}

/** A hash of ours, of today's cost, in the place of a foreign or an older one. Answers with the hash that stands then. */
async function renewPassword(
  services: AccountServices,
  request: SignInRequest,
  { account, against: { stored, foreign } }: RightPassword,
): Promise<string | null> {
  if (stored && !isOutdated(services, stored)) return stored.hash;
  const renewed = await renewedHash(services, request);
  if (renewed && stored)
    await queries.replaceHash(services.database, account.account_id, stored.hash, renewed);
  if (renewed && foreign)
    await queries.replaceForeignHash(services.database, account.account_id, foreign.sealed, renewed);
  return renewed?.hash ?? stored?.hash ?? null;
}

/** Undefined when the pool is full: then it is done at another sign-in. */
function renewedHash(
  services: AccountServices,
  { origin, password }: SignInRequest,
): Promise<StoredPassword | undefined> {
  return services.hashPool
    .run(addressSubject(origin.address), () => hashPassword(services, password))
    .catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'busy') return undefined;
      throw error;
    });
}

/**
 * What a right password means for this sign-in; undefined when no second factor of the account reaches what the client
 * demands. After "this was not me" neither the password nor a browser that was remembered with it is enough.
 */
async function eventOf(
  services: AccountServices,
  request: SignInRequest,
  account: queries.SignInRow,
  now: Date,
): Promise<JourneyEvent | undefined> {
  const { must_change: mustChange, methods } = account;
  const isAlone =
    isStrongEnough(reachedByPassword.acr, request.acrNeeded) &&
    (methods.length === 0 ||
      (mustChange !== 'not_me' && (await isRemembered(services, request, account, now))));
  if (isAlone) return aloneLeadsTo[mayBeStolen(account) ? 'not_me' : (mustChange ?? 'kept')];
  return methods.some((method) => isStrongEnough(reachedBy[method].acr, request.acrNeeded))
    ? 'password_right_factor_due'
    : undefined;
}

/**
 * A leaked password alone, from a browser that shows neither that it signed in before nor that a code was typed there:
 * that is what somebody with the list of leaks has. Who cannot have a new one by mail or phone chooses it there, all the same.
 */
function mayBeStolen({ must_change: mustChange, ...account }: queries.SignInRow): boolean {
  const unknown = account.device_id === null && account.methods.length === 0;
  return mustChange === 'breached' && unknown && account.can_reset;
}

const aloneLeadsTo = {
  kept: 'password_right',
  breached: 'password_right_new_password_due',
  old: 'password_right_new_password_due',
  not_me: 'password_right_reset_due',
} as const satisfies Record<MustChange | 'kept', JourneyEvent>;

/** A remembered browser stands in for the second factor where a password would do; it adds no strength. */
async function isRemembered(
  services: AccountServices,
  request: SignInRequest,
  account: queries.SignInRow,
  now: Date,
): Promise<boolean> {
  if (request.shared || !request.rememberedBrowser) return false;
  const hash = tokenHash('remembered-browser', request.rememberedBrowser);
  return queries.isRememberedBrowser(services.database, account.account_id, hash, now);
}

function attemptOf(request: SignInRequest, accountId: string, step: Step, now: Date): queries.NewAttempt {
  return {
    interactionUid: request.interactionUid,
    accountId,
    step,
    shared: request.shared,
    acrNeeded: request.acrNeeded,
    ...reachedByPassword,
    now,
    expiresAt: new Date(now.getTime() + attemptLifeSeconds * 1000),
  };
}
