import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Result } from '#kernel';
import type { Transaction } from '#platform';
import { from as copyFrom } from 'pg-copy-streams';
import { readCsv } from './csv.ts';
import type { ImportOptions, RowRefusal } from './import-types.ts';
import { cutShort } from './unreadable-file.ts';

/** A value for COPY; undefined becomes null, a Buffer bytea. */
export type CopyValue = string | number | Buffer | undefined;
/** Why one row cannot be taken, before its line is known. */
export type FieldRefusal = Omit<RowRefusal, 'row'>;

export type StagingPlan<Column extends string> = {
  readonly columns: readonly Column[];
  /** Columns that the file may leave out; their fields are empty then. */
  readonly optional?: readonly Column[];
  /** `copy pg_temp.… (…) from stdin`, whose columns are those that `toValues` yields. */
  readonly copy: string;
  /** Checks one row by itself: the values to stage, or the first thing that is wrong with it. */
  toValues(row: Readonly<Record<Column, string>>, line: number): Result<readonly CopyValue[], FieldRefusal>;
};

export type Staged = { rowsRead: number; rowsRefused: number };

/**
 * Streams a CSV file into a hand-over table by COPY, holding a few chunks in memory. Rows that are wrong by
 * themselves go to `onRefusal` and are not staged. Throws UnreadableFileError; the caller's transaction then ends.
 */
export async function stageCsv<Column extends string>(
  tx: Transaction,
  file: Readable,
  plan: StagingPlan<Column>,
  options: Pick<ImportOptions, 'onProgress' | 'onRefusal'>,
): Promise<Staged> {
  const staged: Staged = { rowsRead: 0, rowsRefused: 0 };
  const copy: Writable = tx.client.query(copyFrom(plan.copy));
  await pipeline(Readable.from(copyLines(file, plan, options, staged)), copy);
  return staged;
}

async function* copyLines<Column extends string>(
  file: Readable,
  plan: StagingPlan<Column>,
  options: Pick<ImportOptions, 'onProgress' | 'onRefusal'>,
  staged: Staged,
): AsyncGenerator<Buffer, void> {
  const columns = [...plan.columns, ...(plan.optional ?? [])];
  for await (const rows of readCsv(file, plan.columns, plan.optional)) {
    let lines = '';
    for (const { line, fields, ended } of rows) {
      const result = fields ? plan.toValues(named(columns, fields), line) : wrongShape;
      staged.rowsRead += 1;
      if (result.ok) lines += copyLine(result.value);
      else {
        if (!ended) throw cutShort(line);
        staged.rowsRefused += 1;
        await options.onRefusal({ row: line, ...result.refusal });
      }
    }
    options.onProgress?.('reading', staged.rowsRead);
    if (lines !== '') yield Buffer.from(lines);
  }
}

const wrongShape = {
  ok: false,
  refusal: { column: '', value: '', reason: 'column_count_wrong' },
} as const satisfies Result<never, FieldRefusal>;

function named<Column extends string>(
  columns: readonly Column[],
  fields: readonly string[],
): Readonly<Record<Column, string>> {
  const row = {} as Record<Column, string>;
  for (let index = 0; index < columns.length; index += 1) row[columns[index] as Column] = fields[index] ?? '';
  return row;
}

const needsEscape = /[\\\n\r\t]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function copyLine(values: readonly CopyValue[]): string {
  let line = '';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) line += '\t';
    line += copyField(values[index]);
  }
  return `${line}\n`;
}

function copyField(value: CopyValue): string {
  if (value === undefined) return '\\N';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return `\\\\x${value.toString('hex')}`;
  return needsEscape.test(value) ? value.replaceAll(/[\\\n\r\t]/g, (found) => escapes[found] ?? '') : value;
}
