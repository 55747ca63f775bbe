import type { Readable } from 'node:stream';
import { dayIn, newId, ok, refused } from '#kernel';
import type { Database } from '#platform';
import { finishImport } from './finish-import.ts';
import type { ImportOptions, ImportReport } from './import-types.ts';
import { lockImports, allowLongWork } from './queries-import.ts';
import * as queries from './queries-import-employers.ts';
import { day, firstRefusal, matches, oneOf, text } from './row-rules.ts';
import { type StagingPlan, stageCsv } from './stage-csv.ts';

const columns = [
  'npp',
  'name',
  'scale',
  'sector',
  'risk_class',
  'labour_intensive',
  'province_code',
  'address',
  'registered_on',
] as const;
const optional = ['valid_from'] as const;

/**
 * Takes employers.csv in one transaction: new employers are added, changed ones updated, the rest left alone. What scale,
 * risk class and labour intensity were before `valid_from`, or before today where the file tells no day, is kept: months
 * are assessed by what held on their first day.
 * Rows that are wrong go to `onRefusal` and are not taken. Throws UnreadableFileError.
 */
export function importEmployers(
  database: Database,
  file: Readable,
  options: ImportOptions,
): Promise<ImportReport> {
  return database.transaction(async (tx) => {
    await allowLongWork(tx);
    await lockImports(tx);
    await queries.createEmployerRow(tx);
    const staged = await stageCsv(tx, file, employerPlan(options.now), options);
    options.onProgress?.('checking', staged.rowsRead);
    await queries.refuseEmployerRows(tx);
    options.onProgress?.('writing', staged.rowsRead);
    await queries.keepEarlierTerms(tx, dayIn(options.now));
    const rowsWritten = await queries.writeEmployers(tx);
    return finishImport(tx, 'employer_row', staged, rowsWritten, options);
  });
}

function employerPlan(now: Date): StagingPlan<(typeof columns)[number] | (typeof optional)[number]> {
  const rules = [
    matches('npp', /^[A-Z0-9]{1,20}$/, 'npp_wrong'),
    text('name', 200, 'needed'),
    oneOf('scale', ['large', 'medium', 'small', 'micro'], 'scale_unknown'),
    text('sector', 60, 'needed'),
    matches('risk_class', /^[1-5]$/, 'risk_class_wrong'),
    oneOf('labour_intensive', ['yes', 'no'], 'yes_or_no_expected'),
    matches('province_code', /^\d{2}$/, 'province_wrong'),
    text('address', 500, 'may be empty'),
    day('registered_on', { today: dayIn(now) }),
    day('valid_from', { today: dayIn(now), mayBeEmpty: true }),
  ];
  return {
    columns,
    optional,
    copy: queries.copyEmployerRow,
    toValues: (row, line) => {
      const wrong = firstRefusal(rules, row);
      if (wrong) return refused(wrong);
      return ok([
        line,
        newId(now),
        row.npp,
        row.name,
        row.scale,
        row.sector,
        row.risk_class,
        row.labour_intensive,
        row.province_code,
        row.address || undefined,
        row.registered_on,
        row.valid_from || undefined,
      ]);
    },
  };
}
