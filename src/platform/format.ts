import { type IsoDate, type Month, type Rupiah, type TimeZoneName, timeZones } from '#kernel';
import type { Language } from './i18n.ts';

/** No-break space: amounts, dates and case numbers never break across lines. */
const hard = (text: string) => text.replaceAll(' ', '\u00a0');

const locales: Record<Language, string> = { id: 'id-ID', en: 'en-GB' };

/** Made once: a formatter costs more than everything it ever formats on a page. */
function formatters(language: Language) {
  const locale = locales[language];
  const day = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  return {
    number: new Intl.NumberFormat(locale),
    longDate: day({ day: 'numeric', month: 'long', year: 'numeric' }),
    shortDate: day({ day: 'numeric', month: 'short' }),
    mediumDate: day({ day: 'numeric', month: 'short', year: 'numeric' }),
    longMonth: day({ month: 'long', year: 'numeric' }),
    shortMonth: day({ month: 'short', year: 'numeric' }),
    monthOnly: day({ month: 'short' }),
    time: byZone(
      (timeZone) =>
        new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    ),
    timeWithSeconds: byZone(
      (timeZone) =>
        new Intl.DateTimeFormat(locale, {
          timeZone,
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
          hourCycle: 'h23',
        }),
    ),
    dayOfInstant: byZone(
      (timeZone) =>
        new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'long', year: 'numeric' }),
    ),
  };
}

function byZone(make: (timeZone: string) => Intl.DateTimeFormat): Record<TimeZoneName, Intl.DateTimeFormat> {
  return { WIB: make(timeZones.WIB), WITA: make(timeZones.WITA), WIT: make(timeZones.WIT) };
}

const byLanguage = { id: formatters('id'), en: formatters('en') };
const asUtc = (day: string) => new Date(`${day}T00:00:00Z`);

/** `Rp86.412.350` in Indonesian, `Rp86,412,350` in English; minus as `−Rp…`. */
export function formatRupiah(amount: Rupiah, language: Language): string {
  const digits = byLanguage[language].number.format(amount < 0n ? -amount : amount);
  return amount < 0n ? `\u2212Rp${digits}` : `Rp${digits}`;
}

export function formatNumber(value: number | bigint, language: Language): string {
  return byLanguage[language].number.format(value);
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

/** `15.05 WIB` in Indonesian, `15:05 WIB` in English; with seconds `15.05.07 WIB`. */
export function formatTime(
  instant: Date,
  language: Language,
  zone: TimeZoneName = 'WIB',
  seconds = false,
): string {
  const { time, timeWithSeconds } = byLanguage[language];
  return hard(`${(seconds ? timeWithSeconds : time)[zone].format(instant)} ${zone}`);
}

/** `20 November 2026 15.05 WIB`. */
export function formatInstant(instant: Date, language: Language, zone: TimeZoneName = 'WIB'): string {
  const day = byLanguage[language].dayOfInstant[zone].format(instant);
  return `${hard(day)} ${formatTime(instant, language, zone)}`;
}
