import assert from 'node:assert/strict';
import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { accountById } from '#accounts';
import { activityTotals, sealActivity } from '#activity';
import { conversationOf, openCase, replyInCase } from '#cases';
import { importContributions } from '#contributions';
import { generate } from '#generate';
import { systemClock } from '#kernel';
import { importEmployers, importMembers } from '#members';
import {
  type Database,
  destroyDataKey,
  type KeyRing,
  openDatabase,
  readConfig,
  readKeyRing,
  sql,
  useKeys,
} from '#platform';
import pg from 'pg';
import { backupCommand } from '../../src/commands/backup.ts';
import { installSchema } from '../../src/commands/install-schema.ts';
import { findTool, startTool } from '../../src/commands/postgres-tools.ts';
import { restoreCommand } from '../../src/commands/restore.ts';
import { type Proof, proveCopy } from '../../src/commands/restored-copy.ts';
import { accountServices, newTestAccount } from '../support/accounts.ts';
import { recordSome } from '../support/activity.ts';
import { runGoid } from '../support/command.ts';
import { testKeys, testMasterKeys } from '../support/keys.ts';
import { hasPostgres15, startPostgres15 } from '../support/postgres-15.ts';

const home = mkdtempSync(join(tmpdir(), 'goid-backup-'));
after(() => rmSync(home, { recursive: true, force: true }));
const file = join(home, 'one.backup');
const settings = { MASTER_KEYS: testMasterKeys, GOID_HOME: home };

function opened(url: string) {
  const database = openDatabase({ url });
  after(() => database.close());
  return database;
}

async function makeDatabases(url: string, names: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const name of names) await client.query(`create database ${name}`);
  await client.end();
}

async function proofsOf(database: Database, keys: KeyRing, now: Date): Promise<Proof[]> {
  const proofs: Proof[] = [];
  const signIn = () => Promise.reject(new Error('not tried'));
  for await (const proof of proveCopy({ database, keys, now, heads: [], signIn })) proofs.push(proof);
  return proofs;
}

test(
  'a backup made while others write comes back whole, once, and is proven',
  {
    skip: !hasPostgres15() && 'there is no pg_dump here for the database that comes along',
  },
  async () => {
    const url = await startPostgres15();
    const environment = { ...settings, DATABASE_URL: url };
    await installSchema(url);
    const database = opened(url);
    const now = new Date();
    const account = await newTestAccount(accountServices(database));
    await generate({ members: 20, months: 2, seed: 4, out: home });
    const onRefusal = (refusal: unknown) => assert.fail(JSON.stringify(refusal));
    const taking = { keys: testKeys, now, onRefusal };
    await importEmployers(database, createReadStream(join(home, 'employers.csv')), taking);
    await importMembers(database, createReadStream(join(home, 'members.csv')), taking);
    const contributions = createReadStream(join(home, 'contributions.csv'));
    assert.ok((await importContributions(database, contributions, taking)).rowsWritten > 0);
    await recordSome(database, 5);
    await sealActivity({ database, keys: testKeys, clock: systemClock });
    assert.equal(await useKeys(database, testKeys), undefined);

    const words = 'Rahasia di dalam kasus';
    const { caseId } = await openCase(database, { kind: 'question', accountId: account.accountId, now });
    const cases = { ...accountServices(database), keys: testKeys };
    await replyInCase(cases, { accountId: account.accountId, caseId, words, now });

    const writer = { goesOn: true, written: 0 };
    const writing = (async () => {
      for (; writer.goesOn; writer.written += 1) {
        await recordSome(database, 1);
        await sealActivity({ database, keys: testKeys, clock: systemClock });
      }
    })();
    const made = await runGoid(['backup', '--out', file, '--json'], environment);
    writer.goesOn = false;
    await writing;
    assert.equal(made.code, 0, made.fault);
    assert.ok(writer.written > 0);
    const manifest = JSON.parse(made.output) as { keyIds: string[]; postgres: number };
    assert.deepEqual([manifest.keyIds, manifest.postgres], [['test'], 15]);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.ok(!existsSync(`${file}.part`));
    const bytes = readFileSync(file);
    assert.ok(!bytes.includes(testMasterKeys.split(':')[1] ?? ''));

    // What is refused is asked of the command itself: a process each would cost seconds.
    const input = { config: readConfig({ NODE_ENV: 'test', ...environment }), interactive: false };
    await assert.rejects(
      backupCommand.run({ ...input, words: [], options: { out: file } }),
      /is there already; a backup never overwrites one/,
    );
    assert.ok(readFileSync(file).equals(bytes));

    await makeDatabases(url, ['copy']);
    const cut = join(home, 'cut.backup');
    copyFileSync(file, cut);
    truncateSync(cut, bytes.length - 1000);
    const changed = join(home, 'changed.backup');
    writeFileSync(changed, bytes.with(bytes.length - 1000, (bytes.at(-1000) ?? 0) ^ 1));
    const other = `other:${Buffer.alloc(32, 8).toString('base64')}`;
    const refuses = (sentence: RegExp, from: string, into: string, MASTER_KEYS = testMasterKeys) =>
      assert.rejects(
        restoreCommand.run({
          config: { ...input.config, MASTER_KEYS },
          interactive: false,
          words: [from],
          options: { into },
        }),
        sentence,
      );
    await refuses(/cut\.backup is not whole/, cut, 'copy');
    await refuses(/changed\.backup was changed since/, changed, 'copy');
    await refuses(/key test is not among them/, file, 'copy', other);
    await refuses(/There is no database nowhere/, file, 'nowhere');
    await refuses(/The database postgres is not empty/, file, 'postgres');

    // None of the refusals wrote anything: it is still empty.
    const restored = await runGoid(['restore', file, '--into', 'copy'], environment);
    assert.equal(restored.code, 0, restored.fault + restored.output);
    assert.equal(restored.output.match(/^proven /gm)?.length, 6);
    assert.match(restored.output, /sign-in: somebody signed in through the provider/);
    const copyUrl = new URL(url);
    copyUrl.pathname = '/copy';
    const copy = opened(copyUrl.href);
    assert.equal((await accountById(copy, testKeys, account.accountId))?.email, account.email);
    assert.equal((await conversationOf(copy, testKeys, caseId))[0]?.words, words);
    // An account's key that was destroyed since stays so: the newest file of keys goes with the older copy.
    await destroyDataKey(database, account.accountId);
    const later = join(home, 'later.backup');
    await backupCommand.run({ ...input, words: [], options: { out: later, json: true } });
    await makeDatabases(url, ['forgetful']);
    await restoreCommand.run({
      ...input,
      words: [file],
      options: { into: 'forgetful', 'data-keys': `${later}.data-keys`, json: true },
    });
    const forgetfulUrl = new URL(url);
    forgetfulUrl.pathname = '/forgetful';
    const forgetful = opened(forgetfulUrl.href);
    const kept = await forgetful.one<{ count: bigint }>(sql`select count(*) as count from cases.message`);
    assert.equal(kept.count, 1n, 'the sealed words are in the copy');
    assert.deepEqual(await conversationOf(forgetful, testKeys, caseId), [], 'and nobody can read them');
    const [before, after] = [await activityTotals(copy), await activityTotals(database)];
    assert.ok(before.sealed >= 5 && before.sealed <= after.sealed);
    await refuses(/The database copy is not empty/, file, 'copy');

    const sameName = readKeyRing(`test:${Buffer.alloc(32, 9).toString('base64')}`);
    const [keys] = await proofsOf(copy, sameName, now);
    assert.equal(keys?.proven, false);
    assert.match(keys.found, /key test is another one of the same name/);
    await copy.transaction(async (tx) => {
      await tx.run(sql`set local session_replication_role = replica`);
      await tx.run(sql`delete from activity.batch where number = 1`);
      await tx.run(sql`delete from ledger.posting where amount > 0`);
      await tx.run(sql`update accounts.account set display_name = '\\x00'`);
    });
    const spoilt = await proofsOf(copy, testKeys, now);
    assert.deepEqual(
      spoilt.map(({ check, proven }) => `${check} ${proven}`),
      ['master keys true', 'ledger false', 'activity false', 'account false', 'sign-in false'],
    );
  },
);

test('without a tool that is new enough one sentence names the package', async () => {
  await assert.rejects(
    findTool('pg_dump', 99),
    /PostgreSQL 99 and .* no pg_dump .*: install the package postgresql-client-99\./,
  );
});

test('a tool gets the password by the environment, never in its arguments, and no master key', async () => {
  const program = join(home, 'tool');
  writeFileSync(program, '#!/bin/sh\necho "$*"\nenv\n', { mode: 0o755 });
  process.env['MASTER_KEYS'] = testMasterKeys;
  const url = 'postgresql://goid:rahasia%21@127.0.0.1:5432/goid?sslmode=disable&options=-c%20jit%3Doff';
  const { child, ended } = startTool(program, url, ['--format=custom'], { input: 'ignore', output: 'pipe' });
  const [words = '', ...environment] = (await text(child.stdout ?? assert.fail())).split('\n');
  await ended;
  assert.match(
    words,
    /--dbname=postgresql:\/\/goid@127\.0\.0\.1:5432\/goid\?sslmode=disable&options=-c%20jit/,
  );
  assert.doesNotMatch(words, /rahasia/);
  assert.ok(environment.includes('PGPASSWORD=rahasia!'));
  assert.ok(!environment.some((line) => line.startsWith('MASTER_KEYS')));
});
