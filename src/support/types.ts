import type { Role } from '#accounts';
import type { Clock } from '#kernel';
import type { Config, Database, KeyRing, Logger } from '#platform';

export type SupportServices = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
};

/** Who acts: the officer's account and the session in use. */
export type Officer = {
  readonly officerId: string;
  readonly sessionId: string;
  /** Without them the officer has no more than what every officer of the desk has. */
  readonly roles?: readonly Role[];
};

/** Whom a search, a case or a look is about: an account, a person on the register, or both. */
export type Subject = { readonly accountId: string | undefined; readonly personId: string | undefined };
