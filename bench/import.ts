import { importContributions } from '#contributions';
import { importEmployers, importMembers } from '#members';
import { type Database, readKeyRing, sql } from '#platform';
import { contributionsFile, employersFile, membersFile, type Shape } from './contribution-files.ts';
import { copyAndInsert } from './import-floor.ts';
import { withInstalledDatabase } from './installed-postgres.ts';

/**
 * A file of contributions imported, beside the floor: the same rows by COPY and one INSERT … SELECT into the same
 * tables, in the same run. `IMPORT_ROWS` (1,000,000) sets the size. Prints rows a second, and the memory of this process.
 */
export default async function run(): Promise<void> {
  const rows = Number(process.env['IMPORT_ROWS'] ?? 1_000_000);
  const shape: Shape = { employers: Math.ceil(rows / 1000), cards: Math.ceil(rows / 36), months: 36 };
  await withInstalledDatabase((database) => measure(database, shape));
}

const options = {
  keys: readKeyRing(`bench:${Buffer.alloc(32, 1).toString('base64')}`),
  now: new Date('2026-11-23T03:00:00Z'),
  onRefusal: (refusal: unknown) => {
    throw new Error(`refused: ${JSON.stringify(refusal)}`);
  },
};

async function measure(database: Database, shape: Shape): Promise<void> {
  await importEmployers(database, employersFile(shape), options);
  await importMembers(database, membersFile(shape), options);
  let highest = 0;
  const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 100);
  const times: Record<string, number> = {};
  let mark = performance.now();
  const onProgress = (step: string) => {
    times[step] = (performance.now() - mark) / 1000;
  };
  mark = performance.now();
  const report = await importContributions(database, contributionsFile(shape), { ...options, onProgress });
  const importSeconds = (performance.now() - mark) / 1000;
  mark = performance.now();
  const again = await importContributions(database, contributionsFile(shape), options);
  const againSeconds = (performance.now() - mark) / 1000;
  clearInterval(watch);
  const floorSeconds = await copyAndInsert(database);
  const perSecond = (seconds: number) => Math.round(report.rowsRead / seconds).toLocaleString('en');
  console.log(
    `import       ${perSecond(importSeconds)} rows/s  (${report.rowsWritten} rows in ${importSeconds.toFixed(1)} s)`,
  );
  console.log(`same again   ${perSecond(againSeconds)} rows/s  (${again.rowsUnchanged} unchanged)`);
  console.log(`floor        ${perSecond(floorSeconds)} rows/s  (${floorSeconds.toFixed(1)} s)`);
  console.log(`ratio        ${(floorSeconds / importSeconds).toFixed(2)} of the floor`);
  console.log(`memory       ${Math.round(highest / 1_048_576)} MB at most, in this process`);
  console.log(`until        ${JSON.stringify(times)}`);
  console.log(await database.one(sql`select count(*)::int as entries from ledger.entry`));
}
