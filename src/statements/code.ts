import { hashWith } from '#platform';

/*
 * A code to be read from paper: 18 characters of chance (90 bits) and two that check them. The alphabet leaves out I, L,
 * O and U. The check characters are those of a Reed-Solomon code over the 32 characters: any two wrong characters, and
 * any two changed about, are noticed before anything is looked up.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const drawn = 18;
const length = drawn + 2;

const product = (one: number, other: number): number => {
  let sum = 0;
  for (let bit = 0; bit < 5; bit += 1) {
    if ((other >> bit) & 1) sum ^= one << bit;
  }
  // x^5 + x^2 + 1
  for (let bit = 9; bit >= 5; bit -= 1) {
    if ((sum >> bit) & 1) sum ^= 0b100101 << (bit - 5);
  }
  return sum;
};

/** The remainder of the symbols by (x − 1)(x − 2), two symbols; zero for a whole code. */
function remainder(symbols: readonly number[]): [number, number] {
  let [high, low] = [0, 0];
  for (const symbol of symbols) {
    const out = high;
    high = low ^ product(out, 3);
    low = symbol ^ product(out, 2);
  }
  return [high, low];
}

/** The code of an id under a key: reckoned when it is needed, kept nowhere. */
export function codeOf(key: Buffer, proofId: string): string {
  const bytes = hashWith(key, 'statements.proof.code', proofId);
  const symbols = Array.from(bytes.subarray(0, drawn), (byte) => byte & 31);
  return [...symbols, ...remainder([...symbols, 0, 0])].map((symbol) => alphabet[symbol]).join('');
}

/** In fours, as it is printed. */
export function writtenCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join('-');
}

const lookalikes: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

/** What somebody typed, with or without spaces and hyphens, in any case; undefined when it can be no code of ours. */
export function readCode(typed: string): string | undefined {
  const code = typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll(/[ILO]/g, (letter) => lookalikes[letter] ?? letter);
  const symbols = Array.from(code, (letter) => alphabet.indexOf(letter));
  if (symbols.length !== length || symbols.includes(-1)) return undefined;
  return remainder(symbols).every((left) => left === 0) ? code : undefined;
}
