import { type IsoDate, isIsoDate } from './date.ts';

/** A contribution month, `YYYY-MM`: the month the work was done, which decides the rate and the ceiling. */
export type Month = string & { readonly __month: true };

const monthPattern = /^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])$/;

/** Reads `YYYY-MM` between 1900-01 and 2099-12; anything else is undefined. */
export function parseMonth(text: string): Month | undefined {
  return monthPattern.test(text) ? (text as Month) : undefined;
}

/** For months known to be right: literals and database rows. Throws on anything else. */
export function month(text: string): Month {
  const parsed = parseMonth(text);
  if (!parsed) throw new RangeError(`not a contribution month: ${text}`);
  return parsed;
}

export function monthOf(date: IsoDate): Month {
  return date.slice(0, 7) as Month;
}

export function addMonths(start: Month, count: number): Month {
  const index = Number(start.slice(0, 4)) * 12 + Number(start.slice(5)) - 1 + count;
  return month(
    `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`,
  );
}

/** How many months `to` lies after `from`; negative when it lies before. */
export function monthsBetween(from: Month, to: Month): number {
  return (
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5)) - Number(from.slice(5))
  );
}

export function firstDayOf(of: Month): IsoDate {
  return `${of}-01` as IsoDate;
}

export function lastDayOf(of: Month): IsoDate {
  const last = new Date(Date.UTC(Number(of.slice(0, 4)), Number(of.slice(5)), 0)).getUTCDate();
  const day = `${of}-${String(last).padStart(2, '0')}`;
  if (!isIsoDate(day)) throw new RangeError(`no last day for ${of}`);
  return day;
}
