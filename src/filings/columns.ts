import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { FileFault } from './file-fault.ts';
import { shown } from './cell-text.ts';
import type { FilingKind, OwnColumns } from './types.ts';

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

/** All names by which a column of ours is known. */
export function usualNames(kind: FilingKind, column: string): readonly string[] {
  return named()[kind][column]?.names ?? [];
}

/** Whether a file needs it. */
export function isNeeded(kind: FilingKind, column: string): boolean {
  return named()[kind][column]?.needed ?? false;
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

/** Without capitals, blanks and signs; a name without a letter that we know stays as it is. */
const comparable = (name: string) => plain(name) || name.trim();

/**
 * Where a column of ours stands in a header: where the employer's own name for it stands, or else one of the usual names
 * that the employer has not given to another column.
 */
function placesOf(
  known: readonly string[],
  column: string,
  header: readonly string[],
  own: OwnColumns,
): number[] {
  const mine = own[column] === undefined ? undefined : comparable(own[column]);
  const at = (fits: (name: string) => boolean) =>
    header.flatMap((name, place) => (fits(comparable(name)) ? [place] : []));
  const byOwn = mine === undefined ? [] : at((name) => name === mine);
  if (byOwn.length > 0) return byOwn;
  const given = new Set(Object.values(own).map(comparable));
  return at((name) => !given.has(name) && known.some((one) => plain(one) === name));
}

/** Whether the columns that are needed stand in a header, to find the right sheet of a workbook. */
export function fitsHeader(kind: FilingKind, header: readonly string[], own: OwnColumns): boolean {
  return Object.entries(named()[kind]).every(
    ([column, { names: known, needed }]) => !needed || placesOf(known, column, header, own).length > 0,
  );
}

const mostUnknown = 40;

/** The columns of a header that nobody knows: they are passed over unless the employer says what they are. */
export function unknownColumns(kind: FilingKind, header: readonly string[], own: OwnColumns): string[] {
  const known = new Set([
    ...named().ignored.map(plain),
    ...Object.values(named()[kind]).flatMap(({ names }) => names.map(plain)),
    ...Object.values(own).map(comparable),
  ]);
  const unknown = header.filter((name) => name.trim() !== '' && !known.has(comparable(name))).map(shown);
  return [...new Set(unknown)].slice(0, mostUnknown);
}

const mostColumns = 100;

/** Finds our columns in a header; others are passed over. Throws FileFault when one is missing or stands there twice. */
export function placeColumns(kind: FilingKind, header: readonly string[], own: OwnColumns): ColumnPlaces {
  const width = header.findLastIndex((name) => name.trim() !== '') + 1;
  if (width > mostColumns) throw new FileFault('too_many_columns', 1, String(header.length));
  const places: Record<string, number> = {};
  const missing: string[] = [];
  for (const [column, { names: known, needed }] of Object.entries(named()[kind])) {
    const found = placesOf(known, column, header.slice(0, width), own);
    const [place] = found;
    const name = own[column] ?? known[0] ?? column;
    if (found.length > 1) throw new FileFault('column_twice', 1, name);
    if (place !== undefined) places[column] = place;
    else if (needed) missing.push(name);
  }
  if (missing.length > 0) throw new FileFault('columns_missing', 1, missing.join(', '));
  return { width, places, header: header.slice(0, width) };
}
