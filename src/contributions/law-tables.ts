import { addMonths, type IsoDate, type Month, monthOf } from '#kernel';
import type { Segment } from '#members';
import { dueOn, firstContributionMonth, minimumWageOf } from '#rates';

/** What the law says of months, as columns to be handed to a statement. */
export type DueDays = { readonly month: Month; readonly segment: Segment; readonly dueOn: IsoDate };
export type MinimumWages = { readonly month: Month; readonly province: string; readonly amount: bigint };

const known = new Map<string, IsoDate>();

/** The due days of these segments from a month until today's; worked out once in a process, because they do not change in it. */
export function dueDays(segments: Iterable<Segment>, from: Month, today: IsoDate): DueDays[] {
  return [...new Set(segments)].flatMap((segment) =>
    monthsUntil(from, today).map((month) => {
      const key = `${segment} ${month}`;
      const due = known.get(key) ?? dueOn(month, segment);
      known.set(key, due);
      return { month, segment, dueOn: due };
    }),
  );
}

/** The minimum wages of these provinces by month; a month of which nothing is known is not there, and is compared with nothing. */
export function minimumWages(
  provinces: Iterable<string | undefined>,
  from: Month,
  today: IsoDate,
): MinimumWages[] {
  return [...new Set(provinces)].flatMap((province) =>
    province === undefined
      ? []
      : monthsUntil(from, today).flatMap((month) => {
          const found = minimumWageOf(month, province);
          return found ? [{ month, province, amount: found.amount }] : [];
        }),
  );
}

function monthsUntil(from: Month, today: IsoDate): Month[] {
  const months: Month[] = [];
  const first = from < firstContributionMonth ? firstContributionMonth : from;
  for (let month = first; month <= monthOf(today); month = addMonths(month, 1)) months.push(month);
  return months;
}
