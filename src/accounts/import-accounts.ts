import type { Readable } from 'node:stream';
import { recordMany } from '#activity';
import {
  allowLongWork,
  createPersonHandOver,
  type ImportOptions,
  type ImportReport,
  resolvePersons,
  stageCsv,
  tellRefusals,
} from '#members';
import type { Database, KeyRing, Transaction } from '#platform';
import { accountPlan } from './import-account-row.ts';
import * as imports from './queries-import.ts';
import { sealDisplayName } from './sealing.ts';

/**
 * Takes accounts of another system, in one transaction: persons on the register who have no account yet get one with
 * their user name, contacts and the password that they know. The same file again changes nothing, also when the
 * passwords have been replaced since; rows that are wrong go to `onRefusal`. An e-mail address or phone number that
 * finds an account already stays a contact of this one, too, and finds the first. Throws UnreadableFileError.
 */
export function importAccounts(
  database: Database,
  file: Readable,
  options: ImportOptions,
  rowsAtOnce = 5000,
): Promise<ImportReport> {
  return database.transaction(async (tx) => {
    await allowLongWork(tx);
    await imports.createAccountRow(tx);
    await createPersonHandOver(tx);
    const staged = await stageCsv(tx, file, accountPlan(options), options);
    await imports.lockImports(tx);
    options.onProgress?.('checking', staged.rowsRead);
    await imports.requestPersons(tx);
    await resolvePersons(tx);
    await imports.takePersons(tx);
    await imports.checkAccountRows(tx);
    const counts = await imports.countAccountRows(tx);
    await imports.indexAccountRows(tx);
    options.onProgress?.('writing', counts.fresh);
    await prepareFresh(tx, options.keys, options.now, rowsAtOnce);
    await imports.insertImported(tx, options.now);
    await tellRefusals((after, limit) => imports.refusedAccountRows(tx, after, limit), options);
    return {
      rowsRead: staged.rowsRead,
      rowsWritten: counts.fresh,
      rowsUnchanged: counts.unchanged,
      rowsRefused: staged.rowsRefused + counts.refused,
    };
  });
}

/** Names are sealed and openings recorded as the rows stream by, so that a million of them need no memory. */
async function prepareFresh(tx: Transaction, keys: KeyRing, now: Date, rowsAtOnce: number): Promise<void> {
  let after = 0;
  for (;;) {
    const rows = await imports.freshRows(tx, after, rowsAtOnce);
    const names = rows.map((row) => ({
      row: row.row,
      displayName: sealDisplayName(keys, row.account_id, row.full_name),
    }));
    await imports.putDisplayNames(tx, names);
    await recordMany(
      tx,
      rows.map(({ account_id: accountId, person_id: personId }) => ({
        event: 'account_created',
        actor: { kind: 'system' },
        accountId,
        personId,
        at: now,
        details: { source: 'import' },
      })),
    );
    after = rows.at(-1)?.row ?? after;
    if (rows.length < rowsAtOnce) return;
  }
}
