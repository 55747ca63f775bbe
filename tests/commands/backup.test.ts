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
import { importContributions } from '#contributions';
import { generate } from '#generate';
import { systemClock } from '#kernel';
import { importEmployers, importMembers } from '#members';
import { openDatabase, readKeyRing, sql } from '#platform';
import pg from 'pg';
import { installSchema } from '../../src/commands/install-schema.ts';
import { findTool, startTool } from '../../src/commands/postgres-tools.ts';
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

async function proofsOf(...words: Parameters<typeof proveCopy>): Promise<Proof[]> {
  const proofs: Proof[] = [];
  for await (const proof of proveCopy(...words)) proofs.push(proof);
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
    // The keys are noted by the first program that runs.
    assert.equal((await runGoid(['audit', 'verify'], environment)).code, 0);

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

    const again = await runGoid(['backup', '--out', file], environment);
    assert.equal(again.code, 1);
    assert.match(again.fault, /is there already; a backup never overwrites one/);
    assert.ok(readFileSync(file).equals(bytes));

    await makeDatabases(url, ['copy']);
    const cut = join(home, 'cut.backup');
    copyFileSync(file, cut);
    truncateSync(cut, bytes.length - 1000);
    const other = `other:${Buffer.alloc(32, 8).toString('base64')}`;
    const refused = async (from: string, into: string, more = {}) => {
      const { code, output, fault } = await runGoid(['restore', from, '--into', into], {
        ...environment,
        ...more,
      });
      assert.deepEqual([code, output], [1, '']);
      return fault;
    };
    assert.match(await refused(cut, 'copy'), /cut\.backup is not whole/);
    assert.match(await refused(file, 'copy', { MASTER_KEYS: other }), /key test is not among them/);
    assert.match(await refused(file, 'nowhere'), /There is no database nowhere/);
    assert.match(await refused(file, 'postgres'), /The database postgres is not empty/);

    // None of the refusals wrote anything: it is still empty.
    const restored = await runGoid(['restore', file, '--into', 'copy'], environment);
    assert.equal(restored.code, 0, restored.fault + restored.output);
    assert.equal(restored.output.match(/^proven /gm)?.length, 5);
    const copyUrl = new URL(url);
    copyUrl.pathname = '/copy';
    const copy = opened(copyUrl.href);
    assert.equal((await accountById(copy, testKeys, account.accountId))?.email, account.email);
    const [before, after] = [await activityTotals(copy), await activityTotals(database)];
    assert.ok(before.sealed >= 5 && before.sealed <= after.sealed);
    assert.match(await refused(file, 'copy'), /The database copy is not empty/);

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
      ['master keys true', 'ledger false', 'activity false', 'account false'],
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
