import type { Readable } from 'node:stream';
import type { Database, Transaction } from '#platform';
import { finishImport } from './finish-import.ts';
import type { ImportOptions, ImportReport } from './import-types.ts';
import { memberPlan } from './member-row.ts';
import { keepOwnAddress } from './queries-address.ts';
import { lockImports, allowLongWork } from './queries-import.ts';
import * as checks from './queries-member-checks.ts';
import * as writes from './queries-member-writes.ts';
import { stageCsv } from './stage-csv.ts';

/**
 * Takes members.csv, one row per card, in one transaction: new persons and cards are added, changed ones updated,
 * the rest left alone. NIK, mother's name and contacts are sealed while the file streams through. Of several rows of
 * one person the last tells address and contacts; an address that the member gave stays while a file tells none, or an earlier one. A NIK that does not tell the birth date is counted under
 * `warnings` and taken. Rows that are wrong go to `onRefusal`. Throws UnreadableFileError.
 */
export function importMembers(
  database: Database,
  file: Readable,
  options: ImportOptions,
): Promise<ImportReport> {
  return database.transaction((tx) => takeMembers(tx, file, options));
}

/**
 * The same inside the caller's transaction. With `keepPersons` a person who is on the register already stays as described
 * there, and a row that is unlike the record is refused: an employer adds a card, and changes nobody's name or contacts.
 */
export async function takeMembers(
  tx: Transaction,
  file: Readable,
  options: ImportOptions & { readonly keepPersons?: boolean },
): Promise<ImportReport> {
  await allowLongWork(tx);
  await lockImports(tx);
  await checks.createMemberRow(tx);
  const warnings = { count: 0 };
  const staged = await stageCsv(tx, file, memberPlan(options, warnings), options);
  options.onProgress?.('checking', staged.rowsRead);
  await checks.analyzeMemberRow(tx);
  await checks.refuseUnknownEmployers(tx);
  await checks.refuseCorrectedNumbers(tx);
  await checks.keepCorrected(tx);
  await keepOwnAddress(tx);
  await checks.refuseOtherDescriptions(tx);
  if (options.keepPersons) await checks.refuseUnlikeRecord(tx);
  await checks.refuseTakenMemberNumbers(tx);
  options.onProgress?.('writing', staged.rowsRead);
  await writes.resolvePersons(tx);
  await writes.addPersons(tx);
  if (!options.keepPersons) await writes.updatePersons(tx);
  await writes.resolveCards(tx);
  await writes.addCards(tx);
  await writes.updateCards(tx);
  const rowsWritten = await writes.countWritten(tx);
  const report = await finishImport(tx, 'member_row', staged, rowsWritten, options);
  return { ...report, warnings: warnings.count };
}
