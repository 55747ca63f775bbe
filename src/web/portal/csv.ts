import { safeCsvCell } from '#platform';

/** Rows as CSV (RFC 4180) with a byte-order mark, by which Excel knows the encoding. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map((cell) => safeCsvCell(cell)).join(',')).join('\r\n')}\r\n`;
}
