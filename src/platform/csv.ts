/** A field of a CSV file, quoted where it must be (RFC 4180). */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A field for a person's spreadsheet: what it would run as a formula (OWASP, CSV injection) is led by an apostrophe. */
export function csvCell(text: string): string {
  return csvField(/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);
}
