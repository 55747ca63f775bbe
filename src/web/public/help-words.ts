import { readFileSync } from 'node:fs';

/** Words that say nothing about a topic, in both languages: people mix them. */
const empty = new Set(
  `saya aku kami anda yang di ke dari dan atau untuk ini itu dengan tidak tak nggak gak ga bisa dapat ada apa bagaimana gimana
  kenapa mengapa kok mau ingin sudah udah belum lagi saja kalau jika akan oleh pada agar supaya tolong mohon cara punya nya
  i my me we you the a an to is are was it its not no can cannot cant could how do does did what why where when of in on at with and or
  for have has had be been am please if but from get`.split(/\s+/),
);

/** Groups of words that mean one thing to somebody who searches; read once at start. */
const synonymGroups = JSON.parse(
  readFileSync(new URL('../../../help/synonyms.json', import.meta.url), 'utf8'),
) as readonly (readonly string[])[];
const meaningOf = new Map(synonymGroups.flatMap((group) => group.map((word) => [word, group[0] ?? word])));

/** Every word that has another of the same meaning. */
export const synonyms: readonly string[] = [...meaningOf.keys()];

/** Small letters without accents; anything that is no letter or digit parts two words; -nya is no part of one. */
export function wordsIn(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/e-mail/g, 'email')
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => (word.length >= 7 ? word.replace(/nya$/, '') : word))
    .filter(Boolean);
}

/** The words that matter; all of them when none does. */
export function tellingWords(text: string): string[] {
  const all = wordsIn(text);
  const telling = all.filter((word) => !empty.has(word) && word.length > 1);
  return telling.length > 0 ? telling : all;
}

export const meaning = (word: string): string => meaningOf.get(word) ?? word;

/** True when one letter is missing, added or other, or two neighbours have changed places. */
export function isOneLetterApart(first: string, second: string): boolean {
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  if (long.length - short.length > 1 || short === long) return false;
  // Most words differ in more than that, and end here.
  if (short[0] !== long[0] && short[1] !== long[1] && short[0] !== long[1] && short.at(-1) !== long.at(-1))
    return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (long.length > short.length) return long.endsWith(short.slice(start));
  if (long.endsWith(short.slice(start + 1))) return true;
  return (
    short[start] === long[start + 1] &&
    short[start + 1] === long[start] &&
    long.endsWith(short.slice(start + 2))
  );
}
