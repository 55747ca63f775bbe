type Cell = { readonly type: string; readonly style: number; readonly value: string };
type Facts = {
  readonly texts: readonly string[];
  /** Numbers of the styles that show a day. */
  readonly dates: ReadonlySet<number>;
  readonly from1904: boolean;
};

/** `B7` is column 1; undefined when the cell does not say. */
export function columnOf(reference = ''): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference)?.[0];
  if (!letters) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** What a cell says, as a person would type it; a day as `YYYY-MM-DD`. */
export function cellText({ type, style, value }: Cell, { texts, dates, from1904 }: Facts): string {
  // Shared texts were cleaned when they were read: once each, however many cells point at them.
  if (type === 's') return texts[Number(value)] ?? '';
  if (type !== 'n') return cleaned(value);
  if (value === '') return '';
  return dates.has(style) ? dayText(Number(value), from1904) : numberText(value);
}

const cleaned = (text: string) => text.trim().normalize('NFC');

/**
 * A spreadsheet keeps 15 digits of a number: a longer one has lost its last digits, so it stays in the notation that shows
 * it, and is refused where digits are asked for.
 */
function numberText(text: string): string {
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  return Math.abs(number) < 1e15 ? String(number) : number.toExponential();
}

const dayMs = 86_400_000;

/** Days since 1899-12-30, as both kinds of workbook count after February 1900 (ECMA-376 §18.17.4.1), or since 1904-01-01. */
function dayText(serial: number, from1904: boolean): string {
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const day = new Date(start + Math.floor(serial) * dayMs);
  return Number.isNaN(day.getTime()) ? String(serial) : day.toISOString().slice(0, 10);
}
