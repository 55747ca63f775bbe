/** Months counted from year 0, so that adding is plain arithmetic; written out only at the end. */
export type MonthNumber = number;

export function monthNumber(text: string): MonthNumber {
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
}

export function yearOf(month: MonthNumber): number {
  return Math.floor(month / 12);
}

const texts = new Map<MonthNumber, string>();
/** `YYYY-MM` */
export function monthText(month: MonthNumber): string {
  let text = texts.get(month);
  if (!text) {
    text = `${yearOf(month)}-${twoDigits((month % 12) + 1)}`;
    texts.set(month, text);
  }
  return text;
}

export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

export function daysIn(month: MonthNumber): number {
  return new Date(Date.UTC(yearOf(month), (month % 12) + 1, 0)).getUTCDate();
}

/** `YYYY-MM-DD`; a day past the end of the month becomes its last day. */
export function dayText(month: MonthNumber, day: number): string {
  return `${monthText(month)}-${twoDigits(day > 28 ? Math.min(day, daysIn(month)) : day)}`;
}

export function plusDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
export function weekday(month: MonthNumber, day: number): number {
  return new Date(Date.UTC(yearOf(month), month % 12, day)).getUTCDay();
}
