/** The basic alphabet of SMS (3GPP TS 23.038 §6.2.1), one septet each. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** The extension table (§6.2.1.1): an escape and a character, two septets. */
const extended = new Set('^{}\\[~]|€\f');

/** Characters that word processors and our own formatters like, and the plain ones that stand for them. */
const plainer: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2026': '...',
  '•': '*',
};

export const longestSms = 160;

/** Septets that the text takes in one SMS, or undefined when it holds a character outside the alphabet. */
export function gsmLength(text: string): number | undefined {
  let length = 0;
  for (const character of text) {
    if (basic.has(character)) length += 1;
    else if (extended.has(character)) length += 2;
    else return undefined;
  }
  return length;
}

export function fitsOneSms(text: string): boolean {
  const length = gsmLength(text);
  return length !== undefined && length <= longestSms;
}

/** The text with typographic characters replaced by plain ones, so that it stays in the cheap alphabet. */
export function plainForSms(text: string): string {
  return text.replaceAll(/[^\n -~]/g, (character) => plainer[character] ?? character);
}
