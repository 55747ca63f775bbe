/** A calendar day without a time or a zone, `YYYY-MM-DD`. */
export type IsoDate = string & { readonly __isoDate: true };

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;

export function isIsoDate(text: string): text is IsoDate {
  const match = datePattern.exec(text);
  if (!match) return false;
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    year >= 1800 &&
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day
  );
}

/** For days known to be right: literals and database rows. Throws on anything else. */
export function isoDate(text: string): IsoDate {
  if (!isIsoDate(text)) throw new RangeError(`not a calendar day: ${text}`);
  return text;
}

/** Indonesia's three time zones; none has summer time. */
export const timeZones = { WIB: 'Asia/Jakarta', WITA: 'Asia/Makassar', WIT: 'Asia/Jayapura' } as const;
export type TimeZoneName = keyof typeof timeZones;

const hoursEast: Record<TimeZoneName, number> = { WIB: 7, WITA: 8, WIT: 9 };

/** Provinces by the first two digits of the code of their regions (Kepmendagri); all others keep western time. */
const provincesEast: Partial<Record<TimeZoneName, readonly string[]>> = {
  WITA: ['51', '52', '53', '63', '64', '65', '71', '72', '73', '74', '75', '76'],
  WIT: ['81', '82', '91', '92', '93', '94', '95', '96'],
};

/** The time of day in a province (Keppres 41/1987); WIB when the province is not known. */
export function timeZoneOf(provinceCode: string | undefined): TimeZoneName {
  const province = (provinceCode ?? '').slice(0, 2);
  const zones = ['WITA', 'WIT'] as const;
  return zones.find((zone) => provincesEast[zone]?.includes(province)) ?? 'WIB';
}

/** The hour of the day, 0 to 23. */
export function hourIn(instant: Date, zone: TimeZoneName): number {
  return (instant.getUTCHours() + hoursEast[zone]) % 24;
}

/** The calendar day that an instant falls on in Indonesia. */
export function dayIn(instant: Date, zone: TimeZoneName = 'WIB'): IsoDate {
  return isoDate(new Date(instant.getTime() + hoursEast[zone] * 3_600_000).toISOString().slice(0, 10));
}

export function yearOf(day: IsoDate): number {
  return Number(day.slice(0, 4));
}

export function addDays(day: IsoDate, count: number): IsoDate {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return isoDate(date.toISOString().slice(0, 10));
}
