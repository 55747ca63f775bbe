import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountSubject, isLimited, limitedSince } from '#accounts';
import { newId } from '#kernel';
import {
  askForLimitation,
  consentsOf,
  decideLimitation,
  liftOwnLimitation,
  openRequests,
  requestsOf,
  withdrawConsent,
} from '#privacy';
import { sql } from '#platform';
import { maskedMember } from '#support';
import { dataNow, openDataHouse } from '../../tests/support/my-data.ts';
import { silentLog } from '../../tests/support/messages.ts';

const house = await openDataHouse();
const { owner, portal, desk, siti, budi } = house;
const hourMs = 3_600_000;

test('a limitation holds at once, with a ground of the closed list and a clock of 3 × 24 hours', async () => {
  assert.deepEqual(await askForLimitation(portal, siti.asker, 'karena saya mau'), {
    ok: false,
    refusal: 'ground',
  });
  const asked = await Promise.all(
    Array.from({ length: 8 }, () => askForLimitation(portal, siti.asker, 'dispute')),
  );
  assert.equal(asked.filter(({ ok }) => ok).length, 1, 'one of several at once');
  assert.ok(await isLimited(owner, siti.accountId));
  const [request] = await openRequests(desk.database, { limit: 10, offset: 0 });
  assert.equal(Number(request?.dueAt) - Number(request?.askedAt), 72 * hourMs);
  assert.deepEqual([request?.kind, request?.ground, request?.state], ['limitation', 'dispute', 'open']);
  assert.equal(await toldOfChange(siti.accountId), 2, 'so that a stranger in the account is noticed');
});

/** How many notices that the use of data was changed went out to a member's two addresses. */
async function toldOfChange(accountId: string): Promise<number> {
  const rows = await owner.many(
    sql`select from notifications.message where account_id = ${accountId} and template = 'data_changed'`,
  );
  return rows.length;
}

test('officers see the mark behind a look', async () => {
  const found = await maskedMember({ ...desk, log: silentLog }, siti);
  assert.deepEqual(found.account?.limitedSince, dataNow);
  const other = await maskedMember({ ...desk, log: silentLog }, budi);
  assert.equal(other.account?.limitedSince, undefined);
});

test('an officer lets it stand or refuses it, once, and the member is told and can lift what stands', async () => {
  const officerId = newId(dataNow);
  const [request] = await openRequests(desk.database, { limit: 10, offset: 0 });
  const requestId = request?.requestId ?? '';
  const decisions = await Promise.all(
    [true, false, true].map((upheld) => decideLimitation(desk, { requestId, officerId, upheld })),
  );
  assert.equal(decisions.filter(({ ok }) => ok).length, 1);
  const { told } = await owner.one<{ told: bigint }>(sql`
    select count(*) as told from notifications.message where account_id = ${siti.accountId} and template = 'data_decided'`);
  assert.equal(told, 2n);
  const upheld = decisions.find(({ ok }) => ok);
  assert.ok(upheld?.ok);
  assert.equal(await isLimited(owner, siti.accountId), upheld.value.state === 'done');
  assert.equal(await liftOwnLimitation(portal, siti.asker), upheld.value.state === 'done');
  assert.equal(await limitedSince(owner, siti.accountId), undefined);
  assert.equal(await liftOwnLimitation(portal, siti.asker), false);
});

test('a refused limitation ends, and another can be asked for', async () => {
  assert.ok((await askForLimitation(portal, budi.asker, 'inaccurate')).ok);
  const requestId = (await requestsOf(owner, budi.accountId))[0]?.requestId ?? '';
  assert.ok((await decideLimitation(desk, { requestId, officerId: newId(dataNow), upheld: false })).ok);
  assert.equal(await isLimited(owner, budi.accountId), false);
  assert.ok((await askForLimitation(portal, budi.asker, 'objection')).ok);
});

test('a consent is withdrawn at once, with its tokens, and a case keeps that it was', async () => {
  const subject = (await accountSubject(owner, siti.accountId)) ?? '';
  const later = new Date(dataNow.getTime() + 90 * 24 * hourMs);
  for (const client of ['klaim', 'lain'])
    await owner.run(sql`
      insert into sso.client (client_id, name, redirect_uris, post_logout_redirect_uris, first_party, public, secret_in, created_at)
      values (${client}, ${`Layanan ${client}`}, '{https://klaim.example/kembali}', '{}', false, true, 'header', ${dataNow})`);
  const payload = JSON.stringify({ iat: dataNow.getTime() / 1000, openid: { scope: 'openid email' } });
  for (const [id, whose, client] of [
    ['g1', subject, 'klaim'],
    ['g2', subject, 'lain'],
    ['g3', 'another-subject', 'klaim'],
  ] as const)
    await owner.run(sql`
      insert into sso.client_grant (id, subject, client_id, payload, expires_at)
      values (${id}, ${whose}, ${client}, ${payload}::json, ${later})`);
  await owner.run(sql`
    insert into sso.token (kind, id_hash, grant_id, payload, expires_at)
    values ('AccessToken', 'x', 'g1', '{}', ${later}), ('AccessToken', 'y', 'g3', '{}', ${later})`);
  assert.deepEqual(
    (await consentsOf(portal.database, siti.accountId, dataNow)).map(({ clientId, scopes, since }) => [
      clientId,
      scopes,
      since,
    ]),
    [
      ['klaim', ['email', 'openid'], dataNow],
      ['lain', ['email', 'openid'], dataNow],
    ],
  );
  assert.equal(await withdrawConsent(portal, siti.asker, 'klaim'), true);
  assert.equal(await withdrawConsent(portal, siti.asker, 'klaim'), false);
  const left = await owner.many<{ id: string }>(sql`select id from sso.client_grant order by id`);
  assert.deepEqual(
    left.map(({ id }) => id),
    ['g2', 'g3'],
  );
  const tokens = await owner.many<{ grant: string }>(sql`select grant_id as grant from sso.token`);
  assert.deepEqual(
    tokens.map(({ grant }) => grant),
    ['g3'],
  );
  const [kept] = (await requestsOf(owner, siti.accountId)).filter(({ kind }) => kind === 'consent');
  assert.deepEqual([kept?.state, kept?.ground], ['done', 'Layanan klaim']);
});
