import { AppError } from '#kernel';

/** What stands at an interaction, for the page that should be shown. */
export type AttemptState = 'none' | 'second-factor' | 'done';
export type JourneyEvent = 'password_right' | 'password_right_factor_due' | 'code_right' | 'taken';

/**
 * A sign-in as a table: which state follows which event. What is not in it does not happen. A password may be typed
 * again at any time, because people go back; docs draw the journey from here.
 */
export const journey: Readonly<Record<AttemptState, Partial<Record<JourneyEvent, AttemptState>>>> = {
  none: { password_right: 'done', password_right_factor_due: 'second-factor' },
  'second-factor': {
    password_right: 'done',
    password_right_factor_due: 'second-factor',
    code_right: 'done',
  },
  done: { password_right: 'done', password_right_factor_due: 'second-factor', taken: 'none' },
};

/** The state after the event. Throws when the table has no such step: that is a bug. */
export function nextState(state: AttemptState, event: JourneyEvent): AttemptState {
  const next = journey[state][event];
  if (!next) throw new AppError('bug', `no step from ${state} by ${event}`);
  return next;
}
