import { type IsoDate, isoDate } from './date.ts';

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
