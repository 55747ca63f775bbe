import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
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
import { after, test } from 'node:test';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
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
import { backupCommand } from '../../src/commands/backup.ts';
import { bodyOf, readManifest } from '../../src/commands/backup-file.ts';
import { installSchema, refuseOldSchema } from '../../src/commands/install-schema.ts';
import { restoreCommand } from '../../src/commands/restore.ts';
import { load } from '../../src/commands/restore-load.ts';
import { openPlace } from '../../src/commands/restore-place.ts';
import { type Proof, proveCopy } from '../../src/commands/restored-copy.ts';
import { accountServices, newTestAccount } from '../support/accounts.ts';
import { recordSome } from '../support/activity.ts';
import { runGoid } from '../support/command.ts';
import { cloneDatabase, placeForCopy } from '../support/database.ts';
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

/** The oldest PostgreSQL that is promised, when it is installed; otherwise the one that the program brings along. */
async function sourceDatabase(): Promise<{ url: string; major: number }> {
  if (!hasPostgres15()) return { url: await cloneDatabase(), major: 18 };
  const url = await startPostgres15();
  await installSchema(url);
  return { url, major: 15 };
}

async function proofsOf(database: Database, keys: KeyRing, now: Date): Promise<Proof[]> {
  const proofs: Proof[] = [];
  const signIn = () => Promise.reject(new Error('not tried'));
  for await (const proof of proveCopy({ database, keys, now, heads: [], signIn })) proofs.push(proof);
  return proofs;
}

test('a backup made while others write comes back whole, once, also into a newer PostgreSQL, and is proven', async () => {
  const { url, major } = await sourceDatabase();
  const environment = { ...settings, DATABASE_URL: url };
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

  await database.run(
    sql`insert into accounts.account_role (account_id, role) values (${account.accountId}, 'clerk')`,
  );
  // What a schema gains while it is used: a year of the ledger, and numbers that were given.
  await database.run(sql`select ledger.open_year(2040)`);
  await database.run(sql`select setval('billing.bill_number', 1000000777)`);

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
  assert.deepEqual([manifest.keyIds, manifest.postgres], [['test'], major]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(!existsSync(`${file}.part`));
  const bytes = readFileSync(file);
  assert.ok(!bytes.includes(testMasterKeys.split(':')[1] ?? ''));

  // With keys that are not this database's nothing is written that could not be brought back.
  const other = `other:${Buffer.alloc(32, 8).toString('base64')}`;
  const strange = { DATABASE_URL: url, MASTER_KEYS: other };
  await assert.rejects(
    backupCommand.run({
      config: readConfig({ NODE_ENV: 'test', ...settings, ...strange }),
      interactive: false,
      words: [],
      options: { out: join(home, 'strange.backup') },
    }),
    /key test is not among them/,
  );
  assert.ok(!existsSync(join(home, 'strange.backup.data-keys')));

  // What is refused is asked of the command itself: a process each would cost seconds.
  const input = { config: readConfig({ NODE_ENV: 'test', ...environment }), interactive: false };
  await assert.rejects(
    backupCommand.run({ ...input, words: [], options: { out: file } }),
    /is there already; a backup never overwrites one/,
  );
  assert.ok(readFileSync(file).equals(bytes));

  const place = placeForCopy();
  const cut = join(home, 'cut.backup');
  copyFileSync(file, cut);
  truncateSync(cut, bytes.length - 1000);
  const changed = join(home, 'changed.backup');
  writeFileSync(changed, bytes.with(bytes.length - 1000, (bytes.at(-1000) ?? 0) ^ 1));
  const refuses = (sentence: RegExp, from: string, into: string, MASTER_KEYS = testMasterKeys) =>
    assert.rejects(
      restoreCommand.run({
        config: { ...input.config, MASTER_KEYS, DATABASE_URL: place.serverUrl },
        interactive: false,
        words: [from],
        options: { into },
      }),
      { message: sentence, exitCode: 1 },
    );
  await refuses(/cut\.backup is not whole/, cut, place.name);
  await refuses(/changed\.backup was changed since/, changed, place.name);
  await refuses(/master key.*: key test is not among them/, file, place.name, other);

  // Whoever can write the file can write its digest anew, and has no key.
  const forged = join(home, 'forged.backup');
  forge(file, forged);
  await refuses(/forged\.backup does not have the HMAC of master key test/, forged, place.name);
  forge(file, forged, { hmacKeyId: 'other' });
  const both = `${testMasterKeys},${other}`;
  await refuses(/does not have the HMAC of master key other/, forged, place.name, both);
  forge(file, forged, { hmac: undefined });
  await refuses(/forged\.backup has no HMAC/, forged, place.name);
  const namesake = `test:${Buffer.alloc(32, 9).toString('base64')}`;
  await refuses(/does not have the HMAC of master key test/, file, place.name, namesake);
  copyFileSync(file, forged);
  const toldAnew = readFileSync(file, 'latin1').slice(0, 4096).replace('"takenAt":"20', '"takenAt":"19');
  writeFileSync(forged, Buffer.concat([Buffer.from(toldAnew, 'latin1'), bytes.subarray(4096)]));
  await refuses(/does not have the HMAC of master key test/, forged, place.name);
  const places = await database.one<{ count: bigint }>(
    sql`select count(*) as count from pg_database where datname = ${place.name}`,
  );
  assert.equal(places.count, 0n, 'nothing was written, not even a database');

  await breakOff(file, place);
  const toPlace = { ...settings, DATABASE_URL: place.serverUrl };
  const restored = await runGoid(['restore', file, '--into', place.name], toPlace);
  assert.equal(restored.code, 0, restored.fault + restored.output);
  assert.equal(restored.output.match(/^proven /gm)?.length, 6);
  assert.match(restored.output, /sign-in: somebody signed in through the provider/);
  const copy = opened(place.url);
  const { number } = await copy.one<{ number: bigint }>(sql`select nextval('billing.bill_number') as number`);
  assert.equal(number, 1_000_000_778n);
  assert.equal((await accountById(copy, testKeys, account.accountId))?.email, account.email);
  assert.equal((await conversationOf(copy, testKeys, caseId))[0]?.words, words);
  // An account's key that was destroyed since stays so: the newest file of keys goes with the older copy.
  await destroyDataKey(database, account.accountId);
  const later = join(home, 'later.backup');
  await backupCommand.run({ ...input, words: [], options: { out: later, json: true } });
  const forgetfulPlace = placeForCopy(url);
  await restoreCommand.run({
    ...input,
    words: [file],
    options: { into: forgetfulPlace.name, 'data-keys': `${later}.data-keys`, json: true },
  });
  const forgetful = opened(forgetfulPlace.url);
  const kept = await forgetful.one<{ count: bigint }>(sql`select count(*) as count from cases.message`);
  assert.equal(kept.count, 1n, 'the sealed words are in the copy');
  assert.deepEqual(await conversationOf(forgetful, testKeys, caseId), [], 'and nobody can read them');
  const [before, after] = [await activityTotals(copy), await activityTotals(database)];
  assert.ok(before.sealed >= 5 && before.sealed <= after.sealed);
  await refuses(/The database copy_\w+ is not empty/, file, place.name);

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
});

/** A clerk of an employer made an officer, and all in its first line that needs no key made to fit. */
function forge(from: string, to: string, told: Readonly<Record<string, unknown>> = {}): void {
  const bytes = readFileSync(from);
  const manifest = JSON.parse(bytes.toString('utf8', 0, 4096)) as Record<string, unknown>;
  const body = zstdDecompressSync(bytes.subarray(4096));
  const at = body.indexOf('\0\0\0\u0005clerk');
  assert.ok(at > 0);
  body.write('agent', at + 4);
  const packed = zstdCompressSync(body);
  const sha256 = createHash('sha256').update(packed).digest('hex');
  const line = JSON.stringify({ ...manifest, bytes: packed.length, sha256, ...told });
  writeFileSync(to, Buffer.concat([Buffer.from(`${line.padEnd(4095)}\n`), packed]));
}

/** As a restore that was killed between two tables: nothing works on what it leaves, and the next one begins anew. */
async function breakOff(
  from: string,
  { serverUrl, name, url }: ReturnType<typeof placeForCopy>,
): Promise<void> {
  const held = await openPlace(serverUrl, name);
  await assert.rejects(openPlace(serverUrl, name), /Another restore into the database copy_\w+ is running/);
  const manifest = await readManifest(from, testKeys);
  async function* half() {
    let bytes = 0;
    for await (const piece of bodyOf(from, manifest.sha256)) {
      bytes += piece.length;
      if (bytes > 300_000) return;
      yield piece;
    }
  }
  await assert.rejects(
    load(held, { all: half() }, () => {}),
    /The backup cannot be read/,
  );
  await held.client.end();
  const again = await openPlace(serverUrl, name);
  await assert.rejects(
    load(again, { all: bodyOf(from, '00'.repeat(32)) }, () => {}),
    /one\.backup was changed since/,
    'another file that took its place after it was looked at',
  );
  await again.client.end();
  await assert.rejects(
    refuseOldSchema(url, 'goid_sso'),
    /what is in it is not whole\. Run \.\/goid restore again/,
  );
  await assert.rejects(installSchema(url), /not whole/);
}
