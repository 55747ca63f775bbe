import { type IsoDate, isIsoDate, isoDate, yearOf } from '#kernel';

/** The same day so many years later; of 29 February the last of February where there is none. */
export function addYears(day: IsoDate, years: number): IsoDate {
  const text = `${String(yearOf(day) + years).padStart(4, '0')}${day.slice(4)}`;
  return isIsoDate(text) ? text : isoDate(`${text.slice(0, 8)}28`);
}

/** Whole years on that day; negative before the birth. */
export function ageOn(birthDate: IsoDate, day: IsoDate): number {
  const years = yearOf(day) - yearOf(birthDate);
  return addYears(birthDate, years) <= day ? years : years - 1;
}
