import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountById, endSession } from '#accounts';
import { sql, translatorFor } from '#platform';
import { newTestAccount, testOrigin, testPassword } from '../../../tests/support/accounts.ts';
import { formOf, locationOf, newBrowser } from '../../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, config } = faces;
const portal = config.origins.portal;
const t = translatorFor('id');
const endReasons = [
  'signed_out',
  'ended_elsewhere',
  'new_password',
  'recovered',
  'not_me',
  'revoked',
] as const;
/** A reason on the page, whose quotes and apostrophes are no markup. */
const says = (body: string, text: string) => body.includes(text.replaceAll("'", '&#39;'));

async function signedIn(account: { username: string }, options: { shared?: boolean } = {}) {
  return signInByForms(`${portal}/riwayat?tahun=2026`, {
    identifier: account.username,
    password: testPassword,
    ...options,
  });
}

test('a member who asks for a page signs in and lands on that page', async () => {
  const account = await newTestAccount(services);
  const { page } = await signedIn(account);
  assert.equal(page.url.href, `${portal}/riwayat?tahun=2026`);
  assert.equal(page.status, 200);
  assert.match(page.body, /masuk sebagai Siti Rahayu, acr 1/);
});

test('[V7.4.1] logging out ends the session here, at the provider and on every face, without a question', async () => {
  const account = await newTestAccount(services);
  const { browser, page } = await signedIn(account);
  const elsewhere = [...browser.cookies.values()];
  const out = await browser.submit(page, '/logout');
  assert.equal(out.url.href, `${portal}/logged-out`);
  assert.match(out.body, /Anda sudah keluar/);
  assert.equal((await browser.get(`${portal}/riwayat`)).url.pathname.slice(0, 8), '/signin/');
  const thief = newBrowser();
  for (const cookie of elsewhere) thief.cookies.set(`${cookie.host}${cookie.path}|${cookie.name}`, cookie);
  assert.equal((await thief.get(`${portal}/riwayat`)).url.pathname, '/session-ended');
});

test('[V7.4.1] a session that is ended elsewhere is over at once: the page is gone and nothing signs in silently', async () => {
  const account = await newTestAccount(services);
  const { browser } = await signedIn(account);
  const row = await database.one<{ id: string }>(
    sql`select session_id as id from accounts.session where account_id = ${account.accountId}`,
  );
  await endSession(database, row.id, 'ended_elsewhere', testOrigin, new Date());
  const ended = await browser.get(`${portal}/riwayat`);
  assert.equal(ended.url.pathname, '/session-ended');
  assert.equal(ended.url.searchParams.get('to'), '/riwayat');
  assert.ok(ended.body.includes(t('session.ended.ended_elsewhere')));
  assert.equal((await browser.get(`${portal}/login`)).url.pathname.slice(0, 8), '/signin/');
});

test('[V7.3.1] a page left alone for longer than the idle time is over, on a shared device sooner', async () => {
  const account = await newTestAccount(services);
  const { browser } = await signedIn(account);
  const shared = await signedIn(account, { shared: true });
  faces.clock.advance(6 * 60);
  assert.equal((await shared.browser.get(`${portal}/riwayat`)).url.pathname, '/session-ended');
  assert.equal((await browser.get(`${portal}/riwayat`)).url.pathname, '/riwayat');
  faces.clock.advance(16 * 60);
  const ended = await browser.get(`${portal}/riwayat`);
  assert.equal(ended.url.pathname, '/session-ended');
  assert.ok(ended.body.includes(t('session.ended.idle', { minutes: 15 })));
});

test('who comes back to a session that is over is told the one reason, in either language', async () => {
  for (const reason of endReasons) {
    const account = await newTestAccount(services);
    const { browser } = await signedIn(account);
    const row = await database.one<{ id: string }>(
      sql`select session_id as id from accounts.session where account_id = ${account.accountId}`,
    );
    await endSession(database, row.id, reason, testOrigin, new Date());
    const { body } = await browser.get(`${portal}/riwayat`);
    const english = await browser.get(`${portal}/session-ended?lang=en`);
    for (const other of endReasons) {
      assert.equal(says(body, t(`session.ended.${other}`)), other === reason, `${reason} ${other}`);
      const inEnglish = translatorFor('en')(`session.ended.${other}`);
      assert.equal(says(english.body, inEnglish), other === reason, `${reason} ${other}`);
    }
  }
  const stranger = await newBrowser().get(`${portal}/session-ended`);
  assert.ok(stranger.body.includes(t('session.ended.unknown')));
});

test('a page that only looks whether its session lives does not keep it alive', async () => {
  const account = await newTestAccount(services);
  const { browser } = await signedIn(account);
  const look = () => browser.get(`${portal}/session?to=%2Friwayat`, { follow: false });
  faces.clock.advance(10 * 60);
  const alive = await look();
  assert.equal(alive.status, 200);
  assert.match(alive.body, /^[\w-]{16}$/);
  assert.equal(alive.headers.get('cache-control'), 'no-store');
  assert.equal((await browser.get(`${config.origins.sso}/session`)).body, alive.body);
  faces.clock.advance(6 * 60);
  const ended = await look();
  assert.deepEqual([ended.status, ended.body], [410, '/session-ended?to=%2Friwayat']);
  assert.equal((await browser.get(`${config.origins.sso}/session`)).status, 410);
  const nobody = await newBrowser().get(`${portal}/session`);
  assert.deepEqual([nobody.status, nobody.body], [410, '/logged-out']);
});

test('[V14.3.1] a shared device is told to forget what it stored', async () => {
  const account = await newTestAccount(services);
  const { browser, page } = await signedIn(account, { shared: true });
  // Left from somebody who used this computer as their own, and from a sign-in that was given up.
  for (const name of [
    'goid_sso_remembered',
    'goid_sso_lang',
    'goid_portal_lang',
    'goid_portal_waiting_00000003',
  ])
    browser.cookies.set(`localhost/|${name}`, { name, value: 'id', host: 'localhost', path: '/' });
  const { action, fields } = formOf(page, '/logout');
  const atFace = await browser.post(action, fields, { follow: false });
  const atProvider = await browser.get(locationOf(atFace), { follow: false });
  const out = await browser.get(locationOf(atProvider), { follow: false });
  for (const answer of [atProvider, out])
    assert.equal(answer.headers.get('clear-site-data'), '"cache", "storage"');
  assert.match(out.body, /Anda sudah keluar/);
  assert.deepEqual([...browser.cookies.keys()], []);
});

test('[V14.3.1] a device of one’s own keeps its language and stays remembered, but nothing of the session', async () => {
  const account = await newTestAccount(services);
  const { browser, page } = await signedIn(account);
  const kept = ['goid_sso_remembered', 'goid_portal_lang'];
  for (const name of [...kept, 'goid_portal_waiting_00000003'])
    browser.cookies.set(`localhost/|${name}`, { name, value: 'id', host: 'localhost', path: '/' });
  const out = await browser.submit(page, '/logout');
  assert.equal(out.headers.get('clear-site-data'), null);
  const names = [...browser.cookies.values()].map(({ name }) => name);
  assert.deepEqual(
    names.sort(),
    ['goid_portal_browser', ...kept.toSorted(), 'goid_sso_browser', 'goid_sso_device'].sort(),
  );
});

test('nobody who is signed in is told that they are not', async () => {
  const account = await newTestAccount(services);
  const { browser } = await signedIn(account);
  for (const [path, to] of [
    ['/logged-out', '/'],
    ['/logged-out?state=shared', '/'],
    ['/session-ended?to=%2Friwayat', '/riwayat'],
  ]) {
    const answer = await browser.get(`${portal}${path}`, { follow: false });
    assert.equal(answer.status, 303, path);
    assert.equal(locationOf(answer).pathname, to, path);
    assert.equal(answer.headers.get('clear-site-data'), null);
  }
  const stranger = await newBrowser().get(`${portal}/logged-out`);
  assert.match(stranger.body, /Anda sudah keluar/);
});

test('[V1.1.2 V1.2.1] a name is kept as it was typed, and escaped only where it is shown', async () => {
  const displayName = `O'Neil <b>"&amp;`;
  const account = await newTestAccount(services, { displayName });
  const { page } = await signedIn(account);
  assert.equal((await accountById(database, services.keys, account.accountId))?.displayName, displayName);
  assert.match(page.body, /masuk sebagai O&#39;Neil &lt;b&gt;&quot;&amp;amp;,/);
});

test('a form sent without a session says that it ended and leads back to its page', async () => {
  const account = await newTestAccount(services);
  const { browser, page } = await signedIn(account);
  const { fields } = formOf(page, '/logout');
  browser.cookies.delete('localhost/|goid_portal_session');
  const answer = await browser.post(`${portal}/riwayat`, fields, { follow: false });
  assert.equal(answer.status, 303);
  assert.equal(locationOf(answer).href, `${portal}/session-ended?to=%2Friwayat`);
});

const foreign = [
  '//evil.example',
  '/\\evil.example',
  '/\\/evil.example',
  '\\\\evil.example',
  'https://evil.example',
  'https:evil.example',
  '//evil.example/%2f..',
  '/%09/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' //evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '///evil.example',
  '////evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/a/..//evil.example',
  './/evil.example',
  '@evil.example',
  '/@evil.example',
  `${portal}@evil.example`,
  '?//evil.example',
  '#//evil.example',
  '/login',
  '/callback?code=1',
  '/logout',
  '',
];

test('whatever is written behind ?to=, a sign-in never ends on another site', async () => {
  const account = await newTestAccount(services);
  const { browser } = await signedIn(account);
  for (const to of foreign) {
    const end = await browser.trace(
      `${portal}/login?to=${encodeURIComponent(to)}`,
      (url) =>
        url.hostname !== 'localhost' ||
        (url.port === new URL(portal).port && url.pathname !== '/login' && url.pathname !== '/callback'),
    );
    assert.equal(end.origin, portal, to);
  }
});

test('every tab that signs in goes to its own page, and what waits does not pile up', async () => {
  const account = await newTestAccount(services);
  const browser = newBrowser();
  const waiting = () => [...browser.cookies.keys()].filter((name) => name.includes('portal_waiting'));
  const tabs = [];
  for (let tab = 1; tab <= 20; tab += 1)
    tabs.push({ tab, page: await browser.get(`${portal}/riwayat?tab=${tab}`) });
  assert.equal(waiting().length, 16);
  const typed = { identifier: account.username, password: testPassword };
  for (const { tab, page } of tabs.slice(4))
    assert.equal((await browser.submit(page, '/signin/', typed)).url.search, `?tab=${tab}`);
  assert.equal(waiting().length, 0);
});

test('[V7.6.2] an answer that nobody asked for starts a fresh sign-in', async () => {
  const browser = newBrowser();
  const page = await browser.get(`${portal}/callback?code=abc&state=${'0'.repeat(32)}`);
  assert.equal(page.url.pathname.slice(0, 8), '/signin/');
});

test('[V7.2.4] a session cookie planted before signing in is not the one that is used after', async () => {
  const account = await newTestAccount(services);
  const browser = newBrowser();
  const planted = { name: 'goid_portal_session', value: 'planted', host: 'localhost', path: '/' };
  browser.cookies.set('localhost/|goid_portal_session', planted);
  await signInByForms(`${portal}/login`, { identifier: account.username, password: testPassword }, browser);
  const cookie = browser.cookies.get('localhost/|goid_portal_session');
  assert.ok(cookie && cookie.value !== 'planted' && cookie.value.length >= 43);
});

test("a face refuses another face's cookie", async () => {
  const account = await newTestAccount(services, { roles: ['member', 'agent'] });
  const { browser } = await signedIn(account);
  const token = browser.cookies.get('localhost/|goid_portal_session')?.value ?? '';
  const other = newBrowser();
  const planted = { name: 'goid_console_session', value: token, host: 'localhost', path: '/' };
  other.cookies.set('localhost/|goid_console_session', planted);
  const page = await other.get(`${config.origins.console}/riwayat`);
  assert.equal(page.url.pathname, '/session-ended');
});

test('another Host header is refused', async () => {
  const { request } = await import('node:http');
  for (const [origin, path] of [
    [portal, '/login'],
    [config.origins.sso, '/oauth/authorize'],
    [config.origins.sso, '/.well-known/openid-configuration'],
  ] as const) {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const { port } = new URL(origin);
      request({ host: '127.0.0.1', port, path, headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    assert.equal(status, 421, origin + path);
  }
});
