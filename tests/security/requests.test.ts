import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildFace, type Face, type Logger, sql } from '#platform';
import { formOf, newBrowser } from '../support/cookie-jar.ts';
import { enter } from '../support/tour.ts';
import { ask, startWholeHouse } from '../support/whole-house.ts';

const whole = await startWholeHouse();
const { database } = whole;
const { origins } = whole.house.config;
const sso = faceOf('sso');
const portal = faceOf('portal');

function faceOf(site: Face['site']): Face {
  const found = whole.faces.find((face) => face.site === site);
  assert.ok(found, site);
  return found;
}

const authorize = (wishes: Readonly<Record<string, string>>) => {
  const asked = new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: `${origins.portal}/callback`,
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
    ...wishes,
  });
  return `/oauth/authorize?${asked.toString()}`;
};
const interactions = async () =>
  (await database.one<{ count: number }>(sql`select count(*)::int as count from sso.interaction`)).count;

test('a whole address in the request line is refused on every face', async () => {
  for (const face of whole.faces)
    for (const path of [`${face.origin}/help`, 'http://jahat.example/help', `${face.origin}/oauth/jwks`])
      assert.equal((await ask(whole, face, { path })).status, 421, `${face.site} ${path}`);
});

test('[V14.2.2] only discovery and the public keys may be kept, for five minutes', async () => {
  for (const path of ['/.well-known/openid-configuration', '/oauth/jwks'])
    assert.equal((await ask(whole, sso, { path })).headers['cache-control'], 'public, max-age=300', path);
  for (const path of [authorize({}), '/oauth/authorize?client_id=x', '/oauth/userinfo', '/oauth/logout'])
    assert.equal((await ask(whole, sso, { path })).headers['cache-control'], 'no-store', path);
});

test('[V1.3.3] a client id that no client can have is an unknown client', async () => {
  for (const id of ['\0', 'a\0b', 'A B', 'x'.repeat(500), "'"]) {
    const { status } = await ask(whole, sso, { path: authorize({ client_id: id }) });
    assert.equal(status, 400, JSON.stringify(id));
  }
});

test('[V1.3.3] a parameter longer than it has reason to be is refused, and nothing is kept', async () => {
  const before = await interactions();
  const long: Readonly<Record<string, number>> = { state: 513, nonce: 513, login_hint: 255, display: 1025 };
  for (const [name, length] of Object.entries(long)) {
    const answer = await ask(whole, sso, { path: authorize({ [name]: 'a'.repeat(length) }) });
    assert.equal(answer.status, 400, name);
    assert.equal((JSON.parse(answer.body) as { error: string }).error, 'invalid_request');
  }
  const pushed = await ask(whole, sso, {
    method: 'POST',
    path: '/oauth/par',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '9000' },
    body: `state=${'a'.repeat(8994)}`,
  });
  assert.equal(pushed.status, 413);
  assert.equal(await interactions(), before);
  const { status } = await ask(whole, sso, { path: authorize({ state: 'a'.repeat(512) }) });
  assert.equal(status, 303);
  assert.equal(await interactions(), before + 1);
});

test('[V3.5.3] a look at the head starts no sign-in, sends no code and opens no guarded page', async () => {
  const browser = newBrowser();
  const codes = async () =>
    (await database.one<{ count: number }>(sql`select count(*)::int as count from notifications.message`))
      .count;
  const page = await browser.get(`${origins.portal}/login`);
  const waiting = await interactions();
  assert.equal((await ask(whole, sso, { method: 'HEAD', path: authorize({}) })).status, 405);
  assert.equal(await interactions(), waiting);
  const login = await ask(whole, portal, { method: 'HEAD', path: '/login' });
  assert.deepEqual([login.status, login.headers['set-cookie'], login.body], [200, undefined, '']);
  assert.equal((await ask(whole, portal, { method: 'HEAD', path: '/details' })).status, 303);
  const cookie = [...browser.cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ');
  const before = await codes();
  const typed = { identifier: 'yosina.wambrauw' };
  const code = await enter(browser, page, typed.identifier);
  assert.match(code.url.pathname, /\/code$/);
  assert.equal(await codes(), before + 1);
  const head = { method: 'HEAD', path: code.url.pathname, headers: { cookie } };
  assert.ok((await ask(whole, sso, head)).status < 400);
  assert.equal(await codes(), before + 1);
});

test('a client that hangs up in the middle of a form is not taken for a fault of ours', async () => {
  const told: string[] = [];
  const note = (_: unknown, text?: string) => void told.push(text ?? '');
  const log = { ...whole.house.log, warn: note, error: note } as unknown as Logger;
  const app = buildFace({ ...whole.house, log }, portal);
  const body = new ReadableStream({
    start: (controller) => {
      controller.enqueue(Buffer.from('a=b'));
      controller.error(new Error('Client connection prematurely closed.'));
    },
  });
  const answer = await app.fetch(
    new Request(`${portal.origin}/logout`, {
      method: 'POST',
      body,
      duplex: 'half',
      headers: {
        host: new URL(portal.origin).host,
        'content-type': 'application/x-www-form-urlencoded',
      },
    } as RequestInit),
  );
  assert.equal(answer.status, 400);
  assert.deepEqual(told, []);
});

test('[V13.4.1 V13.4.3 V13.4.4] no file of the program, no list of files, and no echo of a request is there', async () => {
  for (const face of whole.faces) {
    for (const path of [
      '/.git/HEAD',
      '/.git/config',
      '/.svn/entries',
      '/.env',
      '/package.json',
      '/src/main.ts',
      '/assets',
      '/assets/',
      '/docs/',
    ])
      assert.equal((await ask(whole, face, { path })).status, 404, `${face.site} ${path}`);
    for (const path of ['/', '/help', '/oauth/token', '/assets/']) {
      const { status, body } = await ask(whole, face, {
        path,
        method: 'TRACE',
        headers: { 'x-echo': 'kenari' },
      });
      assert.ok(status >= 400 && status < 500, `${face.site} ${path}: ${status}`);
      assert.doesNotMatch(body, /kenari/);
    }
  }
});

test('[V15.3.7] a parameter of OpenID that stands twice is refused, and the address adds nothing to a form', async () => {
  for (const name of ['client_id', 'redirect_uri', 'scope', 'state']) {
    const path = `${authorize({ state: 'a' })}&${name}=portal`;
    const { status, headers } = await ask(whole, sso, { path });
    // Once it is sure who asks, the refusal goes to the client.
    const told = new URL(headers.location ?? '/', sso.origin).searchParams.get('error');
    assert.ok(status === 400 || told === 'invalid_request', `${name}: ${status} ${told}`);
  }
  const browser = newBrowser();
  const page = await browser.get(`${origins.portal}/login`);
  const { action, fields } = formOf(page, '/signin/');
  const { _token: token = '', ...others } = fields;
  const inAddress = new URL(action);
  inAddress.searchParams.set('_token', token);
  assert.equal((await browser.post(inAddress, others)).status, 403);
  const named = new URL(action);
  named.searchParams.set('identifier', 'siti.rahayu');
  const answer = await browser.post(named, { ...fields, identifier: 'budi.santoso', password: '' });
  assert.ok(answer.body.includes('value="budi.santoso"'));
  assert.doesNotMatch(answer.body, /value="siti\.rahayu"/);
});
