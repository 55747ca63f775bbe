import { Readable } from 'node:stream';
import { importAccounts } from '#accounts';
import { importEmployers, importMembers } from '#members';
import { type Database, readKeyRing } from '#platform';
import { chunks, employersFile, membersFile, memberNumberOf } from './contribution-files.ts';
import { copyAndInsertAccounts } from './import-accounts-floor.ts';
import { withInstalledDatabase } from './installed-postgres.ts';

/**
 * Accounts of another system imported with their password hashes, beside the floor: the same rows by COPY and one
 * INSERT … SELECT into each of the same tables, in the same run. `IMPORT_ROWS` (1,000,000) sets the size. Prints rows a
 * second, and the memory of this process.
 */
export default async function run(): Promise<void> {
  const rows = Number(process.env['IMPORT_ROWS'] ?? 1_000_000);
  await withInstalledDatabase((database) => measure(database, rows));
}

const options = {
  keys: readKeyRing(`bench:${Buffer.alloc(32, 1).toString('base64')}`),
  now: new Date('2026-11-23T03:00:00Z'),
  onRefusal: (refusal: unknown) => {
    throw new Error(`refused: ${JSON.stringify(refusal)}`);
  },
};

const hashes = [
  '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
  '$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ',
  '{SSHA256}czO44OTV17PcF1cRxWrLZLy9xHd7CWyVYplr1rOhuMlx/7IK',
] as const;

function* accountLines(rows: number): Generator<string> {
  yield 'username,email,phone,kpj,nik,password_hash\n';
  for (let row = 0; row < rows; row += 1)
    yield `,peserta${row}@contoh.id,,${memberNumberOf(row)},,${hashes[row % hashes.length]}\n`;
}

const accountsFile = (rows: number) => Readable.from(chunks(accountLines(rows)));

async function measure(database: Database, rows: number): Promise<void> {
  const shape = { employers: Math.ceil(rows / 1000), cards: rows, months: 0 };
  await importEmployers(database, employersFile(shape), options);
  await importMembers(database, membersFile(shape), options);
  let highest = 0;
  const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 100);
  const timed = async () => {
    const began = performance.now();
    const times: Record<string, number> = {};
    const onProgress = (step: string) => (times[step] = (performance.now() - began) / 1000);
    const report = await importAccounts(database, accountsFile(rows), {
      ...options,
      onProgress: (step) => void onProgress(step),
    });
    return { report, times, seconds: (performance.now() - began) / 1000 };
  };
  const first = await timed();
  const again = await timed();
  clearInterval(watch);
  const floorSeconds = await copyAndInsertAccounts(database);
  const perSecond = (seconds: number) => Math.round(rows / seconds).toLocaleString('en');
  console.log(
    `import       ${perSecond(first.seconds)} rows/s  (${first.report.rowsWritten} rows in ${first.seconds.toFixed(1)} s)`,
  );
  console.log(`same again   ${perSecond(again.seconds)} rows/s  (${again.report.rowsUnchanged} unchanged)`);
  console.log(`floor        ${perSecond(floorSeconds)} rows/s  (${floorSeconds.toFixed(1)} s)`);
  console.log(`ratio        ${(floorSeconds / first.seconds).toFixed(2)} of the floor`);
  console.log(`memory       ${Math.round(highest / 1_048_576)} MB at most, in this process`);
  console.log(`until        ${JSON.stringify(first.times)}`);
}
