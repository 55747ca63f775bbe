import type { Readable } from 'node:stream';
import { cutShort, neverClosed, notText, wrongHeader } from './unreadable-file.ts';

/** One record of a file: the line it starts on (the header is line 1) and its fields in the order asked for. */
export type CsvRow = {
  readonly line: number;
  /** Undefined when the number of fields is not that of the header, or quotation marks stand where none may. */
  readonly fields: readonly string[] | undefined;
  /** False for a last line without a line end: it may have been cut. */
  readonly ended: boolean;
};

const longestRecord = 100_000;

/**
 * Reads a CSV file (RFC 4180: commas, quotation marks doubled inside quoted fields; UTF-8, with or without a byte
 * order mark; LF or CRLF) as batches of rows, holding one chunk at a time. The header must name `columns`, may name
 * `optional` ones, whose fields are empty otherwise, and no others, in any order. Fields come trimmed and in Unicode's composed form; empty lines are passed over.
 * Throws UnreadableFileError when the file is not such a file or its end is missing.
 */
export async function* readCsv(
  file: Readable,
  columns: readonly string[],
  optional: readonly string[] = [],
): AsyncGenerator<readonly CsvRow[], void> {
  let order: ColumnOrder | undefined;
  let last: CsvRow | undefined;
  for await (const records of readRecords(file as AsyncIterable<Buffer | string>)) {
    const rows: CsvRow[] = [];
    for (const record of records) {
      if (order) rows.push(rowOf(record, order));
      else order = columnOrder(record.text, columns, optional);
    }
    last = rows.at(-1) ?? last;
    if (last && !last.ended && !last.fields) throw cutShort(last.line);
    yield rows;
  }
  if (!order) throw wrongHeader('the file is empty', columns);
}

export type RawRecord = { readonly line: number; readonly text: string; readonly ended: boolean };

/**
 * Cuts the text into records. A record is complete when its quotation marks are even in number; the line that a record
 * starts on is its number, and one without a line end may have been cut. Throws UnreadableFileError.
 */
export async function* readRecords(
  file: AsyncIterable<Buffer | string>,
): AsyncGenerator<readonly RawRecord[], void> {
  let rest = '';
  let line = 0;
  let open: { readonly line: number; readonly texts: string[]; length: number } | undefined;
  const records: RawRecord[] = [];
  const take = (end: string, ended: boolean) => {
    line += 1;
    const text = end.endsWith('\r') ? end.slice(0, -1) : end;
    if (text.includes('\0')) throw notText(line);
    const isOdd = countQuotes(text) % 2 === 1;
    // Each line is looked at once: a record of many short lines costs no more than one of a single line.
    if (open || isOdd) {
      const opened = (open ??= { line, texts: [], length: -1 });
      opened.texts.push(text);
      opened.length += text.length + 1;
      const closes = isOdd && opened.texts.length > 1;
      if (!closes) {
        if (opened.length > longestRecord || !ended) throw neverClosed(opened.line);
        return;
      }
      open = undefined;
      records.push({ line: opened.line, text: opened.texts.join('\n'), ended });
    } else if (text !== '') records.push({ line, text, ended });
  };
  for await (const text of decode(file, () => line)) {
    rest += text;
    let start = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
      take(rest.slice(start, end), true);
      start = end + 1;
    }
    rest = rest.slice(start);
    if (rest.length > longestRecord) throw neverClosed(line + 1);
    yield records.splice(0);
  }
  if (rest !== '') take(rest, false);
  else if (open) throw neverClosed(open.line);
  yield records.splice(0);
}

async function* decode(
  file: AsyncIterable<Buffer | string>,
  line: () => number,
): AsyncGenerator<string, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      const readable = bytes ? new TextDecoder().decode(bytes).split('\uFFFD', 1)[0] : '';
      throw notText(line() + (readable ?? '').split('\n').length);
    }
  };
  for await (const chunk of file) yield decoded(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  yield decoded();
}

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

type ColumnOrder = { readonly width: number; readonly places: readonly number[] };

function rowOf(record: RawRecord, { width, places }: ColumnOrder): CsvRow {
  const fields = splitRecord(record.text);
  // Lines that a stray quotation mark glued together may hold good rows: better no file than half of one.
  if (!fields && record.text.includes('\n')) throw neverClosed(record.line);
  const right = fields?.length === width;
  return {
    line: record.line,
    ended: record.ended,
    fields: right ? places.map((index) => cleaned(fields[index] ?? '')) : undefined,
  };
}

function cleaned(field: string): string {
  return field.trim().normalize('NFC');
}

/** The fields of one record, undefined when a quotation mark stands where none may. */
export function splitRecord(text: string, separator: ',' | ';' | '\t' = ','): string[] | undefined {
  if (!text.includes('"')) return text.split(separator);
  const fields: string[] = [];
  const field = fieldPatterns[separator];
  field.lastIndex = 0;
  for (;;) {
    const match = field.exec(text);
    if (!match) return undefined;
    fields.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] === '') return fields;
  }
}

const fieldPatterns = {
  ',': /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/gy,
  ';': /(?:"((?:[^"]|"")*)"|([^";]*))(;|$)/gy,
  '\t': /(?:"((?:[^"]|"")*)"|([^"\t]*))(\t|$)/gy,
};

function columnOrder(header: string, columns: readonly string[], optional: readonly string[]): ColumnOrder {
  const names = (splitRecord(header) ?? []).map((name) => name.trim().toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  const known = [...columns, ...optional];
  const unknown = names.filter((name, index) => !known.includes(name) || names.indexOf(name) !== index);
  if (missing.length > 0 && header.includes(';'))
    throw wrongHeader('its columns are separated by semicolons; save it with commas', columns);
  if (missing.length > 0) throw wrongHeader(`missing: ${missing.join(', ')}`, columns);
  if (unknown.length > 0)
    throw wrongHeader(`unknown or named twice: ${unknown.join(', ').slice(0, 100)}`, columns);
  return { width: names.length, places: known.map((column) => names.indexOf(column)) };
}
