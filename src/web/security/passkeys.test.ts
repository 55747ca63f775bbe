import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOTP } from 'otpauth';
import { newTestAccount, testPassword } from '../../../tests/support/accounts.ts';
import { type Browser, newBrowser, type Page } from '../../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';
import { softwareAuthenticator } from '../../../tests/support/software-authenticator.ts';

const faces = await startTestFaces(await testDatabase());
const { services, config, clock } = faces;
const { sso, portal } = config.origins;
const start = `${portal}/riwayat`;
const factors = `${sso}/security/factors`;
const add = `${factors}/passkeys/add`;
type Account = Parameters<typeof newTestAccount>[1] & object;

/** What the page's script would read. */
function askedOn({ body, url }: Page) {
  const text = /data-options="([^"]*)"/.exec(body)?.[1] ?? assert.fail(`no passkey asked for at ${url.href}`);
  return JSON.parse(text.replaceAll('&quot;', '"')) as { challenge: string; user: { id: string } };
}

type Device = ReturnType<typeof softwareAuthenticator>;
const show = (browser: Browser, page: Page, action: string, device: Device, fields = {}) =>
  browser.submit(page, action, { ...fields, passkey: device.get(askedOn(page)) });

/** Somebody who has signed in and added a passkey. */
async function withPasskey(account: Account = {}) {
  const made = await newTestAccount(services, account);
  const typed = { identifier: made.username, password: testPassword };
  const { browser } = await signInByForms(factors, typed);
  const page = await browser.get(add);
  const device = softwareAuthenticator({ origin: sso });
  const added = await browser.submit(page, '/add', { name: 'HP', passkey: device.create(askedOn(page)) });
  assert.equal(added.url.href, `${factors}?done=on`);
  return { made, typed, browser, device, page: added };
}

const fresh = async () => {
  const browser = newBrowser();
  return { browser, page: await browser.get(start) };
};

test('the sign-in page asks for any passkey, whoever stands before it, and one of them is enough', async () => {
  const { device } = await withPasskey();
  const { browser, page } = await fresh();
  assert.match(page.body, /data-autofill/);
  assert.match(page.body, /allowCredentials&quot;:\[\]/);
  const inside = await show(browser, page, '/signin/', device);
  assert.equal(inside.url.href, start);
  assert.match(inside.body, /acr 2</);
});

test('what is refused is said with what to do, and is not offered again by itself', async () => {
  const stranger = softwareAuthenticator({ origin: sso });
  for (const [language, words] of [
    ['id', /tidak berlaku di sini/],
    ['en', /does not count here/],
  ] as const) {
    const browser = newBrowser();
    const page = await browser.get(`${portal}/login?lang=${language}`);
    const refused = await show(browser, page, '/signin/', stranger);
    assert.equal(refused.status, 422);
    assert.match(refused.body, words);
    assert.match(refused.body, /href="\/help\/passkeys"/);
    assert.doesNotMatch(refused.body, /data-autofill/);
  }
  const { device } = await withPasskey();
  const { browser, page } = await fresh();
  const answer = device.get(askedOn(await (await fresh()).browser.get(start)));
  const elsewhere = await browser.submit(page, '/signin/', { passkey: answer });
  assert.match(elsewhere.body, /Waktunya habis/);
});

test('on a shared computer a passkey signs in for a short while, and none is made', async () => {
  const { device } = await withPasskey();
  const { browser, page } = await fresh();
  await show(browser, page, '/signin/', device, { shared: 'on' });
  const list = await browser.get(factors);
  assert.doesNotMatch(list.body, /passkeys\/add/);
  const refused = await browser.get(add);
  assert.equal(refused.status, 403);
  assert.match(refused.body, /komputer bersama/);
  assert.doesNotMatch(refused.body, /data-options/);
});

test('after the password a passkey is asked for first; another way and no script stay possible', async () => {
  const { typed, device } = await withPasskey();
  const { browser, page } = await signInByForms(start, typed);
  assert.match(page.url.pathname, /\/code$/);
  assert.match(page.body, /data-without-passkeys/);
  assert.doesNotMatch(page.body, /name="code"/);
  const wrong = await browser.submit(page, '/code', { passkey: '{}' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /tidak berlaku di sini/);
  const inside = await show(browser, wrong, '/code', device);
  assert.match(inside.body, /acr 2</);
});

test('a closed password and closed codes leave the passkey open', async () => {
  const { typed, device } = await withPasskey();
  const { browser } = await fresh();
  let page = await browser.get(start);
  for (let turn = 0; turn < config.PASSWORD_TRIES; turn += 1)
    ({ page } = await signInByForms(start, { ...typed, password: `Bukan-${turn}` }, browser));
  assert.equal(page.status, 429);
  const inside = await show(browser, page, '/signin/', device);
  assert.equal(inside.url.href, start);
});

test('[V7.5.1] a passkey stands for the password before a change', async () => {
  const { browser, device } = await withPasskey();
  for (let minutes = 0; minutes < 12; minutes += 6) {
    clock.advance(360);
    await browser.get(factors);
  }
  const asked = await browser.get(`${factors}/recovery`);
  assert.match(asked.url.pathname, /\/confirm$/);
  const other = softwareAuthenticator({ origin: sso });
  const wrong = await show(browser, asked, '/confirm', other);
  assert.equal(wrong.status, 422);
  const right = await show(browser, wrong, '/confirm', device);
  assert.equal(right.url.href, `${factors}/recovery`);
});

test('[V6.3.3] a remembered browser is not enough for addresses and factors: the second step is asked for', async () => {
  const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const code = () => new TOTP({ secret: totpSecret }).generate({ timestamp: clock.now().getTime() });
  const made = await newTestAccount(services, { secondFactor: ['totp'], totpSecret });
  const typed = { identifier: made.username, password: testPassword };
  const { browser, page } = await signInByForms(start, typed);
  const done = await browser.submit(page, '/code', { code: code(), remember: 'on' });
  await browser.submit(done, '/logout');
  clock.advance(31);
  const again = await signInByForms(start, typed, browser);
  assert.match(again.page.body, /acr 1</);
  for (const address of [add, `${factors}/recovery`, `${sso}/security/contacts`]) {
    const asked = await browser.get(address);
    assert.match(asked.url.pathname, /\/confirm$/, address);
    assert.match(asked.body, /langkah kedua/);
    assert.doesNotMatch(asked.body, /name="password"/);
  }
  assert.equal((await browser.get(`${sso}/security/password`)).url.pathname, '/security/password');
  const asked = await browser.get(add);
  const way = /href="([^"]*strength=2r[^"]*)"/.exec(asked.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const signIn = await browser.get(way);
  const second = await browser.submit(signIn, '/signin/', typed);
  assert.match(second.url.pathname, /\/code$/, 'the remembered browser does not stand in');
  const raised = await browser.submit(asked, '/confirm', { code: code() });
  assert.equal(raised.url.href, add);
  assert.equal((await browser.get(`${factors}/recovery`)).url.href, `${factors}/recovery`);
});
