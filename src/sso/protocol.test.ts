import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { sql } from '#platform';
import { forgetExpired, listClients, registerClient } from '#sso';
import { newTestAccount, testPassword } from '../../tests/support/accounts.ts';
import { newBrowser } from '../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../tests/support/faces.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { freePortBase } from '../../tests/support/ports.ts';
import { pairwiseSubject } from './account-claims.ts';
import { loadProviderKeys } from './provider-keys.ts';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { config, services } = faces;

type Metadata = Record<string, unknown> & { readonly jwks_uri: string };

test('[V3.5.5 V11.2.3 V11.3.1 V11.6.1 V12.1.3] discovery names what is offered and nothing more', async () => {
  const answer = await fetch(`${config.origins.sso}/.well-known/openid-configuration`);
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  const metadata = (await answer.json()) as Metadata;
  assert.equal(metadata['issuer'], config.origins.sso);
  assert.equal(metadata['authorization_endpoint'], `${config.origins.sso}/oauth/authorize`);
  assert.deepEqual(metadata['response_types_supported'], ['code']);
  assert.deepEqual(metadata['code_challenge_methods_supported'], ['S256']);
  assert.deepEqual(metadata['grant_types_supported'], ['authorization_code', 'refresh_token']);
  assert.deepEqual(metadata['subject_types_supported'], ['public', 'pairwise']);
  assert.equal(metadata['authorization_response_iss_parameter_supported'], true);
  assert.equal(metadata['backchannel_logout_session_supported'], true);
  assert.equal(metadata['registration_endpoint'], undefined);
  const { keys } = (await (await fetch(metadata.jwks_uri)).json()) as { keys: Record<string, string>[] };
  assert.deepEqual(
    keys.map(({ alg }) => alg),
    ['ES256', 'RS256'],
  );
  assert.ok(keys.every((key) => !('d' in key)));
  const [curve, rsa] = keys;
  assert.deepEqual([curve?.['kty'], curve?.['crv']], ['EC', 'P-256']);
  assert.ok(Buffer.from(rsa?.['n'] ?? '', 'base64url').length * 8 >= 3072, 'as strong as 128 bits');
  assert.equal(Buffer.from(rsa?.['e'] ?? '', 'base64url').readUIntBE(0, 3), 65_537);
  assert.deepEqual(metadata['id_token_signing_alg_values_supported'], ['ES256', 'RS256']);
  // No service signs in with a certificate, and nothing is encrypted to one.
  assert.deepEqual(metadata['token_endpoint_auth_methods_supported'], [
    'client_secret_basic',
    'client_secret_post',
    'none',
  ]);
  assert.equal(metadata['id_token_encryption_alg_values_supported'], undefined);
  assert.equal(metadata['tls_client_certificate_bound_access_tokens'], undefined);
  assert.doesNotMatch(JSON.stringify(metadata), /web_message|HS256|"none"\]?,?"alg|RSA1_5/);
});

test('processes that start at the same time make one set of keys', async () => {
  const empty = await testDatabase();
  const clock = { now: () => new Date() };
  const all = await Promise.all(
    [1, 2, 3].map(() => loadProviderKeys({ database: empty, keys: testKeys, clock })),
  );
  assert.equal(new Set(all.map(({ jwks }) => JSON.stringify(jwks))).size, 1);
  assert.equal(new Set(all.map(({ pairwiseSalt }) => pairwiseSalt.toString('hex'))).size, 1);
  assert.equal(all[0]?.pairwiseSalt.length, 32);
});

test('each service sees a subject of its own, and always the same', () => {
  const salt = Buffer.alloc(32, 1);
  assert.equal(pairwiseSubject(salt, 'a.example', 's'), pairwiseSubject(salt, 'a.example', 's'));
  assert.notEqual(pairwiseSubject(salt, 'a.example', 's'), pairwiseSubject(salt, 'b.example', 's'));
  assert.notEqual(pairwiseSubject(salt, 'a.example', 's'), pairwiseSubject(salt, 'a.example', 't'));
});

test('[V1.2.2] a client id is registered once, and never one of our own faces', async () => {
  const client = {
    clientId: 'toko',
    name: 'Toko',
    redirectUris: ['https://toko.example/cb'],
    postLogoutRedirectUris: [],
    backchannelLogoutUri: undefined,
    firstParty: false,
    public: false,
  };
  const first = await registerClient(database, client, new Date());
  assert.ok(first.ok && (first.value.clientSecret?.length ?? 0) >= 43);
  assert.deepEqual(await registerClient(database, client, new Date()), {
    ok: false,
    refusal: 'client_id_taken',
  });
  assert.deepEqual(await registerClient(database, { ...client, clientId: 'portal' }, new Date()), {
    ok: false,
    refusal: 'client_id_taken',
  });
  for (const address of [
    'http://toko.example/cb',
    'https://toko.example/cb#x',
    'javascript:alert(1)',
    'toko.example/cb',
    'https://a@toko.example/cb',
    'com.toko.app:/cb',
  ])
    assert.deepEqual(
      await registerClient(database, { ...client, clientId: 'lain', redirectUris: [address] }, new Date()),
      { ok: false, refusal: 'address_unusable' },
      address,
    );
  const [listed] = await listClients(database);
  assert.equal(listed?.clientId, 'toko');
  assert.ok(listed && !('secretHash' in listed));
});

function authorization(more: Record<string, string> = {}): URLSearchParams {
  return new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    redirect_uri: `${config.origins.portal}/callback`,
    scope: 'openid',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    state: 's',
    ...more,
  });
}

test('an authorization request may come by POST, and its answer may go by POST', async () => {
  const account = await newTestAccount(services);
  const { browser } = await signInByForms(`${config.origins.portal}/riwayat`, {
    identifier: account.username,
    password: testPassword,
  });
  const asked = Object.fromEntries(authorization({ response_mode: 'form_post', later: 'unknown' }));
  const page = await browser.post(`${config.origins.sso}/oauth/authorize`, asked, {
    headers: { origin: 'https://klaim.example' },
  });
  assert.equal(page.status, 200);
  assert.match(page.body, /name="code"/);
  assert.match(page.body, /name="iss"/);
  assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self' 'sha256-/);
});

test('the access token beside an ID token of our own faces opens nothing', async () => {
  const account = await newTestAccount(services);
  await signInByForms(`${config.origins.portal}/riwayat`, {
    identifier: account.username,
    password: testPassword,
  });
  assert.equal((await database.many(sql`select 1 from sso.token`)).length, 0);
  assert.equal((await database.many(sql`select 1 from sso.client_grant`)).length, 0);
});

test('a claims parameter that is no JSON is refused', async () => {
  const bad = await newBrowser().trace(
    `${config.origins.sso}/oauth/authorize?${authorization({ claims: '{' }).toString()}`,
    (url) => url.origin === config.origins.portal,
  );
  assert.equal(bad.searchParams.get('error'), 'invalid_request');
});

test('what has expired is forgotten', async () => {
  await newBrowser().get(`${config.origins.portal}/riwayat`);
  assert.equal(await forgetExpired(database, new Date()), 0);
  assert.ok((await forgetExpired(database, new Date(Date.now() + 100 * 86_400_000))) > 0);
});

test('behind a TLS proxy every address is https, cookies are bound to the host, and faces reach the provider inside', async () => {
  const inside = await testDatabase();
  const base = await freePortBase();
  const tls = await startTestFaces(inside, {
    PORT_BASE: String(base),
    DEMO: 'off',
    SSO_ORIGIN: 'https://id.goid.example',
    PORTAL_ORIGIN: 'https://peserta.goid.example',
    SSO_INTERNAL_URL: `http://127.0.0.1:${base}`,
  });
  const { ports } = tls.config;
  const login = await raw(ports.portal, 'peserta.goid.example', '/login');
  assert.match(String(login.headers['location']), /^https:\/\/id\.goid\.example\/oauth\/authorize\?/);
  const waiting = String(login.headers['set-cookie']);
  assert.match(waiting, /__Host-goid_portal_waiting_[0-9a-f]{8}=[^;]+;.*Secure/);
  const { pathname, search } = new URL(String(login.headers['location']));
  const asked = await raw(ports.sso, 'id.goid.example', pathname + search, {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'http',
  });
  const answer = new URLSearchParams({
    code: 'palsu',
    state: new URLSearchParams(search).get('state') ?? '',
    iss: 'https://id.goid.example',
  });
  const back = await raw(ports.portal, 'peserta.goid.example', `/callback?${answer.toString()}`, {
    cookie: waiting.split(';')[0] ?? '',
  });
  assert.equal(back.headers['location'], '/login?again=1&to=%2F', 'the token endpoint was asked and refused');
  const cookies = String(asked.headers['set-cookie']);
  assert.match(String(asked.headers['location']), /^\/signin\//);
  assert.match(cookies, /__Secure-op_ix=[^;]+; path=\/signin\/[^;]+;.*secure/i);
  assert.match(cookies, /__Secure-op_resume=/);
  assert.match(String(asked.headers['strict-transport-security']), /max-age=63072000/);
  const discovery = await raw(ports.sso, 'id.goid.example', '/.well-known/openid-configuration', {
    'x-forwarded-host': 'evil.example',
  });
  assert.ok(!discovery.body.includes('evil.example') && !discovery.body.includes('http://'));
});

type Raw = { readonly headers: Record<string, string | string[] | undefined>; readonly body: string };

function raw(port: number, host: string, path: string, headers: Record<string, string> = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { host, ...headers } }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}
