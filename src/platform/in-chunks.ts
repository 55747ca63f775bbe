/** So few rows at once that nobody waits for their locks. */
export const rowsAtOnce = 2000;

/** Repeats a step that touches at most `rowsAtOnce` rows and says how many it did, until there are no more. Returns the sum. */
export async function inChunks(step: (limit: number) => Promise<number>): Promise<number> {
  let sum = 0;
  for (;;) {
    const done = await step(rowsAtOnce);
    sum += done;
    if (done < rowsAtOnce) return sum;
  }
}

export function monthsBefore(now: Date, months: number): Date {
  const before = new Date(now);
  before.setUTCMonth(before.getUTCMonth() - months);
  return before;
}

/**
 * Forgets in slices of an hour from the oldest on, for statements that forget all before an instant: a night in which the
 * job did not run is not one long statement in the next. Returns the sum.
 */
export async function inSlices(
  oldest: Date | undefined,
  before: Date,
  forget: (before: Date) => Promise<number>,
): Promise<number> {
  const hourMs = 3_600_000;
  let sum = 0;
  for (let end = oldest?.getTime() ?? before.getTime(); end < before.getTime(); end += hourMs)
    sum += await forget(new Date(end));
  return sum + (await forget(before));
}
