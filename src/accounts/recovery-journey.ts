import { AppError } from '#kernel';
import type { Config } from '#platform';
import type { RecoveryKind } from './queries-recovery.ts';

/**
 * A recovery that waits. `waiting`: proven, and the owner is told daily; `ready`: the wait is over; `done`: the new
 * password or factor is set; `cancelled`: the owner stopped it; `expired`: nobody finished it in time.
 */
export type RecoveryState = 'none' | 'waiting' | 'ready' | 'done' | 'cancelled' | 'expired';
export type RecoveryEvent = 'proven' | 'wait_over' | 'finished' | 'stopped' | 'not_finished_in_time';

type Table = Readonly<Record<RecoveryState, Partial<Record<RecoveryEvent, RecoveryState>>>>;

/**
 * The waiting rung of the ladder as a table. The statements that move a recovery take the states they check and write
 * from here, and docs draw their picture from it. An account has one open recovery at most.
 */
export const recoveryJourney: Table = {
  none: { proven: 'waiting' },
  waiting: { wait_over: 'ready', stopped: 'cancelled' },
  ready: { finished: 'done', stopped: 'cancelled', not_finished_in_time: 'expired' },
  done: {},
  cancelled: {},
  expired: {},
};

export type RecoveryStep = { readonly from: readonly RecoveryState[]; readonly to: RecoveryState };

/** From which states an event leads on, and where to. Throws when the table knows no such event. */
export function recoveryStep(event: RecoveryEvent): RecoveryStep {
  const states = Object.keys(recoveryJourney) as RecoveryState[];
  const from = states.filter((state) => recoveryJourney[state][event] !== undefined);
  const [to, ...others] = new Set(from.map((state) => recoveryJourney[state][event]));
  if (to === undefined || others.length > 0) throw new AppError('bug', `${event} leads to no one state`);
  return { from, to };
}

/** The states in which a recovery is open: those that something still leads out of. */
export const openRecoveryStates = (Object.keys(recoveryJourney) as RecoveryState[]).filter(
  (state) => state !== 'none' && Object.keys(recoveryJourney[state]).length > 0,
);

/** How long each kind waits, as the name of the setting that says it. */
export const recoveryWaits = {
  factor: 'RECOVERY_WAIT_SECONDS',
  password: 'RECOVERY_SMS_WAIT_SECONDS',
  desk_factor: 'DESK_WAIT_SECONDS',
  desk_lock: 'DESK_WAIT_SECONDS',
} as const satisfies Record<RecoveryKind, keyof Config>;

export type RecoveryProof = 'mail_link' | 'known_device';
export type RecoveryRung = {
  readonly rung: 'wait' | 'case_with_mail' | 'case';
  /** All that has to be shown for it. */
  readonly needs: readonly RecoveryProof[];
  /** What waits, when something does. */
  readonly waits?: keyof typeof recoveryWaits;
};

/**
 * For who has no second factor left, the quickest first. Pages and verbs ask `rungFor` where somebody stands; docs draw
 * the ladder from here. Nobody falls off: the last rung asks for nothing but gives only a case for the desk.
 */
export const recoveryLadder: readonly RecoveryRung[] = [
  { rung: 'wait', needs: ['mail_link', 'known_device'], waits: 'factor' },
  { rung: 'case_with_mail', needs: ['mail_link'] },
  { rung: 'case', needs: [] },
];

/** The quickest rung for which everything was shown. */
export function rungFor(shown: readonly RecoveryProof[]): RecoveryRung['rung'] {
  const found = recoveryLadder.find(({ needs }) => needs.every((proof) => shown.includes(proof)));
  if (!found) throw new AppError('bug', 'the ladder has no lowest rung');
  return found.rung;
}
