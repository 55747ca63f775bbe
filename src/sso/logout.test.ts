import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import { after, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { endSession } from '#accounts';
import { type BackchannelLogout, registerClient } from '#sso';
import { sql } from '#platform';
import { newTestAccount, testOrigin, testPassword } from '../../tests/support/accounts.ts';
import { formOf, locationOf, newBrowser } from '../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../tests/support/faces.ts';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, config, sso } = faces;

/** A service that listens for logout tokens; `answer` is its status, and with 0 it does not answer. */
const told: string[] = [];
let answer = 200;
const waiting: ServerResponse[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    told.push(new URLSearchParams(body).get('logout_token') ?? '');
    if (answer === 0) waiting.push(response);
    else response.writeHead(answer).end();
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => server.closeAllConnections());
after(() => server.close());
const { port } = server.address() as { port: number };
const service = `http://127.0.0.1:${port}`;

await registerClient(
  database,
  {
    clientId: 'layanan',
    name: 'Layanan Contoh',
    redirectUris: [`${service}/kembali`],
    postLogoutRedirectUris: [`${service}/keluar`],
    backchannelLogoutUri: `${service}/logout`,
    firstParty: true,
    public: false,
  },
  new Date(),
);

const endedSessions = async () => {
  const rows = await database.many<{ id: string }>(sql`
    select p.payload ->> 'sessionId' as id from graphile_worker._private_jobs p join graphile_worker.jobs j using (id)
    where j.task_identifier = 'accounts.session_ended' order by p.id`);
  return rows.map(({ id }) => id);
};

const atService = (url: URL) => url.origin === service;
const portalPage = `${config.origins.portal}/riwayat`;

/** Signed in at the portal and, without typing again, at the service. */
async function signedInTwice(options: { shared?: boolean } = {}) {
  const account = await newTestAccount(services);
  const { browser, page } = await signInByForms(portalPage, {
    identifier: account.username,
    password: testPassword,
    ...options,
  });
  const end = await browser.trace(authorization(), atService);
  assert.ok(end.searchParams.get('code'), end.href);
  told.length = 0;
  return { account, browser, portal: page };
}

function authorization(more: Record<string, string> = {}): URL {
  const url = new URL('/oauth/authorize', config.origins.sso);
  url.search = new URLSearchParams({
    client_id: 'layanan',
    response_type: 'code',
    redirect_uri: `${service}/kembali`,
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...more,
  }).toString();
  return url;
}

const jobs = () =>
  database.many<{ payload: BackchannelLogout; id: bigint }>(sql`
    select j.id, p.payload from graphile_worker.jobs j join graphile_worker._private_jobs p on p.id = j.id
    where j.task_identifier = 'sso.backchannel_logout' order by j.id`);

test('logging out at a face tells the other services at once, and the page says that they closed', async () => {
  const before = (await jobs()).length;
  const { browser, portal } = await signedInTwice();
  const out = await browser.submit(portal, '/logout');
  assert.equal(out.url.pathname, '/logged-out');
  assert.match(out.body, /Sudah ditutup<[^]*Layanan Contoh/);
  assert.ok(
    !decodeURIComponent(out.url.search).includes('Layanan'),
    'the address tells nobody where one was',
  );
  // The job that the end of the session queued comes second here, and finds it done.
  for (const sessionId of await endedSessions()) await sso.afterSessionEnded(sessionId);
  assert.equal((await jobs()).length, before);
  const claims = decodeJwt(told[0] ?? '');
  assert.equal(told.length, 1);
  assert.equal(decodeProtectedHeader(told[0] ?? '').typ, 'logout+jwt');
  assert.equal(claims.aud, 'layanan');
  assert.ok(claims['sid'] && claims['events'] && claims.jti && !('nonce' in claims));
  assert.ok((claims.exp ?? 0) - (claims.iat ?? 0) <= 120);
  const changed = new URL(out.url);
  changed.searchParams.set('services', 'x'.repeat(80));
  assert.doesNotMatch((await browser.get(changed)).body, /Sudah ditutup/);
});

test('a service that refuses or is slow is named with what to do, keeps nobody waiting, and is told again by a job', async () => {
  for (const [status, language] of [
    [500, 'id'],
    [0, 'en'],
  ] as const) {
    const before = (await jobs()).length;
    const { browser, portal } = await signedInTwice({ shared: true });
    await browser.get(`${config.origins.portal}/?lang=${language}`);
    answer = status;
    const start = performance.now();
    const out = await browser.submit(portal, '/logout');
    assert.ok(performance.now() - start < 10_000);
    answer = 200;
    for (const unanswered of waiting.splice(0)) unanswered.writeHead(200).end();
    assert.match(
      out.body,
      language === 'id'
        ? /Belum tentu tertutup<[^]*Layanan Contoh[^]*keluar dari sana/
        : /Perhaps still open<[^]*Layanan Contoh[^]*sign out there/,
    );
    assert.equal(out.headers.get('clear-site-data'), '"cache", "storage"');
    const queued = (await jobs()).slice(before);
    assert.deepEqual(
      queued.map(({ payload }) => [payload.clientId, Object.keys(payload).sort()]),
      [['layanan', ['clientId', 'sid', 'subject']]],
    );
    told.length = 0;
    await sso.sendBackchannelLogout(queued[0]?.payload as BackchannelLogout);
    assert.equal(decodeJwt(told[0] ?? '')['sid'], queued[0]?.payload.sid);
  }
});

test('a browser that never comes to the provider: the other services are told all the same, once', async () => {
  const before = (await jobs()).length;
  const { browser, portal } = await signedInTwice();
  const { action, fields } = formOf(portal, '/logout');
  const away = await browser.post(action, fields, { follow: false });
  assert.equal(away.status, 303);
  assert.equal((await jobs()).length, before);
  for (const sessionId of await endedSessions()) await sso.afterSessionEnded(sessionId);
  assert.deepEqual(
    (await jobs()).slice(before).map(({ payload }) => payload.clientId),
    ['layanan'],
  );
  for (const sessionId of await endedSessions()) await sso.afterSessionEnded(sessionId);
  await browser.get(away.headers.get('location') ?? '');
  assert.equal((await jobs()).length, before + 1);
});

test('a session that is ended from another device is told to the other services', async () => {
  const before = (await jobs()).length;
  const { account, browser } = await signedInTwice();
  const { id } = await database.one<{ id: string }>(
    sql`select session_id as id from accounts.session where account_id = ${account.accountId}`,
  );
  const end = () => endSession(database, id, 'ended_elsewhere', testOrigin, new Date());
  assert.deepEqual(await end(), { shared: false });
  assert.equal(await end(), undefined);
  assert.deepEqual(
    (await endedSessions()).filter((ended) => ended === id),
    [id],
  );
  await sso.afterSessionEnded(id);
  assert.equal((await jobs()).length, before + 1);
  const silent = await browser.trace(authorization({ prompt: 'none' }), atService);
  assert.equal(silent.searchParams.get('error'), 'login_required');
});

test('somebody else signs in at the same browser: the services of the one before are told', async () => {
  const before = (await jobs()).length;
  const { browser } = await signedInTwice();
  const form = await browser.get(authorization({ prompt: 'login' }));
  const other = await newTestAccount(services);
  const { action, fields } = formOf(form, '/signin/');
  const typed = { ...fields, identifier: other.username, password: testPassword };
  const answered = await browser.post(action, typed, { follow: false });
  const end = await browser.trace(locationOf(answered), atService);
  assert.ok(end.searchParams.get('code'), end.href);
  for (const sessionId of await endedSessions()) await sso.afterSessionEnded(sessionId);
  assert.equal((await jobs()).length, before + 1);
});

test('a service that asks to log out: the member says yes, and it is over everywhere', async () => {
  const { browser } = await signedInTwice();
  const url = `${config.origins.sso}/oauth/logout?client_id=layanan&post_logout_redirect_uri=${encodeURIComponent(`${service}/keluar`)}&state=s1`;
  const question = await browser.get(url);
  assert.match(question.body, /Layanan Contoh meminta Anda keluar/);
  assert.match(
    question.headers.get('content-security-policy') ?? '',
    new RegExp(`form-action 'self' ${service}`),
  );
  const { action, fields } = formOf(question, '/oauth/logout/confirm');
  const done = await browser.post(action, { ...fields, logout: 'yes' }, { follow: false });
  assert.equal(done.headers.get('location'), `${service}/keluar?state=s1`);
  assert.equal(told.length, 1);
  assert.equal((await browser.get(portalPage)).url.pathname, '/session-ended');
  const silent = await browser.trace(authorization({ prompt: 'none' }), atService);
  assert.equal(silent.searchParams.get('error'), 'login_required');
});

test('leaving a shared computer at the provider clears the sign-in’s own cookies too, and the page names what closed', async () => {
  const { browser } = await signedInTwice({ shared: true });
  browser.cookies.set('localhost/|goid_sso_device', {
    name: 'goid_sso_device',
    value: 'x',
    host: 'localhost',
    path: '/',
  });
  const question = await browser.get(`${config.origins.sso}/oauth/logout`);
  const { action, fields } = formOf(question, '/oauth/logout/confirm');
  const done = await browser.post(action, { ...fields, logout: 'yes' }, { follow: false });
  assert.equal(done.headers.get('clear-site-data'), '"cache", "storage"');
  const left = [...browser.cookies.values()].map(({ name }) => name);
  assert.deepEqual(
    left.filter((name) => /^(goid_sso|op)_/.test(name)),
    [],
  );
  const page = await browser.get(locationOf(done));
  assert.match(page.body, /Sudah ditutup<[^]*Layanan Contoh[^]*Tutup juga jendela/);
});

test('a service that does not answer gets its logout later', async () => {
  const before = (await jobs()).length;
  const { browser } = await signedInTwice();
  const question = await browser.get(`${config.origins.sso}/oauth/logout`);
  const { action, fields } = formOf(question, '/oauth/logout/confirm');
  answer = 503;
  const done = await browser.post(action, { ...fields, logout: 'yes' });
  answer = 200;
  assert.match(done.body, /Anda sudah keluar[^]*Belum tentu tertutup<[^]*Layanan Contoh[^]*keluar dari sana/);
  assert.doesNotMatch(done.body, /Sudah ditutup|Tutup juga jendela/);
  assert.ok(!decodeURIComponent(done.url.search).includes('Layanan'));
  for (let waited = 0; waited < 50 && (await jobs()).length === before; waited += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal((await jobs()).length, before + 1);
});

test('who stays, stays signed in; a forged confirmation does nothing', async () => {
  const { browser } = await signedInTwice();
  const question = await browser.get(`${config.origins.sso}/oauth/logout`);
  const { action, fields } = formOf(question, '/oauth/logout/confirm');
  const forged = await browser.post(action, { xsrf: '0'.repeat(48), logout: 'yes' });
  assert.equal(forged.status, 400);
  await browser.post(action, fields);
  assert.equal((await browser.get(portalPage)).url.href, portalPage);
});

test('[V3.7.2] no address behind post_logout_redirect_uri leads to a place that is not registered', async () => {
  for (const target of [
    'https://evil.example/',
    `${config.origins.portal}/logged-out/`,
    `${config.origins.portal}/logged-out?x=1`,
    `${config.origins.portal}//evil.example`,
    `${config.origins.portal}@evil.example/logged-out`,
    'javascript:alert(1)',
  ]) {
    const address = new URL('/oauth/logout', config.origins.sso);
    address.search = new URLSearchParams({
      client_id: 'portal',
      post_logout_redirect_uri: target,
    }).toString();
    const page = await newBrowser().get(address, { follow: false });
    assert.equal(page.status, 400, target);
    assert.equal(page.headers.get('location'), null);
  }
});
