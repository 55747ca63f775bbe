import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recentActivity, record, sealActivity } from '#activity';
import { newId, systemClock } from '#kernel';
import { sql } from '#platform';
import { newTestAccount, testPassword } from '../../../tests/support/accounts.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';
import { newBrowser } from '../../../tests/support/cookie-jar.ts';

const database = await testDatabase();
const { services, config } = await startTestFaces(database);
const sso = config.origins.sso;
const account = await newTestAccount(services);
const { browser, page } = await signInByForms(`${sso}/security/activity`, {
  identifier: account.username,
  password: testPassword,
});
const [entry] = await recentActivity(database, account.accountId, 1);
const address = `${sso}/security/activity/${entry?.id}`;
const seal = () => sealActivity({ database, keys: services.keys, clock: systemClock });

test('from the list to an entry, which waits for its seal at first', async () => {
  assert.match(page.body, new RegExp(`href="/security/activity/${entry?.id}"`));
  const waiting = await browser.get(address);
  assert.equal(waiting.status, 200);
  assert.match(waiting.body, /belum disegel/);
  assert.doesNotMatch(waiting.body, /Unduh bukti/);
  assert.equal((await browser.get(`${address}/proof`)).url.href, `${sso}/security/activity`);
});

test('a member downloads the proof of an entry, and anybody checks it by pasting, nothing being kept', async () => {
  await seal();
  const kept = () =>
    database.one(
      sql`select count(*)::int as kept from platform.form_submission where octet_length(outcome) > 0`,
    );
  const before = await kept();
  const shown = await browser.get(address);
  assert.match(shown.body, /Unduh bukti/);
  const file = await browser.get(`${address}/proof`);
  assert.match(
    file.headers.get('content-disposition') ?? '',
    /attachment; filename="bukti-aktivitas-.*\.json"/,
  );
  const checked = await browser.submit(shown, '/proof');
  assert.match(checked.body, /Bukti ini sah/);
  const stranger = newBrowser();
  const form = await stranger.get(`${sso}/proof`);
  const holds = await stranger.submit(form, '/proof', { proof: file.body });
  assert.equal(holds.status, 200);
  assert.match(holds.body, /Bukti ini sah/);
  const forged = await stranger.submit(form, '/proof', { proof: file.body.replace('sign_in', 'sign_on') });
  assert.equal(forged.status, 422);
  assert.match(forged.body, /Bukti ini tidak sah/);
  for (const [proof, said] of [
    ['', /Belum ada yang ditempelkan/],
    ['halo', /bukan berkas bukti/],
  ] as const) {
    const answer = await stranger.submit(form, '/proof', { proof });
    assert.equal(answer.status, 422);
    assert.match(answer.body, said);
  }
  assert.deepEqual(await kept(), before);
});

test('the heads stand on a page and as JSON with the public keys', async () => {
  const stranger = newBrowser();
  const heads = await stranger.get(`${sso}/proof/heads`);
  const json = JSON.parse((await stranger.get(`${sso}/proof/heads.json?after=0`)).body) as {
    keys: { keyId: string }[];
    heads: { number: number; head: string }[];
  };
  assert.equal(json.heads[0]?.number, 1);
  assert.ok(heads.body.replaceAll('<wbr />', '').includes(json.heads[0]?.head ?? '-'));
  assert.equal(json.keys[0]?.keyId, services.keys.currentId);
});

test('[V8.2.2] another member’s entry is not there', async () => {
  const other = await newTestAccount(services);
  const signedIn = await signInByForms(`${sso}/security/activity`, {
    identifier: other.username,
    password: testPassword,
  });
  for (const path of [address, `${address}/proof`, `${sso}/security/activity/x`])
    assert.equal((await signedIn.browser.get(path)).url.href, `${sso}/security/activity`);
});

test('who looked: officers at the account and at its person, and what was shown, nobody else’s and nothing else', async () => {
  const officer = { kind: 'officer', accountId: newId(new Date()) } as const;
  const { accountId } = account;
  const personId = newId(new Date());
  await database.run(
    sql`update accounts.account set person_id = ${personId} where account_id = ${accountId}`,
  );
  const at = new Date();
  await record(database, { event: 'session_ended', actor: officer, accountId, at });
  await record(database, { event: 'signed_out', actor: officer, personId, at });
  await record(database, {
    event: 'national_number_revealed',
    actor: { kind: 'member' },
    accountId,
    personId,
    at,
  });
  await record(database, { event: 'password_reset', actor: officer, personId: newId(at), at });
  await record(database, {
    event: 'recovery_codes_made',
    actor: { kind: 'member' },
    accountId,
    personId,
    at,
  });
  const { body } = await browser.get(`${sso}/security/who-saw`);
  for (const seen of [/Sesi diakhiri dari jauh/, /<strong>Keluar</, /NIK ditampilkan lengkap/])
    assert.match(body, seen);
  assert.doesNotMatch(body, /Kode pemulihan baru|Kata sandi baru dibuat|Berhasil masuk/);
  assert.match((await browser.get(`${sso}/security`)).body, /href="\/security\/who-saw"/);
});
