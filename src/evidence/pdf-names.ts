import type { DocumentRefusal } from './types.ts';

/**
 * Names of what acts, sends, or carries other files (ISO 32000-2). They are looked for everywhere, in strings and packed
 * streams too: a reader that disagrees with ours about where an object begins finds nothing either.
 */
const active =
  /\/(?:JavaScript|EmbeddedFiles?|Launch|RichMedia|SubmitForm|ImportData|GoToE|Rendition|XFA|Collection|Movie|Sound)(?![A-Za-z0-9])/;
const locked = /\/(?:Encrypt|Crypt)(?![A-Za-z0-9])/;

/** `/J#61vaScript` is the same name as `/JavaScript`. */
export const plainNames = (text: string): string =>
  text.replaceAll(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The first thing among the names of a piece of a PDF for which it is not taken. */
export function namesIn(text: string): DocumentRefusal | undefined {
  const plain = text.includes('#') ? plainNames(text) : text;
  if (locked.test(plain)) return 'encrypted';
  return active.test(plain) ? 'active' : undefined;
}
