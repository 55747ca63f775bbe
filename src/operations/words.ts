import { languages } from '#platform';
import type { Words } from './types.ts';

const longestWords = 2000;

/** Whether something is written in each language, and no more than fits a page. */
export function areWords(words: Words, longest = longestWords): boolean {
  return languages.every((language) => {
    const { length } = words[language].trim();
    return length > 0 && length <= longest;
  });
}
