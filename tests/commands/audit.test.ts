import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { newestHeads, publicHeadKeys, recentActivity, sealActivity, sealOf } from '#activity';
import { newId, systemClock } from '#kernel';
import { sql } from '#platform';
import { recordSome } from '../support/activity.ts';
import { runGoid } from '../support/command.ts';
import { testDatabase } from '../support/database.ts';
import { testKeys, testMasterKeys } from '../support/keys.ts';

const database = await testDatabase();
const home = mkdtempSync(join(tmpdir(), 'goid-audit-'));
test.after(() => rmSync(home, { recursive: true, force: true }));
const file = (name: string) => join(home, name);
const environment = { DATABASE_URL: database.url, MASTER_KEYS: testMasterKeys, GOID_HOME: home };

const accountId = newId(new Date());
await recordSome(database, 5, { accountId });
await sealActivity({ database, keys: testKeys, clock: systemClock });
const [entry] = await recentActivity(database, accountId, 1);
const seal = await sealOf(database, accountId, entry?.id ?? '');
const proof = seal?.kind === 'sealed' ? seal.proof : assert.fail();
const heads = await newestHeads(database, 10);

test('verify says what it read, and names a change and a cut end with code 4', async () => {
  writeFileSync(file('heads.jsonl'), heads.map((head) => `${JSON.stringify(head)}\n`).join(''));
  const fine = await runGoid(['audit', 'verify'], environment);
  assert.equal(fine.code, 0, fine.fault);
  assert.match(
    fine.output,
    /^5 entries in 1 batches stand as they were sealed; 0 wait.*\nNo published heads/,
  );
  await database.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    await tx.run(sql`delete from activity.batch`);
    await tx.run(sql`delete from activity.leaf`);
  });
  const cut = await runGoid(['audit', 'verify', '--heads', file('heads.jsonl')], environment);
  assert.equal(cut.code, 4, cut.fault);
  assert.match(cut.output, /^cut {2}published head of batch 1 \(line 1\): there is no chain$/m);
  assert.match(cut.output, /^inserted {2}entry /m);
  assert.match(cut.output, /^6 differences\.$/m);
  const missing = await runGoid(['audit', 'verify', '--heads', file('none')], environment);
  assert.equal(missing.code, 1);
  assert.match(missing.fault, /cannot be read \(ENOENT\)/);
});

test('check needs the file and public keys, no database and no secret', async () => {
  writeFileSync(file('proof.json'), JSON.stringify(proof, null, 2));
  writeFileSync(file('forged.json'), JSON.stringify({ ...proof, position: proof.position + 1 }));
  writeFileSync(file('keys.json'), JSON.stringify({ keys: publicHeadKeys(testKeys), heads: [] }));
  const alone = { GOID_HOME: home, MASTER_KEYS: '', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
  const fine = await runGoid(['audit', 'check', file('proof.json'), '--keys', file('keys.json')], alone);
  assert.equal(fine.code, 0, fine.fault);
  assert.match(fine.output, /^The proof holds\.\n {2}entry .*sign_in_refused/);
  const forged = await runGoid(['audit', 'check', file('forged.json'), '--json'], environment);
  assert.equal(forged.code, 4);
  assert.deepEqual(JSON.parse(forged.output), { holds: false, fault: 'changed' });
  const keyless = await runGoid(['audit', 'check', file('proof.json')], alone);
  assert.equal(keyless.code, 1);
  assert.match(keyless.fault, /--keys FILE/);
});

test('touched says how many, lists them as a file, and names what it does not understand', async () => {
  const count = await runGoid(['touched', '--from', '2020-01-01T00:00:00Z'], environment);
  assert.equal(count.code, 0, count.fault);
  assert.match(count.output, /^People touched: 1 \(members: 1, /);
  const listed = await runGoid(['touched', '--from', '2020-01-01T07:00:00+07:00', '--csv'], environment);
  assert.match(listed.output, /^account_id,person_id,name,language,email,phone,reached_by,/);
  assert.match(listed.output, new RegExp(`^${accountId},`, 'm'));
  for (const words of [
    [],
    ['--from', '2020-01-01'],
    ['--session', 'x'],
    ['--session', accountId, '--actor', 'x'],
  ])
    assert.equal((await runGoid(['touched', ...words], environment)).code, 2, words.join(' '));
});
