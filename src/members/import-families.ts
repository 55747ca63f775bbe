import type { Readable } from 'node:stream';
import { dayIn, ok, refused } from '#kernel';
import type { Database } from '#platform';
import { finishImport } from './finish-import.ts';
import type { ImportOptions, ImportReport } from './import-types.ts';
import { nationalNumberPattern } from './national-number.ts';
import { lockImports, allowLongWork } from './queries-import.ts';
import { keepCorrectedFamily } from './queries-family-change.ts';
import * as queries from './queries-import-families.ts';
import { day, firstRefusal, matches, oneOf, text } from './row-rules.ts';
import { nationalNumberIndex } from './sealed.ts';
import { type StagingPlan, stageCsv } from './stage-csv.ts';

const columns = ['nik', 'relation', 'full_name', 'birth_date'] as const;

/**
 * Takes families.csv in one transaction: relatives of persons on record. A relative is told by relation and name; a
 * changed birth date updates, and what a correction changed stays. Rows that are wrong go to `onRefusal`. Throws UnreadableFileError.
 */
export function importFamilies(
  database: Database,
  file: Readable,
  options: ImportOptions,
): Promise<ImportReport> {
  return database.transaction(async (tx) => {
    await allowLongWork(tx);
    await lockImports(tx);
    await queries.createFamilyRow(tx);
    const staged = await stageCsv(tx, file, familyPlan(options), options);
    options.onProgress?.('checking', staged.rowsRead);
    await queries.refuseFamilyRows(tx);
    await keepCorrectedFamily(tx);
    options.onProgress?.('writing', staged.rowsRead);
    const rowsWritten = await queries.writeFamilies(tx);
    return finishImport(tx, 'family_row', staged, rowsWritten, options);
  });
}

function familyPlan(options: ImportOptions): StagingPlan<(typeof columns)[number]> {
  const rules = [
    matches('nik', nationalNumberPattern, 'national_number_wrong'),
    oneOf('relation', ['spouse', 'child', 'parent', 'sibling'], 'relation_unknown'),
    text('full_name', 200, 'needed'),
    day('birth_date', { mayBeEmpty: true, today: dayIn(options.now), earliest: '1850-01-01' }),
  ];
  return {
    columns,
    copy: queries.copyFamilyRow,
    toValues: (row, line) => {
      const wrong = firstRefusal(rules, row);
      if (wrong) return refused(wrong);
      const index = nationalNumberIndex(options.keys, row.nik);
      return ok([line, index, row.relation, row.full_name, row.birth_date || undefined]);
    },
  };
}
