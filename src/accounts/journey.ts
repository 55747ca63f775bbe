import { AppError } from '#kernel';

/** What stands at an interaction, for the page that should be shown. `none` has no row; `taken`: its session was opened. */
export type AttemptState =
  | 'none'
  | 'second-factor'
  | 'stale-number'
  | 'new-password'
  | 'reset-due'
  | 'done'
  | 'taken';
export type JourneyEvent =
  | 'password_right'
  | 'password_right_factor_due'
  | 'password_right_new_password_due'
  | 'password_right_reset_due'
  | 'code_right'
  | 'code_right_new_password_due'
  | 'code_right_number_stale'
  | 'number_confirmed'
  | 'number_confirmed_new_password_due'
  | 'password_chosen'
  | 'passkey_right'
  | 'passkey_right_new_password_due'
  | 'session_opened';

type Journey = Readonly<Record<AttemptState, Partial<Record<JourneyEvent, AttemptState>>>>;

/**
 * What a right password leads to, from wherever it is typed. `new-password`: it may not be kept. `reset-due`: the owner
 * said that somebody else had it, or it is a leaked one on an unknown device, and nothing else shows who is there.
 */
const passwordTyped = {
  password_right: 'done',
  password_right_factor_due: 'second-factor',
  password_right_new_password_due: 'new-password',
  password_right_reset_due: 'reset-due',
} as const;

/** What a passkey alone leads to, from wherever it is shown. */
const passkeyShown = { passkey_right: 'done', passkey_right_new_password_due: 'new-password' } as const;

/** Open at any time, because people go back. */
const always = { ...passwordTyped, ...passkeyShown } as const;

/**
 * A sign-in as a table: which state follows which event. What is not in it does not happen: each statement that moves
 * an attempt is given its states from here. Docs draw the journey from here.
 */
export const journey: Journey = {
  none: always,
  'second-factor': {
    ...always,
    code_right: 'done',
    code_right_new_password_due: 'new-password',
    code_right_number_stale: 'stale-number',
  },
  'stale-number': {
    ...always,
    number_confirmed: 'done',
    number_confirmed_new_password_due: 'new-password',
  },
  'new-password': { ...always, password_chosen: 'done' },
  'reset-due': always,
  done: { ...always, session_opened: 'taken' },
  taken: always,
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
