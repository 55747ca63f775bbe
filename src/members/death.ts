import type { IsoDate } from '#kernel';
import type { Executor } from '#platform';
import * as queries from './queries.ts';

/**
 * Writes the day of death on the register, or takes a wrong one back; two officers have decided it. False when there is no
 * such person, or the day cannot be one.
 */
export async function noteDeath(
  tx: Executor,
  personId: string,
  diedOn: IsoDate | undefined,
): Promise<boolean> {
  return (await queries.noteDeath(tx, personId, diedOn ?? null)) > 0;
}

/** The day of death on the register; undefined for everybody else. */
export async function dayOfDeath(executor: Executor, personId: string): Promise<string | undefined> {
  return (await queries.dayOfDeath(executor, personId))?.diedOn ?? undefined;
}
