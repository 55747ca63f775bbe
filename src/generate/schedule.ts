import { type MonthNumber, dayText, monthNumber, plusDays, weekday } from './calendar.ts';
import { type Employer, isOftenMet } from './employer.ts';
import { type Random, randomFor } from './random.ts';
import type { World } from './world.ts';

/** When a payment came, for the summary. */
export const paidWhens = [
  'before the 14th',
  'on the 14th',
  'on the 15th',
  'on the 16th',
  'after the 16th',
  'not paid',
] as const;
export type PaidWhen = (typeof paidWhens)[number];
export type Schedule = {
  readonly paidWhen: PaidWhen;
  /** Paid on the 15th to 17th of a month whose 15th is a Saturday or Sunday: whether it is in time hangs on the day. */
  readonly aroundDayOff: boolean;
  /** `,reported_on,billed_on,paid_on,posted_on` and the line end. */
  readonly text: string;
};

type Dates = readonly [reportedOn: string, billedOn: string, paidOn: string, postedOn: string];

function schedule(world: World, dates: Dates): Schedule {
  const happened = dates.map((day) => (day > world.asOf ? '' : day));
  const paidOn = happened[2] ?? '';
  const day = Number(paidOn.slice(8));
  return {
    text: `,${happened.join(',')}\n`,
    paidWhen: whenOf(day),
    aroundDayOff: day >= 15 && day <= 17 && daysToMonday(monthNumber(paidOn)) > 0,
  };
}

/**
 * Employers report and pay for all their workers on the same days of the next month: a few on the 14th, a quarter on
 * the 15th, some too late. When the 15th is a Sunday or Saturday half of them pay on the Monday, which is in time.
 * Employers in arrears have been billed for their last months and have not paid.
 */
function employerSchedule(world: World, employer: Employer, month: MonthNumber): Schedule {
  const random = randomFor(world.seed, 'schedule', employer.key, month);
  const next = month + 1;
  const reported = 1 + random.below(5);
  const billed = reported + random.below(3);
  const day = payDay(random, next);
  const paid = month > world.until - employer.arrearsMonths ? 0 : day;
  const paidOn = paid === 0 ? '' : dayText(next, paid);
  const postedOn = paid === 0 ? '' : plusDays(paidOn, 1 + random.below(2));
  return schedule(world, [dayText(next, reported), dayText(next, billed), paidOn, postedOn]);
}

function payDay(random: Random, month: MonthNumber): number {
  const draw = random.next();
  if (draw < 0.12) return 14;
  if (draw < 0.37) {
    return random.chance(0.5) ? 15 + daysToMonday(month) : 15;
  }
  if (draw < 0.41) return 16;
  return draw < 0.44 ? 17 + random.below(10) : 8 + random.below(6);
}

/** From the 15th to the Monday behind it when it is a Saturday or Sunday, otherwise none. */
function daysToMonday(month: MonthNumber): number {
  const dayOfWeek = weekday(month, 15);
  return dayOfWeek === 6 ? 2 : dayOfWeek === 0 ? 1 : 0;
}

function whenOf(day: number): PaidWhen {
  if (day === 0) return 'not paid';
  if (day < 14) return 'before the 14th';
  if (day > 16) return 'after the 16th';
  return day === 14 ? 'on the 14th' : day === 15 ? 'on the 15th' : 'on the 16th';
}

/** The self-employed report by paying, in the month itself. */
export function ownSchedule(world: World, month: MonthNumber, random: Random): Schedule {
  const day = 1 + random.below(random.chance(0.85) ? 15 : 27);
  const paidOn = dayText(month, day);
  return schedule(world, [paidOn, paidOn, paidOn, plusDays(paidOn, 1)]);
}

const known = new WeakMap<World, Map<number, Schedule>>();
const mostKnown = 20_000;

/** The schedule of an employer for a month, remembered for employers with many workers. */
export function scheduleOf(world: World, employer: Employer, month: MonthNumber): Schedule {
  if (!isOftenMet(employer)) return employerSchedule(world, employer, month);
  let cache = known.get(world);
  if (!cache) known.set(world, (cache = new Map()));
  const key = employer.key * 4096 + (month - world.until + 2048);
  const found = cache.get(key) ?? employerSchedule(world, employer, month);
  // The largest are met first. Forgetting some for others would leave garbage that has grown old.
  if (cache.size < mostKnown) cache.set(key, found);
  return found;
}
