import { type ComponentState, componentStates } from './types.ts';

/**
 * How many measurements in a row, one a minute, have to say something else before people are told so. Quick to tell of
 * trouble, slower to say that it is over; one bad minute says nothing.
 */
export const patience = {
  operational: { degraded: 3, down: 2 },
  degraded: { operational: 5, down: 2 },
  down: { operational: 3, degraded: 3 },
} as const satisfies Record<ComponentState, Partial<Record<ComponentState, number>>>;

export type Held = {
  readonly state: ComponentState;
  /** The state nearest to the present one among the last measurements on the same side of it. */
  readonly pendingState: ComponentState | undefined;
  readonly pendingCount: number;
};

const rank = (state: ComponentState) => componentStates.indexOf(state);

/** What people are told after one more measurement. */
export function afterMeasurement(held: Held, measured: ComponentState): Held {
  const { state, pendingState, pendingCount } = held;
  if (measured === state) return settled(state);
  const worse = rank(measured) > rank(state);
  const sameSide = pendingState !== undefined && rank(pendingState) > rank(state) === worse;
  const nearest =
    sameSide && distance(state, pendingState) < distance(state, measured) ? pendingState : measured;
  const count = sameSide ? pendingCount + 1 : 1;
  const needed: Partial<Record<ComponentState, number>> = patience[state];
  if (count >= (needed[nearest] ?? 1)) return settled(nearest);
  return { state, pendingState: nearest, pendingCount: count };
}

function settled(state: ComponentState): Held {
  return { state, pendingState: undefined, pendingCount: 0 };
}

function distance(from: ComponentState, to: ComponentState): number {
  return Math.abs(rank(from) - rank(to));
}
