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
import { type Database, sql } from '#platform';
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
      else await createReportChanges(tx, { percent: 20, most: 100, refused: [] });
      return { started };
    });
  // The end of the transaction is part of the work.
  const seconds = async (take: boolean) => {
    const { started } = await once(take);
    return (performance.now() - started) / 1000;
  };
  return { check: await seconds(false), take: await seconds(true) };
}

/**
 * Rows a second the way that many programs do it: for each row of a file its card is looked up, and the row and its posting
 * are inserted; the files of an employer are one transaction. Into tables of the same shape, which go again.
 */
export async function batchedInserts(database: Database, files: number): Promise<number> {
  const rows = await database.many<{ number: string; row: string; posting: string }>(sql`
    select m.member_number as number, row_to_json(c)::text as row, (select row_to_json(p)::text from ledger.posting p limit 1) as posting
    from contributions.contribution c join members.membership m using (person_id, membership_id)
    order by c.employer_id limit ${files * workersEach}`);
  await database.run(sql`create table contributions.batched (like contributions.contribution including all)`);
  await database.run(
    sql`create table ledger.batched (ledger_account_id bigint, entry_id uuid, amount bigint)`,
  );
  const started = performance.now();
  for (let first = 0; first < rows.length; first += workersEach)
    await database.transaction(async (tx) => {
      for (const one of rows.slice(first, first + workersEach)) {
        await tx.maybe(
          sql`select person_id, membership_id from members.member_number where member_number = ${one.number}`,
        );
        await tx.run(sql`insert into contributions.batched
          select * from json_populate_record(null::contributions.batched, ${one.row}::json)`);
        await tx.run(sql`insert into ledger.batched
          select * from json_populate_record(null::ledger.batched, ${one.posting}::json)`);
      }
    });
  const seconds = (performance.now() - started) / 1000;
  await database.run(sql`drop table contributions.batched`);
  await database.run(sql`drop table ledger.batched`);
  return rows.length / seconds;
}

/** The benchmark owns this database; the guards of the ledger refuse to be emptied, which is the point of them. */
export async function emptyRecords(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    await tx.run(sql`truncate contributions.contribution, ledger.posting, ledger.entry`);
  });
}
