import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sql, Statement } from '#platform';
import { runGoid } from '../support/command.ts';
import { testDatabase } from '../support/database.ts';
import { differences } from '../support/money.ts';

const database = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'goid-round-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const environment = {
  DATABASE_URL: database.url,
  GOID_HOME: folder,
  MASTER_KEYS: `1:${Buffer.alloc(32, 3).toString('base64')}`,
};
const goid = (...words: string[]) => runGoid(words, environment);
const run = (statement: string) => database.run(new Statement([statement], []));

type Difference = { check: string; subject: string; expected: string; found: string };

test('what is generated is taken whole, and the ledger ties', async () => {
  const generated = await goid(
    'generate',
    '--members',
    '120',
    '--months',
    '18',
    '--seed',
    '7',
    '--out',
    folder,
    '--json',
  );
  assert.deepEqual([generated.code, generated.fault], [0, ''], generated.fault);
  const { rows } = JSON.parse(generated.output) as { rows: Record<string, number> };
  for (const kind of ['employers', 'members', 'families', 'contributions']) {
    const { code, output, fault } = await goid('import', kind, join(folder, `${kind}.csv`), '--json');
    assert.deepEqual([code, fault], [0, ''], `${kind}: ${fault}${output}`);
    assert.equal((JSON.parse(output) as { rowsWritten: number }).rowsWritten, rows[kind], kind);
  }
  const plain = await goid('verify-ledger');
  assert.deepEqual([plain.code, plain.output, plain.fault], [0, 'The ledger ties: no differences.\n', '']);
});

test('generating needs whole numbers, a month and a folder', async () => {
  for (const words of [
    ['--members', 'many', '--months', '1', '--seed', '1', '--out', folder],
    ['--members', '1', '--months', '1', '--seed', '1'],
    ['--members', '1', '--months', '1', '--seed', '1', '--out', folder, '--until', '2026-13'],
  ]) {
    const { code, fault } = await goid('generate', ...words);
    assert.equal(code, 2, words.join(' '));
    assert.ok(!fault.includes('    at '), fault);
  }
});

/** What somebody with all rights could do behind the program's back, and the row it concerns. */
const tamperings = [
  {
    what: 'an amount raised',
    table: 'ledger.posting',
    pick: "select entry_id::text as id from ledger.posting join ledger.entry using (entry_id) where state = 'posted' order by entry_id limit 1",
    change: (
      id: string,
    ) => `update ledger.posting set amount = amount + 1 where entry_id = '${id}' and ledger_account_id =
      (select min(ledger_account_id) from ledger.posting where entry_id = '${id}')`,
  },
  {
    what: 'a posting taken away',
    table: 'ledger.posting',
    pick: "select entry_id::text as id from ledger.posting join ledger.ledger_account using (ledger_account_id) where kind = 'savings' order by entry_id desc limit 1",
    change: (id: string) => `delete from ledger.posting where entry_id = '${id}' and ledger_account_id =
      (select max(ledger_account_id) from ledger.posting join ledger.ledger_account using (ledger_account_id) where entry_id = '${id}' and kind = 'savings')`,
  },
  {
    what: 'a share changed',
    table: 'contributions.contribution',
    pick: 'select posting_group::text as id from contributions.contribution where jht_employee is not null and posted_on is not null order by 1 limit 1',
    change: (
      id: string,
    ) => `update contributions.contribution set jht_employee = jht_employee + 100 where ctid in
      (select ctid from contributions.contribution where posting_group = '${id}' and jht_employee is not null limit 1)`,
  },
  {
    what: 'a contribution taken away',
    table: 'contributions.contribution',
    pick: 'select posting_group::text as id from contributions.contribution order by 1 desc limit 1',
    change: (id: string) => `delete from contributions.contribution where ctid in
      (select ctid from contributions.contribution where posting_group = '${id}' limit 1)`,
  },
  {
    what: 'a pair of postings moved from one member to another',
    table: 'ledger.posting',
    pick: `select entry_id::text as id from ledger.posting join ledger.ledger_account using (ledger_account_id)
      where kind = 'savings' group by entry_id having count(*) >= 2 order by entry_id limit 1`,
    change: (
      id: string,
    ) => `update ledger.posting p set amount = p.amount + case rank when 1 then 5 else -5 end from
      (select ledger_account_id, row_number() over (order by ledger_account_id) as rank
       from ledger.posting join ledger.ledger_account using (ledger_account_id) where entry_id = '${id}' and kind = 'savings') s
      where p.entry_id = '${id}' and p.ledger_account_id = s.ledger_account_id and rank <= 2`,
  },
  {
    what: 'a posted entry made pending again',
    table: 'ledger.entry',
    pick: "select entry_id::text as id from ledger.entry where state = 'posted' order by entry_id limit 1",
    change: (id: string) =>
      `update ledger.entry set state = 'pending', effective_on = null where entry_id = '${id}'`,
  },
];

/** Runs statements as somebody who has switched the triggers off. */
function behindTheTriggers(...statements: string[]): Promise<void> {
  return database.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    for (const statement of statements) await tx.run(new Statement([statement], []));
  });
}

for (const { what, table, pick, change } of tamperings) {
  test(`verify-ledger finds ${what} and names it`, async () => {
    const [{ id } = assert.fail(`nothing to tamper with for ${what}`)] = await database.many<{ id: string }>(
      new Statement([pick], []),
    );
    await run(`create table public.kept as table ${table}`);
    await behindTheTriggers(change(id));
    const found = (await differences(database)) as Difference[];
    await behindTheTriggers(
      `delete from ${table}`,
      `insert into ${table} overriding system value table public.kept`,
    );
    await run('drop table public.kept');
    assert.ok(found.length >= 1 && found.length < 50, `${found.length} differences`);
    for (const { check, subject, expected } of found)
      assert.ok(check !== '' && subject !== '' && expected !== '', JSON.stringify(found));
    assert.deepEqual(await differences(database), [], 'put right again');
  });
}

test('the command lists the differences and ends with 4', async () => {
  await behindTheTriggers(`update ledger.posting set amount = amount + 1 where entry_id =
    (select min(entry_id::text)::uuid from ledger.entry where state = 'posted')`);
  const { code, output, fault } = await goid('verify-ledger');
  assert.deepEqual([code, fault], [4, '']);
  assert.match(output, /^entry_not_balanced {2}[0-9a-f-]{36}: expected .+, found .+$/m);
  assert.match(output, /\d+ differences\.\n$/);
  const json = await goid('verify-ledger', '--json');
  assert.equal(json.code, 4);
  const found = JSON.parse(json.output) as Difference[];
  assert.ok(found.some(({ check }) => check === 'entry_not_balanced'));
});
