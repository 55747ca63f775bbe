import { closeSync, createReadStream, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { importAccounts } from '#accounts';
import { importPayments } from '#billing';
import { importContributions, importPayOuts } from '#contributions';
import { systemClock } from '#kernel';
import {
  importEmployers,
  importFamilies,
  importMembers,
  type ImportOptions,
  type ImportReport,
  type RowRefusal,
  UnreadableFileError,
} from '#members';
import { readOnlyNow } from '#operations';
import { csvCell, type Database, formatNumber, openDatabase } from '#platform';
import { type Command, type CommandInput, progressLine } from './command.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { refuseOtherKeys } from './fitting-keys.ts';
import { openConfiguredDatabase, openKeyRing } from './home.ts';
import { refuseOldSchema } from './install-schema.ts';
import { reasonLines } from './refusal-reasons.ts';

const importers = {
  employers: importEmployers,
  members: importMembers,
  families: importFamilies,
  contributions: importContributions,
  payments: importPayments,
  payouts: importPayOuts,
  accounts: importAccounts,
};

export const importCommand: Command = {
  takesWords: true,
  usage: [
    'employers FILE',
    'members FILE',
    'families FILE',
    'contributions FILE',
    'payments FILE',
    'payouts FILE',
    'accounts FILE',
  ],
  options: {
    report: { takes: 'FILE', about: 'Where refused rows are written (default: FILE.refused.csv).' },
    json: { about: 'Prints the result as JSON.' },
  },
  details: `A file is taken whole: rows with a mistake are refused, each with its row number, column and reason, and all others are
written in one transaction. A file that cannot be read to its end is not taken at all. The same file again changes nothing.
Order: employers, members, families, contributions; payments of banks after the bills they name; payouts of savings after the
contributions they come from and the provisional rate (./goid returns declare); accounts at any time after members. Columns: docs/files.md.
Accounts come with password hashes of another system; only the database's owner may take them, as with migrate.`,
  run: runImport,
};

async function runImport({ config, words, options, interactive }: CommandInput) {
  const [kind = '', file = ''] = words;
  const importer = importers[kind as keyof typeof importers];
  if (!importer || !file || words.length > 2)
    throw new CommandError(
      'Say what to import and from which file: ./goid import members FILE',
      exitCodes.usage,
    );
  refuseUnreadable(file);
  // Every row is garbage a moment later, and by itself the heap of a large machine grows by 150 MB before it is cleared.
  setFlagsFromString('--optimize-for-size');
  const reportFile = String(options['report'] ?? `${file}.refused.csv`);
  if (resolve(reportFile) === resolve(file))
    throw new CommandError(
      'The report would overwrite the file itself. Name another with --report FILE.',
      exitCodes.usage,
    );
  const opened = await openConfiguredDatabase(config);
  const database = openDatabase({
    url: opened.url,
    // No face and no worker may make accounts of their own choosing: it takes the owner's rights.
    ...(kind === 'accounts' ? {} : { role: 'goid_worker' }),
    poolSize: 2,
    statementTimeoutSeconds: 0,
    applicationName: `goid import ${kind}`,
  });
  const refusals = refusalFile(reportFile);
  const counts = new Map<string, number>();
  const line = progressLine(interactive);
  try {
    await refuseOldSchema(opened.url, 'goid_worker');
    await refuseReadOnly(database);
    const keys = openKeyRing(config);
    await refuseOtherKeys(database, keys);
    const importOptions: ImportOptions = {
      keys,
      now: systemClock.now(),
      onProgress: (step, rows) => line.show(`${step} ${formatNumber(rows, 'en')} rows …`),
      onRefusal: (refusal) => {
        counts.set(refusal.reason, (counts.get(refusal.reason) ?? 0) + 1);
        refusals.write(refusal);
      },
    };
    const report = await importer(database, createReadStream(file), importOptions);
    line.done();
    const written = refusals.close();
    process.stdout.write(
      options['json']
        ? `${JSON.stringify({ ...report, reasons: Object.fromEntries(counts), report: written })}\n`
        : describe(report, counts, written),
    );
    return report.rowsRefused > 0 ? exitCodes.rowsRefused : exitCodes.ok;
  } catch (error) {
    line.done();
    refusals.discard();
    if (error instanceof UnreadableFileError) throw new CommandError(`${file}: ${error.message}`);
    if (kind === 'accounts' && (error as { code?: string }).code === '42501')
      throw new CommandError(
        'Accounts are taken in with the rights of the database owner. Use the DATABASE_URL of ./goid migrate.',
      );
    throw error;
  } finally {
    await database.close();
    await opened.release();
  }
}

/** While somebody works on the records nothing is written into them, by no hand. */
async function refuseReadOnly(database: Database): Promise<void> {
  const readOnly = await readOnlyNow(database, systemClock.now());
  if (!readOnly) return;
  const { scope, until } = readOnly;
  throw new CommandError(
    `The ${scope} ${scope === 'records' ? 'are' : 'is'} read-only, promised back at ${until.toISOString()}: nothing was taken. Import again after ./goid read-only off.`,
  );
}

function refuseUnreadable(file: string): void {
  try {
    if (statSync(file).isFile()) return;
  } catch {
    throw new CommandError(`The file ${file} is not there or may not be read.`);
  }
  throw new CommandError(`${file} is not a file.`);
}

function describe(
  report: ImportReport,
  counts: ReadonlyMap<string, number>,
  refusedFile: string | undefined,
): string {
  const lines = [
    `${formatNumber(report.rowsRead, 'en')} rows read`,
    `${formatNumber(report.rowsWritten, 'en')} written`,
    `${formatNumber(report.rowsUnchanged, 'en')} already there, unchanged`,
    `${formatNumber(report.rowsRefused, 'en')} refused${refusedFile ? `, each with its reason in ${refusedFile}` : ''}`,
    ...reasonLines(counts, (count) => formatNumber(count, 'en')),
    ...(report.warnings
      ? [`${formatNumber(report.warnings, 'en')} taken although NIK and birth date tell different birthdays`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

const bufferedCharacters = 64 * 1024;

/**
 * Refusals go to a file as they come, so that a million of them need no memory; no refusals, no file. A report that
 * cannot be written stops the import before anything of it is kept.
 */
function refusalFile(path: string) {
  // What an earlier run refused is not what this one refuses.
  rmSync(path, { force: true });
  let handle: number | undefined;
  let waiting = '';
  const flush = () => {
    try {
      handle ??= openSync(path, 'w', 0o600);
      writeFileSync(handle, waiting);
      waiting = '';
    } catch (error) {
      throw new CommandError(
        `The report ${path} cannot be written (${(error as NodeJS.ErrnoException).code}). Nothing was taken. Name another with --report FILE.`,
      );
    }
  };
  return {
    write({ row, column, value, reason }: RowRefusal): void {
      if (handle === undefined) {
        waiting = 'row,column,value,reason\n';
        flush();
      }
      waiting += `${[row, column, value, reason].map((cell) => csvCell(String(cell))).join(',')}\n`;
      if (waiting.length > bufferedCharacters) flush();
    },
    /** The report's path when there is one. */
    close(): string | undefined {
      if (handle === undefined) return undefined;
      flush();
      closeSync(handle);
      return path;
    },
    /** Nothing was taken, so nothing was refused. */
    discard(): void {
      if (handle !== undefined) closeSync(handle);
      rmSync(path, { force: true });
    },
  };
}
