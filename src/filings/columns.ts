import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FileFault } from './file-fault.ts';
import type { FilingKind } from './types.ts';

const columnSchema = z.record(
  z.string(),
  z.object({ names: z.array(z.string()).min(1), needed: z.literal(true).optional() }),
);
const fileSchema = z.object({
  about: z.string(),
  ignored: z.array(z.string()).min(1),
  wages: columnSchema,
  workers: columnSchema,
  exits: columnSchema,
});

const ownFile = join(import.meta.dirname, '../../data/filing-columns.json');
let read: z.infer<typeof fileSchema> | undefined;

/** What the columns are called, as data/filing-columns.json says; read once. */
function named(): z.infer<typeof fileSchema> {
  read ??= fileSchema.parse(JSON.parse(readFileSync(ownFile, 'utf8')));
  return read;
}

/** Capitals, blanks and signs of a column's name do not matter. */
const plain = (name: string) =>
  name
    .trim()
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '');

/** The name that our own files give a column of ours; the name itself for one we do not know. */
export function columnName(kind: FilingKind, column: string): string {
  return named()[kind][column]?.names[0] ?? column;
}

/** The columns of our own files, in order. */
export function ownColumns(kind: FilingKind): string[] {
  return Object.keys(named()[kind]);
}

/** What the reason column of our own downloads is called; such columns are passed over when a file comes back. */
export function reasonColumn(): string {
  return named().ignored[0] ?? '';
}

/** The place of each column of ours in a row of this file. */
export type ColumnPlaces = {
  readonly width: number;
  readonly places: Readonly<Record<string, number | undefined>>;
  readonly header: readonly string[];
};

/** Whether the columns that are needed stand in a header, to find the right sheet of a workbook. */
export function fitsHeader(kind: FilingKind, header: readonly string[]): boolean {
  const names = new Set(header.map(plain));
  return Object.values(named()[kind]).every(
    ({ names: known, needed }) => !needed || known.some((one) => names.has(plain(one))),
  );
}

const mostColumns = 100;

/** Finds our columns in a header; others are passed over. Throws FileFault when one is missing or stands there twice. */
export function placeColumns(kind: FilingKind, header: readonly string[]): ColumnPlaces {
  const width = header.findLastIndex((name) => name.trim() !== '') + 1;
  if (width > mostColumns) throw new FileFault('too_many_columns', 1, String(header.length));
  const names = header.slice(0, width).map(plain);
  const places: Record<string, number> = {};
  const missing: string[] = [];
  for (const [column, { names: known, needed }] of Object.entries(named()[kind])) {
    const found = names.flatMap((name, place) => (known.some((one) => plain(one) === name) ? [place] : []));
    const [place] = found;
    if (found.length > 1) throw new FileFault('column_twice', 1, known[0]);
    if (place !== undefined) places[column] = place;
    else if (needed) missing.push(known[0] ?? column);
  }
  if (missing.length > 0) throw new FileFault('columns_missing', 1, missing.join(', '));
  return { width, places, header: header.slice(0, width) };
}
