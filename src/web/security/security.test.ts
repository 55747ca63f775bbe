import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newTestAccount, testPassword } from '../../../tests/support/accounts.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';

const faces = await startTestFaces(await testDatabase());
const { services, config } = faces;
const security = `${config.origins.sso}/security`;

async function signedIn() {
  const account = await newTestAccount(services);
  return {
    account,
    ...(await signInByForms(security, { identifier: account.username, password: testPassword })),
  };
}

test('a person who asks for the account’s safety signs in and lands there; signing out there ends it everywhere', async () => {
  const { browser, page } = await signedIn();
  assert.equal(page.url.href, security);
  assert.match(page.body, /Keamanan akun/);
  const out = await browser.submit(page, '/security/sign-out');
  assert.equal(out.url.href, `${config.origins.portal}/logged-out`);
  assert.match((await browser.get(security)).url.pathname, /^\/signin\//);
});

test('a change asks for the password when it was typed longer ago than the setting says, and counts wrong ones', async () => {
  const { browser } = await signedIn();
  const confirm = await browser.get(`${security}/confirm?to=//elsewhere.example/`);
  const wrong = await browser.submit(confirm, '/security/confirm', { password: 'Bukan-Kata-Sandi-2' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /tidak cocok/);
  const right = await browser.submit(wrong, '/security/confirm', { password: testPassword });
  assert.equal(right.url.href, security);
  let page = await browser.get(`${security}/confirm`);
  for (let tries = 0; tries < config.PASSWORD_TRIES; tries += 1)
    page = await browser.submit(page, '/security/confirm', { password: `Bukan-Kata-Sandi-${tries}` });
  assert.equal(page.status, 429);
  assert.match(page.body, /terlalu sering/);
});
