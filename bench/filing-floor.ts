import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  checkReports,
  createReportChanges,
  createReportHandOver,
  reportCopy,
  reportTotals,
  takeReports,
} from '#contributions';
import { allowLongWork } from '#members';
import { type Database, sql, Statement } from '#platform';
import { from as copyFrom } from 'pg-copy-streams';
import { chunks } from './contribution-files.ts';
import { reportLines, workersEach } from './filing-files.ts';

/** The same statements on all rows at once: no file, no sealing, no row looked at outside the database. Yields seconds. */
export async function bareFiling(
  database: Database,
  employers: number,
  now: Date,
): Promise<{ check: number; take: number }> {
  const once = (take: boolean) =>
    database.transaction(async (tx) => {
      const started = performance.now();
      await allowLongWork(tx);
      await createReportHandOver(tx);
      await pipeline(Readable.from(chunks(reportLines(employers))), tx.client.query(copyFrom(reportCopy)));
      await checkReports(tx, now, take);
      await reportTotals(tx);
      if (take) await takeReports(tx, now, { read: employers * workersEach, refused: 0 });
      else {
        await createReportChanges(tx, { percent: 20, most: 100, refused: [] });
        await tx.run(sql`
          insert into filings.remark (filing_id, membership_id, person_id, kind, wage, last_wage)
          select f.filing_id, c.membership_id, c.person_id, c.kind, c.wage, c.last_wage
          from pg_temp.report_change c join filings.filing f on f.npp = c.npp`);
      }
      return { started };
    });
  // The end of the transaction is part of the work.
  const seconds = async (take: boolean) => {
    const { started } = await once(take);
    return (performance.now() - started) / 1000;
  };
  return { check: await seconds(false), take: await seconds(true) };
}

/** The benchmark owns this database; the guards of the ledger refuse to be emptied, which is the point of them. */
export async function emptyRecords(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    // Accounts that are open already would spare the one who comes second the work of opening them.
    await tx.run(
      sql`truncate contributions.contribution, ledger.posting, ledger.entry, ledger.ledger_account, filings.remark`,
    );
  });
  // Counted while one transaction fills them they are empty to the planner, and the guards compare everything with everything.
  for (const table of ['contributions.contribution', 'ledger.entry', 'ledger.ledger_account'])
    await database.run(new Statement([`alter table ${table} set (autovacuum_enabled = off)`], []));
}
