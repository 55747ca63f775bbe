const number = new Intl.NumberFormat('en-GB');

/** The terminal speaks English: `1,965`, `10.1`. Pages write numbers the Indonesian way. */
export function englishNumber(value: number): string {
  return number.format(value);
}

/** `a`, `a and b`, `a, b and c`. */
export function englishList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
