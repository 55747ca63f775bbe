import { type Month, parseMonth } from '#kernel';

/** Letters and digits only: neither capitals nor accents, dots or spaces make an answer wrong. */
export function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9 ]/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
}

/** Kinds of firms and places, which people leave out or write otherwise. */
const leftOut = new Set(
  'pt cv ud pd fa tbk persero perum koperasi yayasan toko kota kabupaten kab kec kelurahan desa dan and the bin binti'.split(
    ' ',
  ),
);

/** A name of a firm, a place or a person, in one spelling: `PT. Maju Jaya (Persero) Tbk` is `majujaya`. */
export function plainName(text: string): string {
  // `P.T.` is one word.
  const words = plain(text)
    .replaceAll(/\b([a-z]) (?=[a-z]\b)/g, '$1')
    .split(' ');
  const kept = words.filter((word) => !leftOut.has(word));
  return (kept.length > 0 ? kept : words).join('');
}

const monthNames = [
  /^jan/,
  /^[fp]eb/,
  /^mar/,
  /^apr/,
  /^(?:mei|may)/,
  /^jun/,
  /^jul/,
  /^(?:ag|aug)/,
  /^sep/,
  /^o[kc]t/,
  /^no[vp]/,
  /^de[sc]/,
];

/** `2026-03`, `03/2026`, `Maret 2026`; undefined for anything else. */
export function readMonth(typed: string): Month | undefined {
  const [first = '', second = '', ...more] = plain(typed).split(' ');
  if (more.length > 0) return undefined;
  const [month, year] = /^\d{4}$/.test(first) ? [second, first] : [first, second];
  const named = monthNames.findIndex((name) => name.test(month)) + 1;
  const number = named > 0 ? named : Number(month);
  return parseMonth(`${year}-${String(number).padStart(2, '0')}`);
}

/** Whole rupiah however they are written: `Rp 4.250.000,00`, `4250000`. */
export function readRupiah(typed: string): bigint | undefined {
  const digits = typed.replace(/[,.]\d{2}\s*$/, '').replaceAll(/\D/g, '');
  return digits === '' || digits.length > 12 ? undefined : BigInt(digits);
}
