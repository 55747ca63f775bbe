/**
 * Whether two names can be of one person: they share a word. Names are spelled in several ways, so that more than this cannot
 * be asked; the register compares a file of its own by the same rule. A name without a letter tells nothing against anybody.
 */
export function shareWord(first: string, second: string): boolean {
  const words = wordsOf(first);
  const others = wordsOf(second);
  return words.length === 0 || others.length === 0 || words.some((word) => others.includes(word));
}

const wordsOf = (name: string): readonly string[] => name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
