import { addMonths, firstDayOf, type IsoDate, monthOf } from '#kernel';
import { pensionTerms } from '#rates';
import { addYears } from './age.ts';

export type PensionAge = {
  readonly age: number;
  readonly reachedOn: IsoDate;
  /** The pension counts from the first day of the next month (PP 45/2015 Ps.19). */
  readonly startsOn: IsoDate;
  /** Whoever still works may put it off until then (PP 45/2015 Ps.15(4)). */
  readonly latestOn: IsoDate;
};

/**
 * The pension age of a person: the age in force on the day on which that age is reached (PP 45/2015 Ps.15). Whoever
 * is not of the age before a step has to wait for the higher one.
 */
export function pensionAgeOf(birthDate: IsoDate): PensionAge {
  for (const { age, from, to } of pensionTerms.ages) {
    const birthday = addYears(birthDate, age);
    const reachedOn = birthday > from ? birthday : from;
    if (to !== null && reachedOn > to) continue;
    return {
      age,
      reachedOn,
      startsOn: firstDayOf(addMonths(monthOf(reachedOn), 1)),
      latestOn: addYears(reachedOn, pensionTerms.deferral.years),
    };
  }
  throw new RangeError('the last step of the pension age has an end');
}
