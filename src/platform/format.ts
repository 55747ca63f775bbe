import { type IsoDate, type Month, type Rupiah, type TimeZoneName, timeZones } from '#kernel';
import type { Language } from './i18n.ts';

/** No-break space: amounts, dates and case numbers never break across lines. */
const hard = (text: string) => text.replaceAll(' ', '\u00a0');

const locales: Record<Language, string> = { id: 'id-ID', en: 'en-GB' };

function formatters(language: Language) {
  const locale = locales[language];
  const day = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  return {
    // Indonesia's separators in both languages: an amount that changes its dots with the language frightens people.
    number: new Intl.NumberFormat('id-ID'),
    longDate: day({ day: 'numeric', month: 'long', year: 'numeric' }),
    shortDate: day({ day: 'numeric', month: 'short' }),
    mediumDate: day({ day: 'numeric', month: 'short', year: 'numeric' }),
    longMonth: day({ month: 'long', year: 'numeric' }),
    shortMonth: day({ month: 'short', year: 'numeric' }),
    monthOnly: day({ month: 'short' }),
  };
}

const byLanguage = { id: formatters('id'), en: formatters('en') };
const asUtc = (day: string) => new Date(`${day}T00:00:00Z`);

/** `Rp86.412.350`, minus as `−Rp…`. */
export function formatRupiah(amount: Rupiah): string {
  const digits = byLanguage.id.number.format(amount < 0n ? -amount : amount);
  return amount < 0n ? `\u2212Rp${digits}` : `Rp${digits}`;
}

export function formatNumber(value: number | bigint): string {
  return byLanguage.id.number.format(value);
}

/** A rate in 1/1000 % as people read it: 3700 is `3,7%`. */
export function formatRate(rate: number, language: Language): string {
  const text = String(rate / 1000);
  return `${language === 'id' ? text.replace('.', ',') : text}%`;
}

export type DateStyle = 'long' | 'medium' | 'short';

export function formatDate(date: IsoDate, language: Language, style: DateStyle = 'long'): string {
  return hard(byLanguage[language][`${style}Date`].format(asUtc(date)));
}

/** `long` Oktober 2026, `short` Okt 2026, `only` Okt. */
export function formatMonth(
  month: Month,
  language: Language,
  style: 'long' | 'short' | 'only' = 'long',
): string {
  const name = style === 'only' ? 'monthOnly' : (`${style}Month` as const);
  return hard(byLanguage[language][name].format(asUtc(`${month}-01`)));
}

/** `15.05 WIB`; with seconds `15.05.07 WIB`. */
export function formatTime(instant: Date, zone: TimeZoneName = 'WIB', seconds = false): string {
  const text = new Intl.DateTimeFormat('id-ID', {
    timeZone: timeZones[zone],
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(instant);
  return hard(`${text} ${zone}`);
}

/** `20 November 2026 15.05 WIB`. */
export function formatInstant(instant: Date, language: Language, zone: TimeZoneName = 'WIB'): string {
  const day = new Intl.DateTimeFormat(locales[language], {
    timeZone: timeZones[zone],
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  return `${hard(day.format(instant))} ${formatTime(instant, zone)}`;
}
