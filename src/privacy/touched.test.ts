import assert from 'node:assert/strict';
import { test } from 'node:test';
import { record } from '#activity';
import { newId } from '#kernel';
import { listTouched, type TouchedBy, type TouchedMember } from '#privacy';
import { sql } from '#platform';
import { accountServices, newTestAccount } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { sealFor } from '../members/sealed.ts';

const database = await testDatabase();
const services = accountServices(database);
const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 4, minute));
const officer = newId(at(0));

async function list(by: TouchedBy): Promise<TouchedMember[]> {
  const found: TouchedMember[] = [];
  const answer = await listTouched(services, by, async (members) => {
    found.push(...members);
  });
  const members = found.filter(({ personId }) => personId !== undefined).length;
  assert.deepEqual(answer, { ok: true, value: { people: found.length, members } });
  return found;
}

const look = (whose: { accountId?: string; personId?: string }, minute: number) =>
  record(database, {
    event: 'session_ended',
    actor: { kind: 'officer', accountId: officer },
    at: at(minute),
    ...whose,
  });

const withAccount = await newTestAccount(services);
const personId = newId(at(0));
const onRegister = newId(at(0));
const unreachable = newId(at(0));
await database.run(
  sql`update accounts.account set person_id = ${personId} where account_id = ${withAccount.accountId}`,
);
const index = Buffer.alloc(32, 5);
const sealed = (column: 'national_number' | 'phone', value: string) =>
  sealFor(testKeys, column, index, value) ?? assert.fail();
await database.run(sql`
  insert into members.person (person_id, full_name, birth_date, sex, national_number_sealed, phone_sealed, sealed_digest)
  values (${onRegister}, '=Budi', '1980-01-01', 'L', ${sealed('national_number', '3171010101800001')},
    ${sealed('phone', '+6281200000001')}, ${index})`);
await database.run(
  sql`insert into members.national_number (index, person_id) values (${index}, ${onRegister})`,
);

test('a member whom entries name by account and by person stands once, reached as proven', async () => {
  await look({ accountId: withAccount.accountId }, 1);
  await look({ personId }, 3);
  await look({ personId: onRegister }, 2);
  await look({ personId: unreachable }, 2);
  const found = await list({ actorAccountId: officer });
  assert.equal(found.length, 3);
  const siti = found.find((member) => member.accountId === withAccount.accountId);
  assert.deepEqual(
    [siti?.reachedBy, siti?.emails.length, siti?.personId, siti?.entries, siti?.firstAt, siti?.lastAt],
    ['account', 1, personId, 2, at(1), at(3)],
  );
  const budi = found.find((member) => member.personId === onRegister);
  assert.deepEqual([budi?.reachedBy, budi?.phones, budi?.name], ['register', ['+6281200000001'], '=Budi']);
  assert.equal(found.find((member) => member.personId === unreachable)?.reachedBy, 'nothing');
});

test('a span of time narrows the list, and stands alone too', async () => {
  // An account that no person stands behind, such as an officer's, is told of and counted apart.
  const own = newId(at(0));
  await record(database, { event: 'signed_out', actor: { kind: 'member' }, accountId: own, at: at(5) });
  assert.equal((await list({ actorAccountId: officer, from: at(2), to: at(3) })).length, 2);
  assert.deepEqual(
    (await list({ from: at(4), to: at(6) })).map((member) => member.accountId),
    [own],
  );
});

test('a session stands for its holder while it was in use', async () => {
  const holder = await newTestAccount(services);
  const sessionId = newId(at(0));
  await database.run(sql`
    insert into accounts.session (session_id, account_id, acr, amr, shared, address, user_agent, authenticated_at,
      last_seen_at, idle_seconds, expires_at, ended_at, end_reason)
    values (${sessionId}, ${holder.accountId}, '2', '{}', false, '', '', ${at(10)}, ${at(12)}, 900, ${at(59)}, ${at(12)}, 'logout')`);
  const ids = [newId(at(9)), newId(at(11)), newId(at(13))] as const;
  for (const [nth, accountId] of ids.entries())
    await record(database, {
      event: 'session_ended',
      actor: { kind: 'officer', accountId: holder.accountId },
      accountId,
      at: at([9, 11, 13][nth] ?? 0),
    });
  assert.deepEqual(
    (await list({ sessionId })).map((member) => member.accountId),
    [ids[1]],
  );
  const unknown = await listTouched(services, { sessionId: newId(at(0)) }, async () => {});
  assert.deepEqual(unknown, { ok: false, refusal: 'unknown_session' });
});

test('that a list was made is recorded, even when it never reached its reader', async () => {
  const recorded = () =>
    database.many<{ details: Record<string, unknown> }>(
      sql`select details from activity.entry where event = 'touched_listed' order by entry_id`,
    );
  const before = (await recorded()).length;
  await assert.rejects(
    listTouched(services, { actorAccountId: officer }, async () => {
      throw new Error('the pipe is closed');
    }),
    /pipe/,
  );
  const after = await recorded();
  assert.equal(after.length, before + 1);
  assert.ok(
    after.some(
      ({ details }) => details['by'] === 'actor' && details['members'] === 3 && details['people'] === 3,
    ),
  );
});
