import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { activityTotals, forgetOldActivity, record, sealActivity, sealingBacklog, sealOf } from '#activity';
import { fixedClock, newId, systemClock } from '#kernel';
import { openDatabase, sql, Statement } from '#platform';
import { differencesOf, recordSome } from '../../tests/support/activity.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';

const owner = await testDatabase();
const worker = openDatabase({ url: owner.url, role: 'goid_worker' });
const portal = openDatabase({ url: owner.url, role: 'goid_portal', poolSize: 16 });
test.after(() => Promise.all([worker.close(), portal.close()]));
const services = { database: worker, keys: testKeys, clock: systemClock };

test('what was recorded before there was a queue is sealed like everything else', async () => {
  await owner.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    await recordSome(tx, 3);
  });
  assert.equal((await activityTotals(owner)).waiting, 0);
  assert.equal((await differencesOf(owner)).filter(({ check }) => check === 'inserted').length, 3);
  const file = new URL('../../migrations/0023_earlier_activity.sql', import.meta.url);
  await owner.run(new Statement([readFileSync(file, 'utf8')], []));
  assert.deepEqual(await sealActivity(services), { batches: 1, entries: 3 });
  assert.deepEqual(await differencesOf(owner), []);
});

test('an entry that is committed late is in the next batch, and nobody waits for anybody', async () => {
  let commit = () => {};
  const waiting = new Promise<void>((resolve) => (commit = resolve));
  const accountId = newId(new Date());
  const entry = { event: 'signed_out', actor: { kind: 'system' }, accountId, at: new Date() } as const;
  let recorded = () => {};
  const isRecorded = new Promise<void>((resolve) => (recorded = resolve));
  const late = portal.transaction(async (tx) => {
    await record(tx, entry);
    recorded();
    await waiting;
  });
  await isRecorded;
  await recordSome(portal, 2);
  assert.equal((await sealActivity(services)).entries, 2);
  commit();
  await late;
  assert.deepEqual(await sealActivity(services), { batches: 1, entries: 1 });
  assert.deepEqual(await differencesOf(owner), []);
});

test('the operator sees how much waits, and since when', async () => {
  const now = new Date();
  assert.deepEqual(await sealingBacklog(worker, now), { waiting: 0, oldestSeconds: 0 });
  await recordSome(portal, 2, { at: new Date(now.getTime() - 90_000) });
  assert.deepEqual(await sealingBacklog(worker, now), { waiting: 2, oldestSeconds: 90 });
  await sealActivity(services);
});

test('recording does not wait for a sealer that is in the middle, and another sealer leaves at once', async () => {
  await recordSome(portal, 3);
  await owner.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtext('activity.batch'))`);
    await tx.run(sql`delete from activity.unsealed`);
    await portal.transaction(async (other) => {
      await other.run(sql`set local lock_timeout = '1ms'`);
      await recordSome(other, 1);
    });
    assert.deepEqual(await sealActivity(services), { batches: 0, entries: 0 });
    await tx.run(sql`insert into activity.unsealed select entry_id from activity.entry e
      where not exists (select 1 from activity.leaf l where l.entry_id = e.entry_id) on conflict do nothing`);
  });
  assert.equal((await sealActivity(services)).entries, 4);
});

test('sixteen writers, some late and some undone, and two sealers at once: each entry is sealed once', async () => {
  const before = await activityTotals(owner);
  const writers = { running: true };
  const sealers = [1, 2].map(async () => {
    while (writers.running) await sealActivity(services, 7);
  });
  let kept = 0;
  await Promise.all(
    Array.from({ length: 16 }, async (_, writer) => {
      for (let round = 0; round < 12; round += 1) {
        const undone = (writer + round) % 5 === 0;
        await portal
          .transaction(async (tx) => {
            await recordSome(tx, 1 + (round % 3));
            await tx.run(sql`select pg_sleep(${((writer * 7 + round * 3) % 10) / 1000}::float8)`);
            if (undone) throw new Error('undone');
          })
          .then(
            () => (kept += 1 + (round % 3)),
            (error: Error) => assert.equal(error.message, 'undone'),
          );
      }
    }),
  );
  writers.running = false;
  await Promise.all(sealers);
  await sealActivity(services, 7);
  const after = await activityTotals(owner);
  assert.equal(after.sealed - before.sealed, kept);
  assert.equal(after.waiting, 0);
  assert.ok(after.batches > before.batches + 1);
  assert.deepEqual(await differencesOf(owner), []);
});

test('after 24 months what is personal is forgotten, and the chain and a proof still hold', async () => {
  const clock = fixedClock(new Date());
  const months = (count: number) => {
    const then = new Date(clock.now());
    then.setUTCMonth(then.getUTCMonth() + count);
    return then;
  };
  await sealActivity(services);
  const accountId = newId(new Date());
  await recordSome(portal, 5, { accountId, at: months(-25) });
  await sealActivity({ ...services, clock: fixedClock(months(-25)) });
  await recordSome(portal, 2, { accountId, at: months(-23) });
  await sealActivity({ ...services, clock: fixedClock(months(-23)) });
  const config = { ACTIVITY_MONTHS: 1 };
  assert.deepEqual(await forgetOldActivity({ database: worker, clock }, config), { batches: 1, entries: 5 });
  assert.deepEqual(await forgetOldActivity({ database: worker, clock }, config), { batches: 0, entries: 0 });
  const rows = await owner.many<{ entry_id: string; personal: boolean }>(sql`
    select entry_id, coalesce(person_id::text, address, user_agent, nullif(details::text, '{}')) is not null as personal
    from activity.entry where account_id = ${accountId} order by at`);
  assert.deepEqual(
    rows.map(({ personal }) => personal),
    [false, false, false, false, false, true, true],
  );
  const seal = await sealOf(owner, accountId, rows[0]?.entry_id ?? '');
  assert.ok(seal?.kind === 'sealed' && 'commitment' in seal.proof.personal);
  await sealActivity({ ...services, clock });
  assert.deepEqual(await differencesOf(owner), []);
});

test('the door for forgetting is narrow: no young batch, no other change, nobody but the worker', async () => {
  const young = sql`select activity.forget_batch(max(number)) from activity.batch`;
  await assert.rejects(worker.run(young), /not old enough/);
  await assert.rejects(portal.run(sql`select activity.forget_batch(1)`), /permission denied/);
  for (const statement of [
    sql`update activity.entry set address = null`,
    sql`update activity.entry set details = '{}'`,
    sql`update activity.leaf set hash = commitment`,
    sql`update activity.batch set sealed_at = sealed_at - interval '30 months'`,
    sql`update activity.batch set forgotten_at = null where forgotten_at is not null`,
    sql`delete from activity.leaf`,
    sql`delete from activity.batch`,
    sql`truncate activity.leaf`,
    sql`truncate activity.batch`,
  ])
    await assert.rejects(owner.run(statement), /only grows/, statement.text);
});
