import { creditReturns, declareReturn, usualReturnMethod } from '#contributions';
import { type Database, openDatabase, sql, Statement } from '#platform';
import { creditInOneStatement } from './crediting-floor.ts';
import { median, spread } from './figures.ts';
import { withInstalledPostgres } from './installed-postgres.ts';
import { fillLedger } from './many-postings.ts';

/**
 * A year's return credited to every account, beside one SQL statement that writes the same returns and snapshots, in
 * turns on copies of one database. `CREDITING_ACCOUNTS` (200,000) and `CREDITING_PAIRS` (5) set the size. Exit 1 below its limit.
 */
export default async function run(): Promise<void> {
  const accounts = Number(process.env['CREDITING_ACCOUNTS'] ?? 200_000);
  const pairs = Number(process.env['CREDITING_PAIRS'] ?? 5);
  await withInstalledPostgres(async (url) => {
    const database = openDatabase({ url, statementTimeoutSeconds: 0 });
    await prepareYears(database, accounts);
    await database.close();
    const ratios: number[] = [];
    const seconds: Record<'credited' | 'floor', number[]> = { credited: [], floor: [] };
    for (let pair = 0; pair < pairs; pair += 1) {
      const credited = await onCopy(url, credit);
      const floor = await onCopy(url, (database) => creditInOneStatement(database, 2025, rate));
      seconds.credited.push(credited);
      seconds.floor.push(floor);
      ratios.push(floor / credited);
    }
    const perSecond = (all: readonly number[]) =>
      spread(
        all.map((each) => accounts / each, 0),
        0,
      );
    console.log(
      `accounts     ${accounts.toLocaleString('en')}, 12 postings of the year each, pairs ${pairs}`,
    );
    console.log(`crediting    ${perSecond(seconds.credited)} accounts/s, ${spread(seconds.credited)} s`);
    console.log(`one SQL      ${perSecond(seconds.floor)} accounts/s, ${spread(seconds.floor)} s`);
    console.log(`ratio        ${spread(ratios)} of the floor (at least ${leastRatio})`);
    if (median(ratios) < leastRatio) process.exitCode = 1;
  });
}

const leastRatio = 0.7;
export const rate = 5630;
const now = new Date();

/** Two years of postings, the first of them closed, so that there is an opening. */
export async function prepareYears(database: Database, accounts: number): Promise<void> {
  await fillLedger(database, { accounts, years: [2024, 2025] });
  for (const year of [2024, 2025])
    await declareReturn(
      database,
      { year, kind: 'declared', rate, method: usualReturnMethod, source: 'bench', isExample: true },
      now,
    );
  const opened = await creditReturns(database, 2024, { now });
  if (!opened.ok) throw new Error(opened.refusal.reason);
  const tables = 'ledger.ledger_account, ledger.entry, ledger.posting, ledger.year_end';
  await database.run(new Statement([`vacuum (analyze) ${tables}`], []));
}

async function onCopy(url: string, measured: (database: Database) => Promise<void>): Promise<number> {
  const admin = openDatabase({ url: urlOf(url, 'template1'), statementTimeoutSeconds: 0, poolSize: 1 });
  const source = new URL(url).pathname.slice(1);
  await admin.run(new Statement([`create database copy template ${source} strategy file_copy`], []));
  const database = openDatabase({ url: urlOf(url, 'copy'), statementTimeoutSeconds: 0 });
  try {
    // What both read is read once before, and what the copy left to write is written.
    await database.one(
      sql`select (select count(*) from ledger.posting) as postings, (select count(*) from ledger.year_end) as ends`,
    );
    await database.run(sql`checkpoint`);
    const started = performance.now();
    await measured(database);
    return (performance.now() - started) / 1000;
  } finally {
    await database.close();
    await admin.run(new Statement(['drop database copy'], []));
    await admin.close();
  }
}

function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

export async function credit(database: Database): Promise<void> {
  const done = await creditReturns(database, 2025, { now });
  if (!done.ok) throw new Error(done.refusal.reason);
}
