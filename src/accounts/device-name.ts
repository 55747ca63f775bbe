import type { Translate } from '#platform';

/** First match wins: most browsers name others too. */
const browsers = [
  [/; wv\)/, 'app'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/OPR\/|Opera/, 'Opera'],
  [/UCBrowser\//, 'UC Browser'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;
const systems = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
] as const;

const find = (table: readonly (readonly [RegExp, string])[], userAgent: string) =>
  table.find(([pattern]) => pattern.test(userAgent))?.[1];

/** A name that its owner knows: `Chrome di Android`. What a browser says of itself is a hint, never a proof. */
export function deviceName({ t }: { readonly t: Translate }, userAgent: string | undefined): string {
  const known = find(browsers, userAgent ?? '');
  const browser = known === 'app' ? t('security.device.app') : known;
  const system = find(systems, userAgent ?? '');
  if (browser && system) return t('security.device.both', { browser, system });
  return browser ?? system ?? t('security.device.unknown');
}
