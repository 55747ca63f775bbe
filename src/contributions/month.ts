import type { IsoDate, Month } from '#kernel';
import { membershipsOf } from '#members';
import type { Executor } from '#platform';
import {
  checkMinimumWage,
  type ContributionFigure,
  contributionFigures,
  type MinimumWage,
  type MinimumWageCheck,
  minimumWageOf,
} from '#rates';
import { readRows } from './history.ts';
import type { ContributionRow } from './types.ts';
import { withUsedRate } from './used-rate.ts';

/** One month of one card with the law that held in it. */
export type ContributionMonth = {
  readonly row: ContributionRow;
  /** The rates of the month for the programmes that it has, each with its source; what is uncertain is left out. */
  readonly figures: readonly ContributionFigure[];
  /** Of a wage earner: the minimum wage of the employer's province in that year, as far as the operator entered it. */
  readonly minimum:
    | {
        readonly known: MinimumWage | undefined;
        /** What the wage is under, also where no figure of the province is known. */
        readonly check: MinimumWageCheck;
      }
    | undefined;
};

/** What is known of a month of a member's card, also when nothing was reported; undefined when it is not theirs or not due. */
export async function contributionMonth(
  executor: Executor,
  personId: string,
  of: { readonly membershipId: string; readonly month: Month },
  today: IsoDate,
): Promise<ContributionMonth | undefined> {
  const { membershipId, month } = of;
  const card = (await membershipsOf(executor, personId)).find((one) => one.membershipId === membershipId);
  if (!card) return undefined;
  const bounds = { from: month, to: month, programme: undefined, limit: 1, offset: 0 };
  const [row] = await readRows(executor, personId, [card], today, bounds);
  if (!row) return undefined;
  const { segment, employerProvince } = card;
  const joined = row.shares.map(({ programme }) => programme);
  return {
    row,
    figures: contributionFigures(month, segment)
      .filter(({ programme }) => joined.includes(programme))
      .map((figure) => withUsedRate(figure, row.wage, row.shares)),
    minimum:
      segment === 'PU' && row.wage
        ? {
            known: minimumWageOf(month, employerProvince),
            check: checkMinimumWage(month, employerProvince, row.wage),
          }
        : undefined,
  };
}
