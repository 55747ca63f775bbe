import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform';
import { newTestAccount, testPassword } from '../../../tests/support/accounts.ts';
import { formOf, locationOf, newBrowser } from '../../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';
import { TOTP } from 'otpauth';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, config } = faces;
const { sso, portal } = config.origins;
const start = `${portal}/riwayat`;
const newestCode = () => services.outbox.sent.at(-1)?.parameters['code'] ?? '';
const withPassword = (identifier: string, password = testPassword) => ({ identifier, password });

test('the address of the sign-in itself has one clear action and names its true address', async () => {
  const page = await newBrowser().get(`${sso}/`);
  assert.equal(page.status, 200);
  assert.match(page.body, new RegExp(`href="${portal}/login"[^>]*>\\s*Masuk`));
  assert.ok(page.body.includes(new URL(sso).host));
});

test('[V6.2.7] the sign-in page has what password managers and people need', async () => {
  const page = await newBrowser().get(start);
  assert.match(page.body, /autocomplete="username webauthn"/);
  assert.match(page.body, /autocomplete="current-password"/);
  assert.match(page.body, /name="shared"/);
  assert.ok(page.body.indexOf('Lupa kata sandi?') > page.body.indexOf('Masuk\n'));
  assert.match(
    page.headers.get('content-security-policy') ?? '',
    new RegExp(`form-action 'self' .*${portal}`),
  );
  assert.equal(page.headers.get('cache-control'), 'no-store');
});

test('an unknown identifier and a wrong password get the same page; the identifier stays, the password does not', async () => {
  const account = await newTestAccount(services);
  const bodies: string[] = [];
  for (const identifier of [account.username, 'tidakada']) {
    const { page } = await signInByForms(start, withPassword(identifier, 'Salah-Sekali-1'));
    assert.equal(page.status, 422);
    assert.ok(page.body.includes(`value="${identifier}"`));
    assert.ok(!page.body.includes('Salah-Sekali-1'));
    bodies.push(
      page.body
        .replaceAll(identifier, 'X')
        .replaceAll(
          /value="[^"]{10,}"|\/signin\/[\w-]+|data-now="[^"]+"|(?<=challenge&quot;:&quot;)[\w-]+/g,
          '',
        ),
    );
  }
  assert.equal(bodies[0], bodies[1]);
});

test('an empty field is named and is no try', async () => {
  const { page } = await signInByForms(start, withPassword('seseorang', ''));
  assert.equal(page.status, 422);
  assert.match(page.body, /Isi kata sandi Anda/);
});

test('too many wrong passwords close the password for a while: until when, and three ways out', async () => {
  const browser = newBrowser();
  let page = await browser.get(start);
  for (let round = 0; round <= config.PASSWORD_TRIES && page.status !== 429; round += 1)
    page = await browser.submit(
      await browser.get(start),
      '/signin/',
      withPassword('tidakada2', `Salah-Sekali-${round}`),
    );
  assert.equal(page.status, 429);
  assert.ok(Number(page.headers.get('retry-after')) > 800);
  assert.match(page.body, /\d\d\.\d\d\u00a0WIB/);
  assert.match(page.body, /WITA.*WIT/s);
  for (const way of ['Minta kata sandi baru', 'Tunggu', 'Hubungi layanan peserta'])
    assert.ok(page.body.includes(way), way);
  assert.match(page.body, /Akun Anda sendiri tidak ditutup/);
  assert.match(page.body, /href="\/forgot-password"/);
  const caseNumber = /T-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(page.body)?.[0];
  assert.ok(caseNumber);
  const elsewhere = await signInByForms(start, withPassword('tidakada2', 'Lagi-Lagi-Salah'));
  assert.ok(elsewhere.page.body.includes(caseNumber), 'the same closing has the same number everywhere');
});

test("a stranger's closing does not reach the browser that the owner signed in with, and no other is told", async () => {
  const account = await newTestAccount(services);
  const { browser } = await signInByForms(start, withPassword(account.username));
  const cookies = [...browser.cookies.values()];
  const device = cookies.find(({ name }) => name === 'goid_sso_device');
  assert.match(device?.value ?? '', /^[\w-]{43}$/);
  for (let round = 0; round < config.PASSWORD_TRIES; round += 1)
    await signInByForms(start, withPassword(account.username, `Bukan-Sandi-${round}`));
  const stranger = await signInByForms(start, withPassword(account.username));
  assert.equal(stranger.page.status, 429);
  const own = newBrowser();
  own.cookies.set('device', device ?? assert.fail());
  const { page } = await signInByForms(start, withPassword(account.username), own);
  assert.equal(page.url.href, start);
  const shared = await signInByForms(start, { ...withPassword(account.email), shared: true });
  assert.equal(shared.page.status, 200);
  const left = [...shared.browser.cookies.values()].map(({ name }) => name);
  assert.ok(!left.includes('goid_sso_device'), left.join(' '));
});

test('a password that is tried at many accounts waits: why, until when, and what to do, in both languages', async () => {
  const tried = 'Kata-Sandi-Semua-1';
  for (let number = 0; number < config.PASSWORD_SPRAY_IDENTIFIERS_PER_HOUR; number += 1)
    await signInByForms(start, withPassword(`semua${number}`, tried));
  for (const [language, words] of [
    ['id', /Kata sandi ini baru saja dicoba di banyak akun/],
    ['en', /This password has just been tried at many accounts/],
  ] as const) {
    const browser = newBrowser();
    await browser.get(`${portal}/?lang=${language}`);
    const { page } = await signInByForms(start, withPassword('semua-lain', tried), browser);
    assert.equal(page.status, 429);
    assert.ok(Number(page.headers.get('retry-after')) > 3000);
    assert.match(page.body, words);
    assert.match(page.body, /WITA.*WIT/s);
    assert.match(page.body, /href="\/forgot-password"/);
    assert.doesNotMatch(page.body, /T-[2-9A-Z]{4}-/);
  }
});

test('an account with a second factor: password, code, and the page that was asked for', async () => {
  const account = await newTestAccount(services, { secondFactor: ['sms', 'email'] });
  const { browser, page } = await signInByForms(start, withPassword(account.username));
  assert.match(page.url.pathname, /\/code$/);
  assert.match(page.body, /autocomplete="one-time-code"/);
  assert.match(page.body, /Kirim ke email/);
  const wrong = await browser.submit(page, '/code', {
    code: newestCode() === '000000' ? '111111' : '000000',
  });
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /masih ada 4 kesempatan/);
  const spaced = newestCode().replace(/(...)/, '$1 ');
  const done = await browser.submit(wrong, '/code', { code: spaced });
  assert.equal(done.url.href, start);
  assert.match(done.body, /acr 2r/);
});

test('sending again waits a minute and says until when; another way goes at once', async () => {
  const account = await newTestAccount(services, { secondFactor: ['sms', 'email'] });
  const { browser, page } = await signInByForms(start, withPassword(account.username));
  const soon = await browser.submit(page, '/code/send');
  assert.equal(soon.status, 429);
  assert.match(soon.body, /mulai pukul/);
  const email = await browser.post(formOf(page, '/code/send').action, {
    ...formOf(page, '/code/send').fields,
    method: 'email',
  });
  assert.ok([200, 429].includes(email.status));
  faces.clock.advance(61);
  const again = await browser.get(page.url);
  const sent = services.outbox.sent.length;
  assert.equal((await browser.submit(again, '/code/send')).status, 200);
  assert.equal(services.outbox.sent.length, sent + 1);
});

test('a remembered browser is not asked for a code again', async () => {
  const account = await newTestAccount(services, { secondFactor: ['sms'] });
  const { browser, page } = await signInByForms(start, withPassword(account.username));
  const done = await browser.submit(page, '/code', { code: newestCode(), remember: 'on' });
  assert.equal(done.url.href, start);
  await browser.submit(done, '/logout');
  const second = await signInByForms(start, withPassword(account.username), browser);
  assert.equal(second.page.url.href, start);
});

test('[V2.3.1] a page asked for out of turn leads to where the person should be', async () => {
  const account = await newTestAccount(services, { secondFactor: ['sms'] });
  const browser = newBrowser();
  const first = await browser.get(start);
  assert.equal((await browser.get(`${first.url.href}/code`)).url.pathname, first.url.pathname);
  assert.equal((await browser.get(`${first.url.href}/consent`)).url.pathname, first.url.pathname);
  const code = await browser.submit(first, '/signin/', withPassword(account.username));
  assert.match(code.url.pathname, /\/code$/);
  assert.equal((await browser.get(first.url)).url.pathname, code.url.pathname);
  assert.equal((await browser.get(`${first.url.href}/consent`)).url.pathname, code.url.pathname);
  assert.equal((await browser.get(`${first.url.href}?other=1`)).url.pathname, first.url.pathname);
  await database.run(sql`delete from accounts.challenge where account_id = ${account.accountId}`);
  await database.run(sql`delete from accounts.authenticator where account_id = ${account.accountId}`);
  const lost = await browser.get(code.url);
  assert.equal(
    lost.url.pathname,
    first.url.pathname,
    'a second factor that is gone does not lead in a circle',
  );
});

test('an unknown, used or foreign sign-in page starts a fresh sign-in', async () => {
  const account = await newTestAccount(services);
  const unknown = await newBrowser().get(`${sso}/signin/tidak-ada`);
  assert.match(unknown.body, /Masuk ke akun Anda/);
  const browser = newBrowser();
  const first = await browser.get(start);
  const foreign = await newBrowser().get(first.url);
  assert.notEqual(foreign.url.pathname, first.url.pathname);
  assert.match(foreign.body, /Masuk ke akun Anda/);
  await browser.submit(first, '/signin/', withPassword(account.username));
  const used = await browser.get(first.url);
  assert.equal(used.url.origin, portal);
  assert.equal((await browser.get(`${sso}/oauth/authorize/tidak-ada`)).url.origin, portal);
});

test('a double tap on the sign-in button signs in once', async () => {
  const account = await newTestAccount(services);
  const browser = newBrowser();
  const { action, fields } = formOf(await browser.get(start), '/signin/');
  const form = { ...fields, ...withPassword(account.username) };
  const taps = await Promise.all([1, 2].map(() => browser.post(action, form, { follow: false })));
  assert.deepEqual(
    taps.map(({ status }) => status),
    [303, 303],
  );
  assert.equal(locationOf(taps[0] as never).href, locationOf(taps[1] as never).href);
});

test('[V7.2.4] somebody else may sign in at the same browser; the first one is out', async () => {
  const first = await newTestAccount(services);
  const second = await newTestAccount(services, { displayName: 'Budi Santoso' });
  const { browser } = await signInByForms(start, withPassword(first.username));
  browser.cookies.delete('localhost/|goid_portal_session');
  const address = new URL(
    (await browser.get(`${portal}/login`, { follow: false })).headers.get('location') ?? '',
  );
  address.searchParams.set('prompt', 'login');
  const form = await browser.get(address);
  const page = await browser.submit(form, '/signin/', withPassword(second.username));
  assert.match(page.body, /Budi Santoso/);
});

test('the language that the portal speaks is the one of the sign-in page, and switching keeps the page', async () => {
  const browser = newBrowser();
  const page = await browser.get(`${portal}/login?lang=en`);
  assert.match(page.body, /Sign in to your account/);
  const switched = await browser.get(`${page.url.href}?lang=id`);
  assert.equal(switched.url.pathname, page.url.pathname);
  assert.match(switched.body, /Masuk ke akun Anda/);
});

test('[V6.8.4] the console wants an authenticator app and a role; a member gets a clear page', async () => {
  const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const target = `${config.origins.console}/`;
  const strong = { secondFactor: ['totp' as const], totpSecret: seed };
  const agent = await newTestAccount(services, { roles: ['agent'], ...strong });
  const member = await newTestAccount(services, strong);
  const plain = await newTestAccount(services, { roles: ['agent'] });
  const weak = await signInByForms(target, withPassword(plain.username));
  assert.match(weak.page.body, /aplikasi autentikator/);
  const code = () => new TOTP({ secret: seed }).generate({ timestamp: faces.clock.now().getTime() });
  const officer = await signInByForms(target, withPassword(agent.username));
  const inside = await officer.browser.submit(officer.page, '/code', { code: code() });
  assert.match(inside.body, /acr 2</);
  await database.run(sql`delete from accounts.account_role where account_id = ${agent.accountId}`);
  assert.equal((await officer.browser.get(target)).status, 403, 'a role that was taken away counts at once');
  const other = await signInByForms(target, withPassword(member.username));
  const outside = await other.browser.submit(other.page, '/code', { code: code() });
  assert.equal(outside.status, 403);
  assert.match(outside.body, /tidak mempunyai peran/);
});

test('[V6.8.4 V7.2.4] stepping up from the portal to the console replaces the session, and one log-out ends both', async () => {
  const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const agent = await newTestAccount(services, {
    roles: ['member', 'agent'],
    secondFactor: ['sms', 'totp'],
    totpSecret: seed,
  });
  const { browser, page } = await signInByForms(start, withPassword(agent.username));
  await browser.submit(page, '/code', { code: newestCode() });
  const console_ = await signInByForms(`${config.origins.console}/`, withPassword(agent.username), browser);
  const code = new TOTP({ secret: seed }).generate({ timestamp: faces.clock.now().getTime() });
  const inside = await browser.submit(console_.page, '/code', { code });
  assert.match(inside.body, /acr 2</);
  assert.match((await browser.get(start)).body, /acr 2</);
  await browser.submit(inside, '/logout');
  assert.notEqual((await browser.get(start)).url.href, start);
  assert.notEqual((await browser.get(`${config.origins.console}/`)).url.origin, config.origins.console);
});
