import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { creditReturns, declareReturn, usualReturnMethod } from '#contributions';
import { openDatabase, sql, Statement } from '#platform';
import { fillLedger } from '../../bench/many-postings.ts';
import { runGoid } from '../support/command.ts';
import { cloneDatabase } from '../support/database.ts';
import { measure } from './scale.ts';

export type VerifySizes = {
  readonly accounts: number;
  readonly years: readonly number[];
  /** How many of the years are credited and closed. */
  readonly closed: number;
};

/**
 * `./goid verify-ledger` over a ledger of so many postings with the contributions that they come from and years that are
 * closed: nothing differs, in bounded memory; one rupiah changed is named. Times are told and not judged.
 */
export async function verifyAtScale({ accounts, years, closed }: VerifySizes): Promise<void> {
  const url = await cloneDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'goid-verify-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const environment = {
    DATABASE_URL: url,
    GOID_HOME: folder,
    MASTER_KEYS: `1:${Buffer.alloc(32, 3).toString('base64')}`,
  };
  const database = openDatabase({ url, statementTimeoutSeconds: 0 });
  after(() => database.close());
  const now = new Date();
  const filled = await secondsOf(() => fillLedger(database, { accounts, years, withContributions: true }));
  const credited = await secondsOf(async () => {
    for (const year of years.slice(0, closed)) {
      const declared = {
        year,
        rate: 5630,
        method: usualReturnMethod,
        source: 'uji',
        isExample: true,
      } as const;
      await declareReturn(database, { ...declared, kind: 'declared' }, now);
      assert.ok((await creditReturns(database, year, { now })).ok);
    }
  });
  await database.run(new Statement(['vacuum (analyze) ledger.posting, ledger.entry, ledger.year_end'], []));
  const { postings } = await database.one<{ postings: number }>(
    sql`select count(*)::int as postings from ledger.posting`,
  );
  const verified = await measure(['verify-ledger'], environment);
  assert.equal(verified.output, 'The ledger ties: no differences.\n');
  console.log(
    `${postings} postings of ${accounts} accounts, ${closed} years closed: verified in ${verified.seconds.toFixed(1)} s, ` +
      `${verified.peakMegabytes} MB; filled in ${filled.toFixed(0)} s, credited in ${credited.toFixed(1)} s`,
  );
  await changeOneRupiah();
  const changed = await runGoid(['verify-ledger'], environment);
  assert.equal(changed.code, 4);
  assert.match(changed.output, /^entry_not_balanced {2}[0-9a-f-]{36}: expected 0, found 1$/m);
  assert.match(changed.output, /^snapshot_differs {2}account \d+ at the end of \d{4}: /m);

  function changeOneRupiah(): Promise<unknown> {
    return database.transaction(async (tx) => {
      await tx.run(sql`set local session_replication_role = replica`);
      await tx.run(sql`
        update ledger.posting set amount = amount + 1 where (ledger_account_id, entry_id) = (
          select ledger_account_id, entry_id from ledger.posting
          where year = ${years[0] ?? 0}::smallint and amount > 0 order by ledger_account_id desc limit 1)`);
    });
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
