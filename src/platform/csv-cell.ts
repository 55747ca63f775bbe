/**
 * Where a spreadsheet would begin to run a formula (OWASP, CSV injection): before one of the signs, in usual or full
 * width, at the beginning or after blanks; also after a semicolon, which many spreadsheets take for the end of a cell.
 */
const formulaStart = /(?<=^|;)(?=[\s"]*[=+\-@＝＋－＠])|^(?=[\t\r\n])/gu;

/** One cell of a CSV file (RFC 4180). An apostrophe before what could be run as a formula keeps it text. */
export function safeCsvCell(text: string): string {
  const safe = text.replaceAll(formulaStart, "'");
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
