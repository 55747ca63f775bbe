import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type ActivityCheck,
  headsAfter,
  newestHeads,
  publishHead,
  readHeadsFile,
  sealActivity,
} from '#activity';
import { newId, systemClock } from '#kernel';
import { readKeyRing, type Statement, sql } from '#platform';
import { differencesOf, recordSome } from '../../tests/support/activity.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys, testMasterKeys } from '../../tests/support/keys.ts';
import { silentLog } from '../../tests/support/messages.ts';

const database = await testDatabase();
const services = { database, keys: testKeys, clock: systemClock };
const folder = mkdtempSync(join(tmpdir(), 'goid-heads-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

for (let batch = 0; batch < 4; batch += 1) {
  await recordSome(database, 6);
  await sealActivity(services);
}
const heads = (await newestHeads(database, 100)).map((head, index) => ({ line: index + 1, head }));
const entry = (batch: number, position: number) =>
  sql`(select entry_id from activity.leaf where batch_number = ${batch} and position = ${position})`;
const waiting = newId(new Date());

/** What somebody with all rights does, past every trigger, and what the check answers: names, and where. */
const tamperings: Readonly<
  Record<string, { do: readonly Statement[]; found: readonly (readonly [ActivityCheck, RegExp])[] }>
> = {
  'the event of an entry': {
    do: [sql`update activity.entry set event = 'sign_in_succeeded' where entry_id = ${entry(2, 3)}`],
    found: [['changed', /batch 2, place 3/]],
  },
  'the time of an entry by a microsecond': {
    do: [sql`update activity.entry set at = at + interval '1 microsecond' where entry_id = ${entry(1, 0)}`],
    found: [['changed', /batch 1, place 0/]],
  },
  'a time that is no time': {
    do: [sql`update activity.entry set at = 'infinity' where entry_id = ${entry(1, 0)}`],
    found: [['changed', /batch 1, place 0/]],
  },
  'whom it happened to': {
    do: [sql`update activity.entry set account_id = null where entry_id = ${entry(3, 5)}`],
    found: [['changed', /batch 3, place 5/]],
  },
  'who acted': {
    do: [
      sql`update activity.entry set actor_kind = 'member', actor_account_id = account_id where entry_id = ${entry(3, 5)}`,
    ],
    found: [['changed', /batch 3, place 5/]],
  },
  'the address': {
    do: [sql`update activity.entry set address = '198.51.100.7' where entry_id = ${entry(2, 0)}`],
    found: [['changed', /batch 2, place 0/]],
  },
  'the details, with a number that only text tells from the old one': {
    do: [
      sql`update activity.entry set details = details || '{"count": 0.0}' where entry_id = ${entry(2, 0)}`,
    ],
    found: [['changed', /batch 2, place 0/]],
  },
  'what is personal, together with its salt': {
    do: [
      sql`update activity.entry set person_id = null, address = null, user_agent = null, details = '{}' where entry_id = ${entry(2, 1)}`,
      sql`update activity.leaf set salt = null where entry_id = ${entry(2, 1)}`,
    ],
    found: [['forgotten-early', /batch 2, place 1/]],
  },
  'a salt': {
    do: [
      sql`update activity.leaf set salt = '\\x00000000000000000000000000000000' where entry_id = ${entry(2, 1)}`,
    ],
    found: [['changed', /batch 2, place 1/]],
  },
  'an entry and its leaf, so that they fit again': {
    do: [sql`update activity.leaf set hash = sha256('other') where batch_number = 2 and position = 1`],
    found: [
      ['changed', /batch 2, place 1/],
      ['order', /not the ones/],
    ],
  },
  'an entry away': {
    do: [sql`delete from activity.entry where entry_id = ${entry(4, 2)}`],
    found: [['deleted', /batch 4, place 2/]],
  },
  'an entry away with its leaf': {
    do: [
      sql`delete from activity.entry where entry_id = ${entry(4, 2)}`,
      sql`delete from activity.leaf where batch_number = 4 and position = 2`,
    ],
    found: [['leaf-missing', /nothing/]],
  },
  'an entry more, past the queue': {
    do: [
      sql`insert into activity.entry (entry_id, event, actor_kind, at) values (${newId(new Date())}, 'signed_out', 'system', now())`,
    ],
    found: [['inserted', /neither sealed nor waiting/]],
  },
  'an entry more, with a leaf at the end of a batch': {
    do: [
      sql`insert into activity.entry (entry_id, event, actor_kind, at) values (${waiting}, 'signed_out', 'system', now())`,
      sql`insert into activity.leaf select ${waiting}, 3, 6, salt, commitment, hash from activity.leaf where batch_number = 3 and position = 0`,
    ],
    found: [['inserted', /place 6/]],
  },
  'two entries in each other’s place': {
    do: [
      sql`update activity.leaf set position = 99 where batch_number = 1 and position = 1`,
      sql`update activity.leaf set position = 1 where batch_number = 1 and position = 4`,
      sql`update activity.leaf set position = 4 where batch_number = 1 and position = 99`,
    ],
    found: [['order', /another order/]],
  },
  'a sealed entry into the queue again': {
    do: [sql`insert into activity.unsealed (entry_id) values (${entry(1, 1)})`],
    found: [['inserted', /second time/]],
  },
  'an entry away before it is sealed': {
    do: [sql`insert into activity.unsealed (entry_id) values (${newId(new Date())})`],
    found: [['deleted', /before it was sealed/]],
  },
  'a batch in the middle away': {
    do: [sql`delete from activity.batch where number = 2`],
    found: [
      ['published', /not what the chain holds/],
      ['batch-missing', /not there/],
    ],
  },
  'two batches in each other’s place': {
    do: [
      sql`update activity.batch set number = 99 where number = 1`,
      sql`update activity.batch set number = 1 where number = 2`,
      sql`update activity.batch set number = 2 where number = 99`,
    ],
    found: [
      ['published', /not what/],
      ['published', /not what/],
      ['chain', /follow/],
      ['head', /hash/],
      ['signature', /ours/],
      ['order', /not the ones/],
      ['chain', /follow/],
      ['head', /hash/],
      ['signature', /ours/],
      ['order', /not the ones/],
      ['chain', /follow/],
    ],
  },
  'the time of a batch': {
    do: [sql`update activity.batch set sealed_at = sealed_at - interval '25 months' where number = 3`],
    found: [
      ['head', /hash/],
      ['signature', /ours/],
    ],
  },
  'a signature': {
    do: [sql`update activity.batch set signature = sha512('other') where number = 3`],
    found: [['signature', /ours/]],
  },
  'the key of a batch': {
    do: [sql`update activity.batch set key_id = 'other' where number = 3`],
    found: [
      ['head', /hash/],
      ['unknown-key', /key other/],
    ],
  },
  'the last batch and all that was in it': {
    do: [
      sql`delete from activity.entry where entry_id in (select entry_id from activity.leaf where batch_number = 4)`,
      sql`delete from activity.leaf where batch_number = 4`,
      sql`delete from activity.batch where number = 4`,
    ],
    found: [['cut', /ends with batch 3/]],
  },
  everything: {
    do: [sql`delete from activity.entry`, sql`delete from activity.leaf`, sql`delete from activity.batch`],
    found: Array.from({ length: 4 }, () => ['cut', /no chain/] as const),
  },
};

class Undo extends Error {}

test('the untouched record has no differences', async () => {
  assert.deepEqual(await differencesOf(database, heads), []);
});

for (const [what, { do: statements, found }] of Object.entries(tamperings))
  test(`[V16.4.2] found and named: ${what}`, async () => {
    await assert.rejects(
      database.transaction(async (tx) => {
        await tx.run(sql`set local session_replication_role = replica`);
        for (const statement of statements) assert.ok((await tx.run(statement)) > 0);
        const differences = await differencesOf(tx, heads);
        assert.deepEqual(
          differences.map(({ check }) => check),
          found.map(([check]) => check),
          JSON.stringify(differences, null, 1),
        );
        found.forEach(([, said], index) => assert.match(differences[index]?.found ?? '', said));
        throw new Undo();
      }),
      Undo,
    );
  });

test('somebody with all rights but no key cannot seal another history', async () => {
  const other = readKeyRing(`test:${Buffer.alloc(32, 9).toString('base64')}`);
  await recordSome(database, 1);
  await assert.rejects(
    database.transaction(async (tx) => {
      await sealActivity({
        ...services,
        keys: other,
        database: { ...database, transaction: (work) => work(tx) },
      });
      assert.deepEqual(
        (await differencesOf(tx, heads)).map(({ check }) => check),
        ['signature'],
      );
      throw new Undo();
    }),
    Undo,
  );
});

test('a newer key in front of the ring signs from then on, and what was signed before still stands', async () => {
  const rotated = readKeyRing(`new:${Buffer.alloc(32, 8).toString('base64')},${testMasterKeys}`);
  await recordSome(database, 1);
  await assert.rejects(
    database.transaction(async (tx) => {
      await sealActivity({
        ...services,
        keys: rotated,
        database: { ...database, transaction: (work) => work(tx) },
      });
      assert.equal((await newestHeads(tx, 1))[0]?.keyId, 'new');
      assert.deepEqual(await differencesOf(tx, heads, new Date(), rotated), []);
      throw new Undo();
    }),
    Undo,
  );
});

test('the newest head is added to the file once, a torn line is written anew, and a chain that was cut sounds an alarm', async () => {
  const publishing = { database, config: { AUDIT_HEADS_DIR: folder }, log: silentLog };
  const file = join(folder, 'heads.jsonl');
  assert.equal(await publishHead({ ...publishing, config: { AUDIT_HEADS_DIR: '' } }), 'nothing-new');
  assert.equal(await publishHead(publishing), 'published');
  assert.equal(await publishHead(publishing), 'nothing-new');
  writeFileSync(file, `${readFileSync(file, 'utf8')}{"number": 5, "ro`);
  await sealActivity(services);
  assert.equal(await publishHead(publishing), 'published');
  const lines = readHeadsFile(file);
  assert.deepEqual(
    lines.map(({ head }) => head?.number),
    [4, 5],
  );
  assert.deepEqual(await differencesOf(database, lines), []);
  const json = join(folder, 'heads.json');
  writeFileSync(json, JSON.stringify({ keys: [], heads: await headsAfter(database, 2) }));
  assert.deepEqual(
    readHeadsFile(json).map(({ head }) => head?.number),
    [3, 4, 5],
  );
  await assert.rejects(
    database.transaction(async (tx) => {
      await tx.run(sql`set local session_replication_role = replica`);
      await tx.run(sql`delete from activity.batch where number > 3`);
      assert.equal(await publishHead({ ...publishing, database: { ...database, ...tx } }), 'alarm');
      throw new Undo();
    }),
    Undo,
  );
  writeFileSync(file, `${readFileSync(file, 'utf8')}no head\n`);
  assert.deepEqual(
    (await differencesOf(database, readHeadsFile(file))).map(({ check, subject }) => [check, subject]),
    [['published', 'line 3']],
  );
});
