import type { Clock } from '#kernel';
import type { Config, Database, KeyRing } from '#platform';

export type PrivacyServices = {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly config: Config;
  readonly clock: Clock;
};

/** The rights that are asked for here; the way to see who looked needs no asking, and corrections have a room of their own. */
export const requestKinds = ['export', 'limitation', 'deletion', 'consent'] as const;
export type RequestKind = (typeof requestKinds)[number];
export type RequestState = 'open' | 'done' | 'refused' | 'cancelled';

/**
 * Why processing may be limited: the closed list of this house. UU 27/2022 article 11 gives the right "proportionately to
 * the purpose" and names no grounds (docs/decisions/0030-my-data.md).
 */
export const limitationGrounds = ['inaccurate', 'objection', 'not_needed', 'dispute'] as const;
export type LimitationGround = (typeof limitationGrounds)[number];

export type DataRequest = {
  readonly requestId: string;
  readonly accountId: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly ground: string | undefined;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly askedAt: Date;
  /** By when it is answered by law, or of a deletion when it is done. */
  readonly dueAt: Date;
  readonly decidedAt: Date | undefined;
  /** Of a limitation: when it ended. */
  readonly liftedAt: Date | undefined;
};

/** Who asks, and from where. */
export type Asker = {
  readonly accountId: string;
  readonly personId: string | undefined;
  readonly address: string;
  readonly userAgent: string;
};

/** UU 27/2022 articles 30, 32, 40 and 41: within 3 × 24 hours. */
export const legalClockHours = 72;
