import type { IsoDate, Month } from '#kernel';

/** What a member can be told of: a contribution posted, a month missed, not paid in time, a wage that fell, is the minimum or under it. */
export const alertKinds = ['posted', 'missed', 'late', 'wage'] as const;
export type AlertKind = (typeof alertKinds)[number];

export const alertChannels = ['email', 'sms'] as const;
export type AlertChannel = (typeof alertChannels)[number];

export type AlertChoice = {
  readonly kinds: readonly AlertKind[];
  readonly channel: AlertChannel;
  readonly chosenAt: Date;
};

/** Alerts by SMS in thirty days at most, because each costs the programme money; what is over waits for the next one. */
export const smsAlertsInThirtyDays = 4;

/** So many days before a change of the choice what became known is told too, so that nothing falls between two runs. */
export const daysLookedBack = 3;

/** A choice with whose it is; nothing that was known before `chosenOn` is told. */
export type Subscriber = {
  readonly accountId: string;
  readonly personId: string;
  readonly kinds: readonly AlertKind[];
  readonly channel: AlertChannel;
  readonly chosenOn: IsoDate;
};

/** One thing to tell an account, once. */
export type AlertFact = {
  readonly accountId: string;
  readonly membershipId: string;
  readonly month: Month;
  readonly kind: AlertKind;
};
