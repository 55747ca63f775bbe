/** A field of a CSV file, quoted where it must be (RFC 4180), and where a semicolon could be taken for the end of it. */
export function csvField(text: string): string {
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Where a spreadsheet would begin to run a formula (OWASP, CSV injection): before one of the signs, in usual or full
 * width, at the beginning or after blanks; also after a semicolon, which many spreadsheets take for the end of a cell.
 */
const formulaStart = /(?<=^|;)(?=[\s"]*[=+\-@＝＋－＠])|^(?=[\t\r\n])/gu;

/** A field for a person's spreadsheet: an apostrophe before what could be run as a formula keeps it text. */
export function csvCell(text: string): string {
  return csvField(text.replaceAll(formulaStart, "'"));
}
