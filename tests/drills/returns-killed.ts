import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { creditReturns, declareReturn, usualReturnMethod } from '#contributions';
import { type Database, sql } from '#platform';
import { fillLedger } from '../../bench/many-postings.ts';
import { runGoid, startGoid } from '../support/command.ts';
import { testDatabase } from '../support/database.ts';
import { ledgerDifferences } from '../support/ledger.ts';

export type ReturnKillSizes = { readonly accounts: number; readonly kills: number; readonly parts: number };

const year = 2025;

/**
 * `./goid returns credit` is killed with -9 at random points, again and again; then two run at the same time to the
 * end, and one more. What stands there is to the rupiah what one undisturbed run over the same postings gives.
 */
export async function killReturns({ accounts, kills, parts }: ReturnKillSizes): Promise<void> {
  const [database, calm] = [await prepared(accounts), await prepared(accounts)];
  const now = new Date();
  const undisturbed = await creditReturns(calm, year, { now });
  assert.ok(undisturbed.ok);

  const folder = mkdtempSync(join(tmpdir(), 'goid-returns-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const environment = {
    DATABASE_URL: database.url,
    GOID_HOME: folder,
    MASTER_KEYS: `1:${Buffer.alloc(32, 3).toString('base64')}`,
  };
  const words = [
    'returns',
    'credit',
    String(year),
    '--json',
    '--part-size',
    String(Math.ceil(accounts / parts)),
  ];
  let killed = 0;
  for (let spanMs = 900; killed < kills && !(await isClosed(database)); spanMs *= 1.2) {
    const child = startGoid(words, environment);
    const end = once(child, 'exit') as Promise<[number | null]>;
    await Promise.race([sleep(400 + Math.random() * spanMs), end]);
    child.kill('SIGKILL');
    const [code] = await end;
    if (code !== 0) killed += 1;
    assert.deepEqual(await ledgerDifferences(database), []);
  }
  const done = await partsOf(database);
  const answers = await Promise.all([runGoid(words, environment), runGoid(words, environment)]);
  answers.push(await runGoid(words, environment));
  const { returns, rounding, balance } = undisturbed.value;
  const expected = {
    year,
    accounts: Number(undisturbed.value.accounts),
    returns: String(returns),
    rounding: String(rounding),
    balance: String(balance),
  };
  for (const { code, output, fault } of answers) {
    assert.equal(code, 0, fault);
    assert.deepEqual(JSON.parse(output), expected);
  }
  assert.deepEqual(await balancesOf(database), await balancesOf(calm));
  const verified = await runGoid(['verify-ledger'], environment);
  assert.deepEqual([verified.code, verified.output], [0, 'The ledger ties: no differences.\n']);
  console.log(`${killed} creditings killed, ${done} parts done by then; ${accounts} accounts, each once`);
}

async function prepared(accounts: number): Promise<Database & { readonly url: string }> {
  const database = await testDatabase();
  await fillLedger(database, { accounts, years: [year], withContributions: true });
  const declared = { year, rate: 5630, method: usualReturnMethod, source: 'uji', isExample: true } as const;
  assert.ok((await declareReturn(database, { ...declared, kind: 'declared' }, new Date())).ok);
  return database;
}

async function isClosed(database: Database): Promise<boolean> {
  const found = await database.maybe(
    sql`select from ledger.closed_year where year = ${year}::smallint and state = 'closed'`,
  );
  return found !== undefined;
}

async function partsOf(database: Database): Promise<number> {
  const { parts } = await database.one<{ parts: number }>(
    sql`select count(*)::int as parts from ledger.year_part`,
  );
  return parts;
}

/** Every account's end of the year, in one line to compare. */
function balancesOf(database: Database): Promise<{ sum: string; accounts: bigint }> {
  return database.one(sql`
    select count(*) as accounts, md5(string_agg(concat_ws(' ', ledger_account_id, balance, returns), ',' order by ledger_account_id)) as sum
    from ledger.year_end where year = ${year}::smallint`);
}
