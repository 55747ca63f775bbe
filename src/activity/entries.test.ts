import assert from 'node:assert/strict';
import { test } from 'node:test';
import { record, recentActivity } from '#activity';
import { newId } from '#kernel';
import { openDatabase, sql } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';

const owner = await testDatabase();
const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 3, 0, second));

test('[V16.2.1] entries come back newest first, as they were recorded', async () => {
  const accountId = newId(new Date());
  const first = {
    event: 'sign_in_refused',
    actor: { kind: 'unknown' },
    accountId,
    at: at(0),
    address: '203.0.113.9',
    userAgent: 'Firefox',
    details: { reason: 'password' },
  } as const;
  await record(owner, first);
  await record(owner, { event: 'signed_out', actor: { kind: 'member', accountId }, accountId, at: at(1) });
  const [newest, oldest, ...rest] = await recentActivity(owner, accountId, 10);
  assert.equal(newest?.event, 'signed_out');
  const { id, ...kept } = oldest ?? assert.fail();
  assert.ok(id);
  assert.deepEqual(kept, first);
  assert.deepEqual(rest, []);
  assert.equal((await recentActivity(owner, accountId, 1)).length, 1);
});

test('an entry is never changed, not even by the owner of the table', async () => {
  await record(owner, { event: 'signed_out', actor: { kind: 'system' }, at: at(2) });
  for (const statement of [
    sql`update activity.entry set event = 'x'`,
    sql`delete from activity.entry`,
    sql`truncate activity.entry`,
  ])
    await assert.rejects(owner.run(statement), /only grows/);
});

test('[V16.4.2] the faces may add and read, nothing else', async () => {
  const face = openDatabase({ url: owner.url, role: 'goid_portal' });
  await record(face, { event: 'signed_out', actor: { kind: 'system' }, at: at(3) });
  await assert.rejects(face.run(sql`delete from activity.entry`), /permission denied/);
  await assert.rejects(face.run(sql`update activity.entry set event = 'x'`), /permission denied/);
  await face.close();
});
