import { AppError } from '#kernel';

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

/** What somebody who lost the second factor may do, the quickest first; the ladder's picture is drawn from it. */
export const recoveryLadder = [
  { rung: 'another_factor', needs: 'another second factor that still works', wait: 'none' },
  {
    rung: 'known_device',
    needs: 'a browser that signed in before, and the link sent to the registered e-mail',
    wait: '72 hours, during which the owner can stop it',
  },
  {
    rung: 'support',
    needs: 'an identity check by an officer, under a case number',
    wait: 'as the officer says',
  },
] as const;
