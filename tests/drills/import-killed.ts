import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from '#platform';
import { runGoid, startGoid } from '../support/command.ts';
import { testDatabase } from '../support/database.ts';

export type KillSizes = { readonly members: number; readonly months: number; readonly kills: number };

/**
 * `./goid import contributions` is killed with -9 at random points, again and again; then it runs once to its end, and
 * once more in two processes at the same time. Every row stands there exactly once and the ledger ties.
 */
export async function killImports({ members, months, kills }: KillSizes): Promise<void> {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'goid-kills-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const environment = {
    DATABASE_URL: database.url,
    GOID_HOME: folder,
    MASTER_KEYS: `1:${Buffer.alloc(32, 3).toString('base64')}`,
  };
  const goid = (...words: string[]) => runGoid(words, environment);
  const sizes = ['--members', String(members), '--months', String(months), '--seed', '5'];
  const made = await goid('generate', ...sizes, '--out', folder, '--json');
  const { rows } = JSON.parse(made.output) as { rows: { contributions: number } };
  for (const kind of ['employers', 'members', 'families'])
    assert.equal((await goid('import', kind, join(folder, `${kind}.csv`))).code, 0, kind);
  const words = ['import', 'contributions', join(folder, 'contributions.csv'), '--json'];

  const ends = { killed: 0, finished: 0 };
  // The span of the delays is drawn towards the import's own length, so that kills fall all over it and at its end.
  let spanMs = 2000;
  while (ends.killed < kills && ends.finished < kills) {
    const finished = await importAndKill(environment, words, Math.random() * spanMs);
    ends[finished ? 'finished' : 'killed'] += 1;
    spanMs *= finished ? 0.8 : 1.15;
    const { count, batches } = await written();
    const all = count === rows.contributions;
    assert.ok(count === 0 || all, `${count} of ${rows.contributions} rows after a kill`);
    assert.equal(batches, all ? 1 : 0);
    if (all) await empty();
  }
  const last = await goid(...words);
  assert.equal(last.code, 0, last.fault);
  const twice = await Promise.all([goid(...words), goid(...words)]);
  for (const { code, output } of twice) {
    assert.equal(code, 0);
    assert.equal((JSON.parse(output) as { rowsUnchanged: number }).rowsUnchanged, rows.contributions);
  }
  assert.deepEqual(await written(), { count: rows.contributions, batches: 1 });
  const verified = await goid('verify-ledger');
  assert.equal(verified.code, 0, verified.output);
  console.log(
    `${ends.killed} imports killed, ${ends.finished} finished; ${rows.contributions} rows, each once`,
  );

  function written(): Promise<{ count: number; batches: number }> {
    return database.one(sql`
      select (select count(*)::int from contributions.contribution) as count,
        (select count(*)::int from contributions.batch) as batches`);
  }

  function empty(): Promise<unknown> {
    return database.transaction(async (tx) => {
      await tx.run(sql`set local session_replication_role = replica`);
      await tx.run(
        sql`truncate contributions.contribution, contributions.batch, ledger.posting, ledger.entry, ledger.ledger_account`,
      );
    });
  }
}

/** True when the import came to its end before it was killed. */
async function importAndKill(
  environment: NodeJS.ProcessEnv,
  words: string[],
  delayMs: number,
): Promise<boolean> {
  const child = startGoid(words, environment);
  const end = once(child, 'exit') as Promise<[number | null, string | null]>;
  await Promise.race([sleep(delayMs), end]);
  child.kill('SIGKILL');
  const [code] = await end;
  return code === 0;
}
