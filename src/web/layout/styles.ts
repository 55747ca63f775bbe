import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Config, type Html, trustedHtml } from '#platform';
import { minifyCss } from './minify-css.ts';

/** The order is that of the cascade: what stands later wins. */
const parts = ['ground', 'head', 'pieces', 'forms', 'lists', 'charts', 'screens'];
const source = parts
  .map((part) => readFileSync(new URL(`styles/${part}.css`, import.meta.url), 'utf8'))
  .join('');

type Colours = Pick<Config, 'BRAND_COLOUR' | 'BRAND_COLOUR_DARK' | 'BRAND_TINT'>;
type Sheet = { readonly element: Html; readonly css: string; readonly hash: string };

const sheets = new Map<string, Sheet>();

/** The style sheet in the brand's colours; made once for each set of colours. */
export function styleSheet(colours: Colours): Sheet {
  const key = `${colours.BRAND_COLOUR}${colours.BRAND_COLOUR_DARK}${colours.BRAND_TINT}`;
  const known = sheets.get(key);
  if (known) return known;
  const css = minifyCss(source, {
    '--brand': colours.BRAND_COLOUR,
    '--brand-dark': colours.BRAND_COLOUR_DARK,
    '--brand-tint': colours.BRAND_TINT,
  });
  const hash = `'sha256-${createHash('sha256').update(css).digest('base64')}'`;
  const sheet = { element: trustedHtml(`<style>${css}</style>`), css, hash };
  sheets.set(key, sheet);
  return sheet;
}

/** The hashes by which the Content-Security-Policy lets our inlined style sheet in. */
export function styleHashes(config: Config): readonly string[] {
  return [styleSheet(config).hash];
}
