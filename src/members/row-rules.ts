import { type IsoDate, isIsoDate } from '#kernel';
import type { FieldRefusal } from './stage-csv.ts';

/** A row's rules in order: the first that is broken names the refusal. */
export type RowRule<Row> = (row: Row) => FieldRefusal | undefined;

export function firstRefusal<Row>(rules: readonly RowRule<Row>[], row: Row): FieldRefusal | undefined {
  for (const rule of rules) {
    const refusal = rule(row);
    if (refusal) return refusal;
  }
  return undefined;
}

/** What may stand in a report: short, and nothing of the columns that are sealed in the database. */
const sealedColumns = new Set(['nik', 'mother_name', 'email', 'phone']);
/** A NIK that slipped into another column. */
const nationalNumber = /(?<!\d)\d{16}(?!\d)/;
function shown(column: string, value: string): string {
  if (value === '') return '';
  return sealedColumns.has(column) || nationalNumber.test(value) ? '•••' : value.slice(0, 80);
}

export function refusal(column: string, value: string, reason: string): FieldRefusal {
  return { column, value: shown(column, value), reason };
}

type Columns<Column extends string> = Readonly<Record<Column, string>>;

export function matches<Column extends string>(
  column: Column,
  pattern: RegExp,
  reason: string,
): RowRule<Columns<Column>> {
  return (row) => (pattern.test(row[column]) ? undefined : refusal(column, row[column], reason));
}

export function oneOf<Column extends string>(
  column: Column,
  choices: readonly string[],
  reason: string,
): RowRule<Columns<Column>> {
  return (row) => (choices.includes(row[column]) ? undefined : refusal(column, row[column], reason));
}

/**
 * Control characters other than the line end of a long address, and the marks that turn the direction of writing (Unicode
 * UAX #9): with one of those a name reads otherwise on a page than it stands on record.
 */
const unseenCharacter = /[^\P{Cc}\n]|\p{Bidi_Control}/u;

export const holdsUnseen = (text: string): boolean => unseenCharacter.test(text);

/** Nothing that nobody sees; what it is, is not shown. */
export function seen<Column extends string>(column: Column): RowRule<Columns<Column>> {
  return (row) => (holdsUnseen(row[column]) ? refusal(column, '', 'control_character') : undefined);
}

/** Text of at most `longest` characters; `needed` when it may not be empty. */
export function text<Column extends string>(
  column: Column,
  longest: number,
  need: 'needed' | 'may be empty',
): RowRule<Columns<Column>> {
  return (row) => {
    const value = row[column];
    if (value === '' && need === 'needed') return refusal(column, value, 'value_missing');
    if (value.length > longest) return refusal(column, value, 'value_too_long');
    return seen(column)(row);
  };
}

/** A calendar day, not after `today` when one is given. */
export function day<Column extends string>(
  column: Column,
  options: { readonly mayBeEmpty?: boolean; readonly today?: IsoDate; readonly earliest?: string } = {},
): RowRule<Columns<Column>> {
  const earliest = options.earliest ?? '1900-01-01';
  return (row) => {
    const value = row[column];
    if (value === '' && options.mayBeEmpty) return undefined;
    if (!isIsoDate(value) || value < earliest) return refusal(column, value, 'date_wrong');
    return options.today && value > options.today ? refusal(column, value, 'date_in_future') : undefined;
  };
}

/** The second day may be empty, but never lies before the first. */
export function inOrder<First extends string, Second extends string>(
  first: First,
  second: Second,
  reason: string,
): RowRule<Columns<First | Second>> {
  return (row) => {
    const later = row[second];
    return later !== '' && later < row[first] ? refusal(second, later, reason) : undefined;
  };
}
