import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform';
import { newTestAccount, testPassword } from '../../../tests/support/accounts.ts';
import { newBrowser } from '../../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, config } = faces;
const { portal } = config.origins;
const start = `${portal}/riwayat`;
const fresh = 'kuda hitam makan rumput';
/** Of what was sent; before that it waits, hidden, for the typing. */
const shownMeter = /data-password-meter(?![^>]*\shidden)[^>]*>[^]*<meter\s/;
const withPassword = (identifier: string, password = testPassword) => ({ identifier, password });

async function markedAccount(reason: 'not_me' | 'breached', secondFactor: ('sms' | 'email')[] = []) {
  const account = await newTestAccount(services, { secondFactor });
  await database.run(
    sql`update accounts.password set must_change = ${reason} where account_id = ${account.accountId}`,
  );
  return account;
}

/** As `signInByForms`, with a browser that signed in to the account before it was marked. */
async function withKnownBrowser() {
  const account = await newTestAccount(services);
  const { browser } = await signInByForms(start, withPassword(account.username));
  for (const [key, { name }] of browser.cookies) if (!name.includes('device')) browser.cookies.delete(key);
  await database.run(
    sql`update accounts.password set must_change = 'breached' where account_id = ${account.accountId}`,
  );
  return signInByForms(start, withPassword(account.username), browser);
}

test('a leaked password on an unknown device: why, and the way by mail', async () => {
  const account = await markedAccount('breached');
  const { page } = await signInByForms(start, withPassword(account.username));
  assert.match(page.url.pathname, /\/reset-due$/);
  assert.match(page.body, /daftar kata sandi yang bocor, dan perangkat ini belum pernah dipakai/);
  assert.match(page.body, /href="\/forgot-password"/);
});

test('a leaked password: why, the form, what is wrong with the new one, and then the page that was asked for', async () => {
  const { browser, page } = await withKnownBrowser();
  assert.match(page.url.pathname, /^\/signin\/[\w-]+\/new-password$/);
  assert.match(page.body, /daftar kata sandi yang bocor/);
  assert.match(page.body, /data-password-rules/);
  assert.doesNotMatch(page.body, shownMeter);
  assert.match(page.body, /autocomplete="new-password"/);
  const differs = await browser.submit(page, '/new-password', { password: fresh, repeat: `${fresh}x` });
  assert.equal(differs.status, 422);
  assert.match(differs.body, /Kedua kata sandi tidak sama/);
  const weak = await browser.submit(differs, '/new-password', {
    password: 'rahasia123',
    repeat: 'rahasia123',
  });
  assert.equal(weak.status, 422);
  assert.match(weak.body, shownMeter);
  assert.ok(!weak.body.includes('rahasia123'));
  const same = await browser.submit(weak, '/new-password', { password: testPassword, repeat: testPassword });
  assert.match(same.body, /Itu kata sandi Anda yang sekarang/);
  const done = await browser.submit(same, '/new-password', { password: fresh, repeat: fresh });
  assert.equal(done.url.href, start);
  assert.match(done.body, /masuk sebagai Siti Rahayu/);
});

test('[V6.3.4] nobody walks around the gate: other addresses of the sign-in lead back to it, and no face lets in', async () => {
  const { browser, page } = await withKnownBrowser();
  const [, , uid] = page.url.pathname.split('/');
  for (const step of ['', '/code', '/reset-due'])
    assert.equal(
      (await browser.get(`${config.origins.sso}/signin/${uid}${step}`)).url.href,
      page.url.href,
      step,
    );
  assert.match((await browser.get(start)).url.pathname, /^\/signin\//);
  const other = await browser.get(`${config.origins.sso}/signin/${uid}?other=1`);
  assert.match(other.body, /name="identifier"/);
});

test('a double tap on the new password sets it once and ends where one tap does', async () => {
  const { browser, page } = await withKnownBrowser();
  const taps = await Promise.all(
    [1, 2].map(() => browser.submit(page, '/new-password', { password: fresh, repeat: fresh })),
  );
  assert.ok(taps.some(({ url }) => url.href === start));
  assert.equal((await browser.get(start)).url.href, start);
  const back = await browser.get(page.url.href);
  assert.equal(back.status, 200);
  assert.doesNotMatch(back.body, /name="repeat"/);
});

test('after “this was not me” the page names the ways that a thief of the password cannot go, in both languages', async () => {
  const account = await markedAccount('not_me');
  for (const [language, words] of [
    ['id', /kata sandi saja tidak cukup lagi untuk masuk/],
    ['en', /the password alone no longer signs anybody in/],
  ] as const) {
    const browser = newBrowser();
    await browser.get(`${portal}/?lang=${language}`);
    const { page } = await signInByForms(start, withPassword(account.username), browser);
    assert.match(page.url.pathname, /\/reset-due$/);
    assert.match(page.body, words);
    assert.match(page.body, /href="\/forgot-password"/);
    assert.match(page.body, /href="\/help\/not-me"/);
    assert.doesNotMatch(page.body, /name="password"/);
  }
});

test('after “this was not me” a second factor leads to the gate, which says so', async () => {
  const account = await markedAccount('not_me', ['sms']);
  const { browser, page } = await signInByForms(start, withPassword(account.username));
  const code = services.outbox.sent.at(-1)?.parameters['code'] ?? '';
  const gate = await browser.submit(page, '/code', { code });
  assert.match(gate.url.pathname, /\/new-password$/);
  assert.match(gate.body, /Ada laporan “bukan saya”/);
  const done = await browser.submit(gate, '/new-password', { password: fresh, repeat: fresh });
  assert.equal(done.url.href, start);
  assert.match(done.body, /acr 2r/);
});
