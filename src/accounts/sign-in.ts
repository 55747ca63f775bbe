import { type Result, AppError, ok, refused } from '#kernel';
import { addressSubject, giveBack, settleSoon } from '#throttle';
import { addressBudgets, takeTry } from './sign-in-budgets.ts';
import { attemptLifeSeconds } from './attempt.ts';
import { findAccount } from './find-account.ts';
import { identifierSubject, readIdentifier } from './identifier.ts';
import { type AttemptState, type JourneyEvent, type Step, stepBy } from './journey.ts';
import { type StoredPassword, hashPassword, isOutdated, verifyPassword } from './password-hash.ts';
import * as queries from './queries.ts';
import { refuseSignIn } from './refuse-sign-in.ts';
import { type Acr, isStrongEnough, reachedBy, reachedByPassword } from './strength.ts';
import { tokenHash } from './tokens.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

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
 * `wrong`: one answer for all. `closed`: password sign-in is closed for this identifier until then, known or not.
 * `stronger-factor-needed`: the password was right, but the account has no second factor as strong as the client demands.
 */
export type SignInRefusal =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'closed'; readonly until: Date; readonly minutes: number }
  | { readonly kind: 'stronger-factor-needed' };
export type SignInStep = { readonly step: AttemptState };

/**
 * Checks identifier and password. Every try counts before it is looked at; a known and an unknown identifier take
 * the same statements, the same hashing and get the same words. Throws AppError `busy` when the hash pool is full,
 * and `too_many_requests` when the network address, or the network around it, had too many refusals within a minute.
 */
export async function signIn(
  services: AccountServices,
  request: SignInRequest,
): Promise<Result<SignInStep, SignInRefusal>> {
  const { database } = services;
  const now = services.clock.now();
  const readings = readIdentifier(request.identifier);
  const subject = identifierSubject(services.keys, readings);
  const account = await findAccount(services, readings);
  // An unknown identifier has a budget of its own, so that it costs the same statements.
  const budget = account?.account_id ?? subject;
  const { taken, evaluated } = await takeTry(services, request.origin.address, { subject, budget }, now);
  if (!taken.allowed) return closed(taken.until, now);
  const stored = account && evaluated?.allowed ? storedOf(account) : undefined;
  const right = await services.hashPool
    .run(addressSubject(request.origin.address), () => verifyPassword(services, request.password, stored))
    .catch(async (error: unknown) => {
      // An overloaded pool is not the claimant's mistake: a try that was not evaluated is counted only for the address.
      await giveBack(database, services, 'password_identifier', subject);
      if (evaluated?.allowed) await giveBack(database, services, 'password_account_day', budget);
      throw error;
    });
  if (account && stored && right) return passwordRight(services, request, { account, stored, subject, now });
  await refuseSignIn(services, {
    origin: request.origin,
    accountId: account?.account_id,
    taken,
    now,
  });
  return taken.until ? closed(taken.until, now) : refused({ kind: 'wrong' });
}

function closed(until: Date, now: Date): Result<never, SignInRefusal> {
  const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000));
  return refused({ kind: 'closed', until, minutes });
}

function storedOf(account: queries.SignInRow): StoredPassword {
  return { hash: account.hash, pepperKeyId: account.pepper_key_id };
}

type RightPassword = {
  readonly account: queries.SignInRow;
  readonly stored: StoredPassword;
  readonly subject: string;
  readonly now: Date;
};

async function passwordRight(
  services: AccountServices,
  request: SignInRequest,
  found: RightPassword,
): Promise<Result<SignInStep, SignInRefusal>> {
  const { account, stored, subject, now } = found;
  const event = await eventOf(services, request, account, now);
  const step = event && stepBy(event);
  const renewed = isOutdated(services, stored) ? await renewedHash(services, request) : undefined;
  if (renewed) await queries.replaceHash(services.database, account.account_id, stored.hash, renewed);
  const attempt = step && attemptOf(request, account.account_id, step, now);
  if (attempt && (await queries.putAttempt(services.database, attempt)) === 0)
    throw new AppError('bug', `${event} does not lead on from where the sign-in stands`);
  await settleSoon(services.database, services, {
    forgiven: [{ name: 'password_identifier', subject }],
    givenBack: [
      ...addressBudgets(request.origin.address),
      { name: 'password_account_day', subject: account.account_id },
    ],
  });
  return step ? ok({ step: step.to }) : refused({ kind: 'stronger-factor-needed' });
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

/** What a right password means for this sign-in; undefined when no second factor of the account reaches what the client demands. */
async function eventOf(
  services: AccountServices,
  request: SignInRequest,
  account: queries.SignInRow,
  now: Date,
): Promise<JourneyEvent | undefined> {
  const passwordIsEnough = isStrongEnough(reachedByPassword.acr, request.acrNeeded);
  if (
    passwordIsEnough &&
    (account.methods.length === 0 || (await isRemembered(services, request, account, now)))
  )
    return 'password_right';
  return account.methods.some((method) => isStrongEnough(reachedBy[method].acr, request.acrNeeded))
    ? 'password_right_factor_due'
    : undefined;
}

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
