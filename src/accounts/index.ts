import type { Clock, Result } from '#kernel';
import type { Channel, Delivery } from '#notifications';
import type { Config, Database, Executor, HashPool, KeyRing, Language } from '#platform';

/** DOOR (agreed): identifiers, authenticators, sign-in, second factor, sessions, officers and their roles. */
export type AccountServices = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly config: Config;
  readonly hashPool: HashPool;
  readonly clock: Clock;
};
export type Role = 'member' | 'agent' | 'supervisor' | 'operator' | 'auditor' | 'clerk';
export type Acr = '1' | '1e' | '2r' | '2';
export type SecondFactorMethod = 'sms' | 'email' | 'totp';
/** Where a request comes from; for throttles, activity and device names. */
export type Origin = { readonly address: string; readonly userAgent: string; readonly language: Language };

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
/** `closed`: password sign-in is closed for this identifier until then, known or not. `wrong`: one answer for all. */
export type SignInRefusal =
  | { readonly kind: 'wrong' }
  | { readonly kind: 'closed'; readonly until: Date; readonly minutes: number };
export type SignInStep = { readonly step: 'done' } | { readonly step: 'second-factor' };
/** Throws AppError busy when the hash pool is full. */
export function signIn(
  _services: AccountServices,
  _request: SignInRequest,
): Promise<Result<SignInStep, SignInRefusal>> {
  throw new Error('not built');
}

/** What stands at an interaction, for the page that should be shown. */
export type AttemptState = 'none' | 'second-factor' | 'done';
export function attemptState(_services: AccountServices, _interactionUid: string): Promise<AttemptState> {
  throw new Error('not built');
}
export type CodeView = {
  /** Undefined while the chosen method is totp. */
  readonly sent:
    | {
        readonly channel: Channel;
        readonly to: string;
        readonly validUntil: Date;
        readonly sendAgainAt: Date;
        readonly delivery: Delivery | undefined;
      }
    | undefined;
  readonly method: SecondFactorMethod;
  /** The other ways this account has, with the masked address. */
  readonly others: readonly { readonly method: SecondFactorMethod; readonly to: string | undefined }[];
  readonly mayRememberBrowser: boolean;
};
/** Shows the code page; the first look sends the first code (idempotent). Undefined when nothing waits. */
export function codeView(
  _services: AccountServices,
  _interactionUid: string,
  _origin: Origin,
): Promise<CodeView | undefined> {
  throw new Error('not built');
}
export type SendRefusal =
  | { readonly kind: 'too-soon'; readonly at: Date }
  | { readonly kind: 'too-many'; readonly at: Date }
  | { readonly kind: 'not-possible' };
/** Sends again, or by another way. Never resets the guess budget. */
export function sendCode(
  _services: AccountServices,
  _interactionUid: string,
  _method: SecondFactorMethod,
  _origin: Origin,
): Promise<Result<undefined, SendRefusal>> {
  throw new Error('not built');
}
export type CodeRefusal =
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'too-many'; readonly at: Date }
  | { readonly kind: 'nothing-waits' };
/** `rememberToken` is the cookie value when the member asked to be remembered. */
export function verifyCode(
  _services: AccountServices,
  _interactionUid: string,
  _code: string,
  _options: { readonly remember: boolean; readonly origin: Origin },
): Promise<Result<{ rememberToken: string | undefined }, CodeRefusal>> {
  throw new Error('not built');
}
/** Takes the finished attempt, once, and opens the session. Undefined when it is not finished or was taken. */
export type FinishedSignIn = {
  readonly sessionId: string;
  readonly accountId: string;
  readonly subject: string;
  readonly acr: Acr;
  readonly amr: readonly string[];
  readonly authenticatedAt: Date;
  readonly shared: boolean;
};
export function takeFinishedSignIn(
  _services: AccountServices,
  _interactionUid: string,
  _origin: Origin,
): Promise<FinishedSignIn | undefined> {
  throw new Error('not built');
}

export type AccountProfile = {
  readonly accountId: string;
  readonly subject: string;
  readonly personId: string | undefined;
  readonly displayName: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly roles: readonly Role[];
};
export function accountBySubject(
  _executor: Executor,
  _keys: KeyRing,
  _subject: string,
): Promise<AccountProfile | undefined> {
  throw new Error('not built');
}
export function accountById(
  _executor: Executor,
  _keys: KeyRing,
  _accountId: string,
): Promise<AccountProfile | undefined> {
  throw new Error('not built');
}

/** One session row per sign-in; its limits are looked at on every use. */
export type LiveSession = {
  readonly sessionId: string;
  readonly accountId: string;
  readonly acr: Acr;
  readonly shared: boolean;
  readonly authenticatedAt: Date;
  readonly endsAt: Date;
};
/** The session if it lives, touched at most once a minute. */
export function useSession(
  _executor: Executor,
  _sessionId: string,
  _now: Date,
): Promise<LiveSession | undefined> {
  throw new Error('not built');
}
export function endSession(
  _database: Database,
  _sessionId: string,
  _reason: 'signed_out' | 'ended_elsewhere' | 'revoked',
  _origin: Origin,
  _now: Date,
): Promise<void> {
  throw new Error('not built');
}
/** A face's own session: a token in its cookie, hashed here, pointing at the session row. */
export function openFaceSession(
  _executor: Executor,
  _face: string,
  _sessionId: string,
  _now: Date,
): Promise<string> {
  throw new Error('not built');
}
/** The live session behind a face's cookie, with the profile that its pages show; one or two statements. */
export function useFaceSession(
  _executor: Executor,
  _keys: KeyRing,
  _face: string,
  _token: string,
  _now: Date,
): Promise<(LiveSession & { readonly profile: AccountProfile }) | undefined> {
  throw new Error('not built');
}
export type NewAccount = {
  readonly personId?: string;
  readonly displayName: string;
  readonly username?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly password: string;
  readonly roles: readonly Role[];
  readonly secondFactor: SecondFactorMethod[];
  readonly totpSecret?: string;
};
/** Creates an account with its identifiers (the person's member numbers work by themselves). Refuses a taken identifier. */
export function createAccount(
  _services: AccountServices,
  _account: NewAccount,
): Promise<Result<{ accountId: string; subject: string }, 'identifier_taken' | 'weak_password'>> {
  throw new Error('not built');
}
