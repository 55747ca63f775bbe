import type { IsoDate } from '#kernel';
import type { Programme } from '#contributions';
import type { Executor } from '#platform';

/** DOOR (agreed): what a programme covers and whether this person is covered. */
export type Coverage = {
  readonly programme: Programme;
  readonly state: 'covered' | 'not_covered' | 'lapsed' | 'qualifying';
  readonly coveredSince: IsoDate | undefined;
  /** For JP: paid months of the 180 (PP 45/2015 Ps.17); for JKP: of the 12 in 24 (PP 37/2021). */
  readonly monthsPaid: number | undefined;
  readonly monthsNeeded: number | undefined;
  /** Named reason when not covered, key of a text: benefits.reason.<reason>. */
  readonly reason: string | undefined;
};
export function coverageOf(_executor: Executor, _personId: string, _today: IsoDate): Promise<Coverage[]> {
  throw new Error('not built');
}
