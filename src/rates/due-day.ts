import {
  addDays,
  AppError,
  addMonths,
  type IsoDate,
  isIsoDate,
  lastDayOf,
  type Month,
  monthOf,
  type Rate,
} from '#kernel';
import { type Certainty, certaintyOf } from './certainty.ts';
import { holdsIn, parameters } from './parameters.ts';
import type { ContributionSegment } from './types.ts';

export type PaymentRule = {
  readonly dueDay: number;
  /** 0: in the contribution month; 1: in the next. */
  readonly monthOffset: number;
  /** 1/1000 % of what is late for each month begun; 0 where the rule is uncertain. */
  readonly penaltyRate: Rate;
  /** Uncertain: the day is taken from another segment or remembered; every page that shows it says so. */
  readonly certainty: Certainty;
};

/**
 * The rule by which a month is due and what being late costs (PP 44, 45, 46 of 2015; PP 49/2020). A rule that nobody has seen in a
 * source gives a day to go by and never a penalty. No rule holds before July 2015, when the programmes began; later months are
 * covered without a gap, or the program does not start (`dueDaysSchema`).
 */
export function paymentRule(month: Month, segment: ContributionSegment): PaymentRule {
  const rule = parameters.dueDays.find(
    (candidate) => candidate.segment === segment && holdsIn(candidate, month),
  );
  if (!rule)
    throw new AppError(
      'bug',
      `due_day_not_known: no rule of rates/due-days.json covers ${month} of ${segment}`,
    );
  const { dueDay, monthOffset } = rule;
  const certainty = certaintyOf(rule);
  return { dueDay, monthOffset, penaltyRate: certainty === 'uncertain' ? 0 : rule.penaltyRate, certainty };
}

/** True when the due day of this month was seen in no source. */
export function isDueDayAssumed(month: Month, segment: ContributionSegment): boolean {
  return paymentRule(month, segment).certainty === 'uncertain';
}

/**
 * What being late costs, in 1/1000 % of what is late for each month begun: by the rule of the month, or less by a discount
 * that holds for the contribution (PP 7/2025).
 */
export function penaltyRate(month: Month, segment: ContributionSegment, discounts: readonly string[]): Rate {
  const granted = parameters.discounts
    .filter(({ id }) => discounts.includes(id))
    .flatMap((rule) => rule.penaltyRate ?? []);
  return Math.min(paymentRule(month, segment).penaltyRate, ...granted);
}

/**
 * The last day on which a contribution month is paid in time: for wage earners the 15th of the next month, for the
 * self-employed the 15th of the same; on a weekend or holiday the next working day.
 */
export function dueOn(month: Month, segment: ContributionSegment): IsoDate {
  let day = namedDay(month, segment);
  while (isDayOff(day)) day = addDays(day, 1);
  return day;
}

/** True when the due day lies later because of a holiday that was filled in for the demonstration (contoh). */
export function isDueDayExample(month: Month, segment: ContributionSegment): boolean {
  for (let day = namedDay(month, segment); isDayOff(day); day = addDays(day, 1))
    if (!isWeekend(day) && parameters.holidays.get(day)) return true;
  return false;
}

/** The day that the rule names, a day off or not. */
function namedDay(month: Month, segment: ContributionSegment): IsoDate {
  const { dueDay, monthOffset } = paymentRule(month, segment);
  const payMonth = addMonths(month, monthOffset);
  const text = `${payMonth}-${String(dueDay).padStart(2, '0')}`;
  return isIsoDate(text) ? text : lastDayOf(payMonth);
}

/** The newest contribution month whose due day lies before `today`. */
export function lastMonthDueBefore(today: IsoDate, segment: ContributionSegment): Month {
  let candidate = monthOf(today);
  while (dueOn(candidate, segment) >= today) candidate = addMonths(candidate, -1);
  return candidate;
}

function isDayOff(day: IsoDate): boolean {
  return isWeekend(day) || parameters.holidays.has(day);
}

function isWeekend(day: IsoDate): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}
