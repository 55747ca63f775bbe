/** Time comes in as an argument, so that tests can stand at any instant. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that a test moves by hand. */
export function fixedClock(start: Date | string): Clock & { advance(seconds: number): void } {
  let current = new Date(start).getTime();
  return {
    now: () => new Date(current),
    advance: (seconds) => {
      current += seconds * 1000;
    },
  };
}
