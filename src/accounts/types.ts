import type { Clock, TimeZoneName } from '#kernel';
import type { findPersonByMemberNumber } from '#members';
import type { Channel, deliveryOf, maskAddress, send } from '#notifications';
import type { Config, Database, HashPool, KeyRing, LanguageChoice, Transaction } from '#platform';
import type { Acr } from './strength.ts';

/** The verbs of other rooms that this one calls. Tests may hand in their own. */
export type Outbox = {
  readonly send: typeof send;
  readonly deliveryOf: typeof deliveryOf;
  readonly maskAddress: typeof maskAddress;
};
export type MemberRegister = {
  readonly findPersonByMemberNumber: typeof findPersonByMemberNumber;
};

export type StoppedDeletion = {
  readonly accountId: string;
  /** From where it was stopped. */
  readonly from: { readonly address: string; readonly userAgent: string };
};

export type AccountServices = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly config: Config;
  readonly hashPool: HashPool;
  readonly clock: Clock;
  /** #notifications unless handed in. */
  readonly outbox?: Outbox;
  /** #members unless handed in. */
  readonly memberRegister?: MemberRegister;
  /** Ends the request behind a deletion that "this was not me" stopped. Without it a job does, within the hour. */
  readonly deletionStopped?: (
    services: AccountServices,
    tx: Transaction,
    stopped: StoppedDeletion,
  ) => Promise<void>;
};

/** Why a password may not be kept: found among leaked ones, or the owner said "this was not me". */
export type MustChange = 'breached' | 'not_me' | 'old';

export type Role = 'member' | 'agent' | 'supervisor' | 'operator' | 'auditor' | 'clerk';

/** The roles whose holders work in the console; their sessions have limits of their own. */
export const officerRoles: readonly Role[] = ['agent', 'supervisor', 'operator', 'auditor'];

export type AccountProfile = {
  readonly accountId: string;
  readonly subject: string;
  readonly personId: string | undefined;
  readonly displayName: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly roles: readonly Role[];
  /** By the province on the register; WIB while nobody knows better. */
  readonly timeZone: TimeZoneName;
  /** The last one made on any face; undefined while nobody chose. */
  readonly languageChoice: LanguageChoice | undefined;
};

/** One session row per sign-in; its limits are looked at on every use. */
export type LiveSession = {
  readonly sessionId: string;
  readonly accountId: string;
  readonly acr: Acr;
  /** How it was reached (RFC 8176). */
  readonly amr: readonly string[];
  readonly shared: boolean;
  readonly authenticatedAt: Date;
  /** When the holder last showed who they are: by signing in, or later by `confirmIdentity`. */
  readonly confirmedAt: Date;
  readonly endsAt: Date;
};

/** A contact of the account; WhatsApp goes to the phone that SMS go to. */
export type ContactAddress = { readonly channel: Exclude<Channel, 'whatsapp'>; readonly address: string };
