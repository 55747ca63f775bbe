import { AppError } from '#kernel';

/** What stands at an interaction, for the page that should be shown. `none` has no row; `taken`: its session was opened. */
export type AttemptState = 'none' | 'second-factor' | 'done' | 'taken';
export type JourneyEvent =
  | 'password_right'
  | 'password_right_factor_due'
  | 'code_right'
  | 'passkey_right'
  | 'session_opened';

type Journey = Readonly<Record<AttemptState, Partial<Record<JourneyEvent, AttemptState>>>>;

/**
 * A sign-in as a table: which state follows which event. What is not in it does not happen: each statement that moves
 * an attempt is given its states from here. A password may be typed again, and a passkey shown, at any time, because people go back; docs
 * draw the journey from here.
 */
export const journey: Journey = {
  none: { password_right: 'done', password_right_factor_due: 'second-factor', passkey_right: 'done' },
  'second-factor': {
    password_right: 'done',
    password_right_factor_due: 'second-factor',
    code_right: 'done',
    passkey_right: 'done',
  },
  done: {
    password_right: 'done',
    password_right_factor_due: 'second-factor',
    passkey_right: 'done',
    session_opened: 'taken',
  },
  taken: { password_right: 'done', password_right_factor_due: 'second-factor', passkey_right: 'done' },
};

/** From which states an event leads on, and where to: what a statement checks and writes at once, so that no race passes between. */
export type Step<State extends string = AttemptState> = {
  readonly from: readonly State[];
  readonly to: State;
};

/** Throws when the table knows no such event, or leads from it to more than one state: a statement could not say which. */
export function stepBy(event: JourneyEvent, table: Journey = journey): Step {
  return stepIn(table, event);
}

/** As `stepBy`, for any journey. */
export function stepIn<State extends string, Event extends string>(
  table: Readonly<Record<State, Partial<Record<Event, State>>>>,
  event: Event,
): Step<State> {
  const states = Object.keys(table) as State[];
  const from = states.filter((state) => table[state][event] !== undefined);
  const [to, ...others] = new Set(from.map((state) => table[state][event]));
  if (to === undefined || others.length > 0) throw new AppError('bug', `${event} leads to no one state`);
  return { from, to };
}
