import { newId, type IsoDate, type Result, ok, refused } from '#kernel';
import type { Executor } from '#platform';
import * as queries from './queries.ts';
import type { Membership } from './types.ts';

/** Why work ended, as the exit file of employers (TK-NA) knows it, and one more for what fits none of them. */
export const exitReasons = ['resigned', 'contract_ended', 'dismissed', 'retired', 'other'] as const;
export type ExitReason = (typeof exitReasons)[number];

export const isExitReason = (name: string): name is ExitReason =>
  (exitReasons as readonly string[]).includes(name);

export type ExitRefusal =
  /** The card has ended before, or has no employer who would have to report. */
  | 'card'
  /** Before the card began. */
  | 'too-early'
  /** A day that has not come. */
  | 'future';

/** Whether a card may have ended on this day, by the register alone; `today` in Jakarta. */
export function readExit(
  membership: Membership,
  lastDay: IsoDate,
  today: IsoDate,
): Result<IsoDate, ExitRefusal> {
  if (membership.endedOn !== undefined || membership.employerId === undefined) return refused('card');
  if (lastDay < membership.startedOn) return refused('too-early');
  return lastDay > today ? refused('future') : ok(lastDay);
}

export type Exit = {
  readonly personId: string;
  readonly membershipId: string;
  readonly lastDay: IsoDate;
  readonly reason: ExitReason;
  readonly caseId: string;
  readonly officerId: string;
  readonly now: Date;
};

/** Ends a running card on a worker's notice, with where that is known from. False when it has ended meanwhile. */
export async function recordExit(tx: Executor, exit: Exit): Promise<boolean> {
  return queries.recordExit(tx, { ...exit, exitId: newId(exit.now) });
}
