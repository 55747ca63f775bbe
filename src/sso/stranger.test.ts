import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as client from 'openid-client';
import { setLimited } from '#accounts';
import { registerClient, removeClient, servicesOf, withdrawService } from '#sso';
import { sql } from '#platform';
import { newTestAccount, testPassword } from '../../tests/support/accounts.ts';
import { type Browser, formOf, newBrowser } from '../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../tests/support/faces.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';
import type { TokenAnswer } from '../../tests/support/race-sso.ts';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, config } = faces;
const redirectUri = 'https://klaim.example/kembali';
const issuer = new URL(config.origins.sso);

async function newClient(clientId: string, options: { isPublic?: boolean; secretIn?: 'body' } = {}) {
  const isPublic = options.isPublic ?? false;
  const registered = await registerClient(
    database,
    {
      clientId,
      name: 'Layanan Klaim',
      redirectUris: [redirectUri],
      postLogoutRedirectUris: ['https://klaim.example/keluar'],
      backchannelLogoutUri: undefined,
      firstParty: false,
      public: isPublic,
      secretIn: options.secretIn ?? 'header',
    },
    new Date(),
  );
  if (!registered.ok) throw new Error(registered.refusal);
  const { clientSecret } = registered.value;
  const configuration = await client.discovery(
    issuer,
    clientId,
    {},
    clientAuthentication(clientSecret, options.secretIn),
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
  return { clientId, clientSecret: clientSecret ?? '', configuration };
}

function clientAuthentication(secret: string | undefined, secretIn: 'body' | undefined): client.ClientAuth {
  if (secret === undefined) return client.None();
  return secretIn ? client.ClientSecretPost(secret) : client.ClientSecretBasic(secret);
}

type Asked = { readonly url: URL; readonly verifier: string; readonly state: string; readonly nonce: string };

async function ask(
  configuration: client.Configuration,
  parameters: Record<string, string> = {},
): Promise<Asked> {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...parameters,
  });
  return { url, verifier, state, nonce };
}

const atClient = (url: URL) => url.hostname === 'klaim.example';

/** Signs in, allows what is asked for, and stops at the client's address. */
async function answerFor(asked: Asked, account: { username: string }, browser: Browser = newBrowser()) {
  const form = await browser.get(asked.url);
  const posted = await browser.post(
    new URL(form.url),
    {
      ...formOf(form, '/signin/').fields,
      identifier: account.username,
      password: testPassword,
    },
    { follow: false },
  );
  const consent = await browser.trace(new URL(posted.headers.get('location') ?? '', posted.url), atClient);
  if (atClient(consent)) return { browser, url: consent };
  const page = await browser.get(consent);
  assert.match(page.body, /Layanan Klaim/);
  const { fields } = formOf(page, '/consent');
  const allowed = await browser.post(page.url, fields, { follow: false });
  return {
    browser,
    url: await browser.trace(new URL(allowed.headers.get('location') ?? '', allowed.url), atClient),
  };
}

function redeem(configuration: client.Configuration, asked: Asked, url: URL) {
  return client.authorizationCodeGrant(configuration, url, {
    pkceCodeVerifier: asked.verifier,
    expectedState: asked.state,
    expectedNonce: asked.nonce,
    idTokenExpected: true,
  });
}

test('[V15.3.1] another service signs a member in, sees what was allowed, and a subject of its own', async () => {
  const account = await newTestAccount(services);
  const { configuration } = await newClient('klaim');
  const asked = await ask(configuration, {
    claims: JSON.stringify({ id_token: { account_session: { essential: true } } }),
  });
  const { url, browser } = await answerFor(asked, account);
  assert.equal(url.searchParams.get('iss'), config.origins.sso);
  const tokens = await redeem(configuration, asked, url);
  const claims = tokens.claims();
  assert.notEqual(claims?.sub, account.subject);
  assert.equal(claims?.['account_session'], undefined);
  const info = await client.fetchUserInfo(configuration, tokens.access_token, claims?.sub ?? '');
  assert.equal(info.name, 'Siti Rahayu');
  assert.equal(info.email, account.email);
  assert.equal(info.phone_number, undefined);
  const recorded = await database.many(sql`
    select 1 from activity.entry where event = 'client_authorised' and account_id = ${account.accountId}`);
  assert.equal(recorded.length, 1);
  const again = await ask(configuration);
  const silent = await browser.trace(again.url, atClient);
  assert.ok(silent.searchParams.get('code'), 'signed in and allowed already, so nothing is asked');
  assert.equal((await redeem(configuration, again, silent)).claims()?.sub, claims?.sub);
});

test('a limited account shares nothing, and a withdrawn consent ends what was allowed', async () => {
  const account = await newTestAccount(services);
  const { configuration } = await newClient('terbatas');
  const asked = await ask(configuration);
  const { url, browser } = await answerFor(asked, account);
  const tokens = await redeem(configuration, asked, url);
  const subject = tokens.claims()?.sub ?? '';
  const info = () => client.fetchUserInfo(configuration, tokens.access_token, subject);
  assert.equal((await info()).name, 'Siti Rahayu');
  await setLimited(database, account.accountId, new Date());
  assert.deepEqual(await info(), { sub: subject });
  await setLimited(database, account.accountId, undefined);
  const [service] = await servicesOf(database, account.subject, new Date());
  assert.deepEqual(service?.scopes, ['email', 'openid', 'profile']);
  assert.ok(Math.abs(Number(service.since) - Date.now()) < 60_000);
  assert.ok(await withdrawService(database, account.subject, 'terbatas'));
  assert.deepEqual(await servicesOf(database, account.subject, new Date()), []);
  await assert.rejects(info());
  const silent = await browser.trace((await ask(configuration, { prompt: 'none' })).url, atClient);
  assert.equal(silent.searchParams.get('error'), 'consent_required');
});

test('[V7.4.2] a frozen account gets nothing more: no token, no claims, no silent sign-in, no page', async () => {
  const account = await newTestAccount(services);
  const { configuration } = await newClient('beku');
  const offline = { scope: 'openid profile offline_access', prompt: 'consent' };
  const asked = await ask(configuration, offline);
  const { url, browser } = await answerFor(asked, account);
  const tokens = await redeem(configuration, asked, url);
  const subject = tokens.claims()?.sub ?? '';
  const later = await ask(configuration, { scope: 'openid profile' });
  const unspent = await browser.trace(later.url, atClient);
  assert.ok(unspent.searchParams.get('code'));
  const page = `${config.origins.portal}/riwayat`;
  assert.equal((await browser.get(page)).url.href, page);
  await client.fetchUserInfo(configuration, tokens.access_token, subject);
  await database.run(
    sql`update accounts.account set state = 'frozen' where account_id = ${account.accountId}`,
  );
  await assert.rejects(redeem(configuration, later, unspent), { error: 'invalid_grant' });
  await assert.rejects(client.refreshTokenGrant(configuration, tokens.refresh_token ?? ''), {
    error: 'invalid_grant',
  });
  await assert.rejects(client.fetchUserInfo(configuration, tokens.access_token, subject));
  const silent = await browser.trace((await ask(configuration, { prompt: 'none' })).url, atClient);
  assert.equal(silent.searchParams.get('error'), 'login_required');
  assert.notEqual((await browser.get(page)).url.href, page);
});

test('an installed application without a secret signs in with PKCE alone', async () => {
  const account = await newTestAccount(services);
  const { configuration } = await newClient('ponsel', { isPublic: true });
  const asked = await ask(configuration, { scope: 'openid offline_access', prompt: 'consent' });
  const { url } = await answerFor(asked, account);
  const tokens = await redeem(configuration, asked, url);
  assert.ok(tokens.refresh_token);
  const renewed = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
  assert.notEqual(renewed.refresh_token, tokens.refresh_token);
  await assert.rejects(client.refreshTokenGrant(configuration, tokens.refresh_token ?? ''), {
    error: 'invalid_grant',
  });
});

test('single sign-on: who is signed in at the portal is known to another service without typing', async () => {
  const account = await newTestAccount(services);
  const { configuration } = await newClient('lain');
  const { browser } = await signInByForms(`${config.origins.portal}/riwayat`, {
    identifier: account.username,
    password: testPassword,
  });
  const page = await browser.get((await ask(configuration)).url);
  assert.match(page.url.pathname, /^\/signin\/[^/]+\/consent$/);
});

test('a redirect address must be the registered one, to the letter; otherwise nobody is sent anywhere', async () => {
  const { configuration } = await newClient('tepat');
  for (const wrong of [
    `${redirectUri}/`,
    `${redirectUri}?x=1`,
    `${redirectUri}#x`,
    `${redirectUri}/../kembali`,
    redirectUri.replace('https', 'http'),
    redirectUri.replace('klaim.example', 'klaim.example.evil.example'),
    redirectUri.replace('klaim.example', 'klaim.example@evil.example'),
    redirectUri.replace('klaim.example', 'KLAIM.EXAMPLE'),
    redirectUri.replace('klaim.example', 'klaim.example:443'),
    redirectUri.toUpperCase(),
    'https://evil.example/kembali',
    '',
  ]) {
    const { url } = await ask(configuration, { redirect_uri: wrong });
    const page = await newBrowser().get(url, { follow: false });
    assert.equal(page.status, 400, wrong);
    assert.equal(page.headers.get('location'), null);
    assert.match(page.body, /Permintaan masuk ini tidak bisa diproses/);
    assert.doesNotMatch(page.body, /https?:\/\/fonts|style="/);
  }
});

test('without PKCE, with plain PKCE, or with another response type there is no code', async () => {
  const { configuration } = await newClient('tanpa-pkce');
  const errors: Record<string, string> = {};
  for (const [name, change] of Object.entries({
    none: { code_challenge: '', code_challenge_method: '' },
    plain: { code_challenge_method: 'plain' },
    token: { response_type: 'token' },
    hybrid: { response_type: 'code id_token' },
  })) {
    const { url } = await ask(configuration, change);
    for (const [key, value] of Object.entries(change)) if (value === '') url.searchParams.delete(key);
    const end = await newBrowser().trace(url, atClient);
    const sent = end.searchParams.get('error') ?? new URLSearchParams(end.hash.slice(1)).get('error');
    errors[name] = sent ?? end.href;
  }
  assert.deepEqual(errors, {
    none: 'invalid_request',
    plain: 'invalid_request',
    token: 'unsupported_response_type',
    hybrid: 'unsupported_response_type',
  });
});

/** 16 requests at once for the token endpoint: 8 in each of two processes, each with a provider of its own. */
async function askedAtOnce(authorization: string, parameters: Record<string, string>) {
  const body = new URLSearchParams(parameters).toString();
  const call = { portBase: config.PORT_BASE, authorization, body, now: new Date() };
  const answers = (await raceOverTwoProcesses(database.url, {
    verb: 'askForTokens',
    ...call,
  })) as TokenAnswer[];
  assert.equal(answers.length, 16);
  const won = answers.filter(({ status }) => status === 200);
  assert.equal(won.length, 1, JSON.stringify(answers));
  assert.ok(answers.every(({ status, text }) => status === 200 || text.includes('invalid_grant')));
  return JSON.parse(won[0]?.text ?? '') as { access_token: string; refresh_token: string };
}

test('a code is redeemed once, with 16 tries at once on two processes; later tries revoke what it gave', async () => {
  const account = await newTestAccount(services);
  const { configuration, clientId, clientSecret } = await newClient('sekali');
  const asked = await ask(configuration);
  const { url } = await answerFor(asked, account);
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const { access_token: token } = await askedAtOnce(basic, {
    grant_type: 'authorization_code',
    code: url.searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
    code_verifier: asked.verifier,
  });
  await assert.rejects(redeem(configuration, asked, url), { error: 'invalid_grant' });
  const headers = { authorization: `Bearer ${token}` };
  assert.equal((await fetch(`${issuer.origin}/oauth/userinfo`, { headers })).status, 401);
});

test('a refresh token rotates once, with 16 tries at once on two processes; reuse ends the family', async () => {
  const account = await newTestAccount(services);
  const { configuration, clientId } = await newClient('putar', { isPublic: true });
  const asked = await ask(configuration, { scope: 'openid offline_access', prompt: 'consent' });
  const { url } = await answerFor(asked, account);
  const first = (await redeem(configuration, asked, url)).refresh_token ?? assert.fail();
  const { refresh_token: renewed } = await askedAtOnce('', {
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: first,
  });
  assert.notEqual(renewed, first);
  for (const dead of [first, renewed])
    await assert.rejects(client.refreshTokenGrant(configuration, dead), { error: 'invalid_grant' });
});

test("a code is worth nothing with another client's credentials or another verifier", async () => {
  const account = await newTestAccount(services);
  const mine = await newClient('pemilik');
  const thief = await newClient('pencuri');
  const first = await ask(mine.configuration);
  const { url, browser } = await answerFor(first, account);
  await assert.rejects(redeem(thief.configuration, first, url), { error: 'invalid_grant' });
  const second = await ask(mine.configuration);
  const again = await browser.trace(second.url, atClient);
  await assert.rejects(
    redeem(mine.configuration, { ...second, verifier: client.randomPKCECodeVerifier() }, again),
    { error: 'invalid_grant' },
  );
});

test('a wrong client secret opens nothing, nor does none at all', async () => {
  const account = await newTestAccount(services);
  const { configuration, clientId, clientSecret } = await newClient('rahasia');
  const asked = await ask(configuration);
  const { url } = await answerFor(asked, account);
  for (const secret of [`${clientSecret}x`, clientSecret.slice(1), '']) {
    const wrong = await client.discovery(issuer, clientId, {}, client.ClientSecretBasic(secret || 'x'), {
      execute: [client.allowInsecureRequests],
    });
    await assert.rejects(redeem(wrong, asked, url), { status: 401 });
  }
  const none = await client.discovery(issuer, clientId, {}, client.None(), {
    execute: [client.allowInsecureRequests],
  });
  await assert.rejects(redeem(none, asked, url), { status: 401 });
  assert.ok((await redeem(configuration, asked, url)).id_token);
});

test('a service may send its secret in the body, if it was registered so', async () => {
  const account = await newTestAccount(services);
  const { configuration } = await newClient('badan', { secretIn: 'body' });
  const asked = await ask(configuration);
  const { url } = await answerFor(asked, account);
  assert.ok((await redeem(configuration, asked, url)).id_token);
});

test('a pushed request leads to a code once, and a revoked token opens nothing', async () => {
  const account = await newTestAccount(services);
  const { configuration } = await newClient('dorong');
  const { url, ...asked } = await ask(configuration);
  const pushed = await client.buildAuthorizationUrlWithPAR(configuration, url.searchParams);
  assert.deepEqual([...pushed.searchParams.keys()].sort(), ['client_id', 'request_uri']);
  const answer = await answerFor({ ...asked, url: pushed }, account);
  const tokens = await redeem(configuration, { ...asked, url }, answer.url);
  const reused = await answer.browser.trace(pushed, atClient);
  assert.equal(reused.searchParams.get('code'), null);
  const info = await client.tokenIntrospection(configuration, tokens.access_token);
  assert.equal(info.active, true);
  await client.tokenRevocation(configuration, tokens.access_token);
  assert.equal((await client.tokenIntrospection(configuration, tokens.access_token)).active, false);
});

test('[V7.6.1] prompt=none answers login_required without a session, and max_age asks again', async () => {
  const account = await newTestAccount(services);
  const { configuration } = await newClient('diam');
  const stranger = await newBrowser().trace((await ask(configuration, { prompt: 'none' })).url, atClient);
  assert.equal(stranger.searchParams.get('error'), 'login_required');
  const { browser } = await answerFor(await ask(configuration), account);
  const silent = await browser.trace((await ask(configuration, { prompt: 'none' })).url, atClient);
  assert.ok(silent.searchParams.get('code'));
  const lax = await browser.trace((await ask(configuration, { max_age: '10000' })).url, atClient);
  assert.ok(lax.searchParams.get('code'));
  await new Promise((resolve) => setTimeout(resolve, 2100));
  const strict = await browser.get((await ask(configuration, { max_age: '1' })).url);
  assert.match(strict.body, /Masuk ke akun Anda/);
  const forced = await browser.get((await ask(configuration, { prompt: 'login' })).url);
  assert.match(forced.body, /Masuk ke akun Anda/);
});

test('[V7.4.1 V7.6.1] a session that ends takes silent sign-in and unredeemed codes with it', async () => {
  const account = await newTestAccount(services);
  const { configuration } = await newClient('mati');
  const asked = await ask(configuration);
  const { browser, url } = await answerFor(asked, account);
  await database.run(
    sql`update accounts.session set ended_at = now() where account_id = ${account.accountId}`,
  );
  await assert.rejects(redeem(configuration, asked, url), { error: 'invalid_grant' });
  const silent = await browser.trace((await ask(configuration, { prompt: 'none' })).url, atClient);
  assert.equal(silent.searchParams.get('error'), 'login_required');
});

test('who does not want to go on is brought back to the service, which is told so', async () => {
  const { configuration } = await newClient('batal');
  const browser = newBrowser();
  const page = await browser.get((await ask(configuration)).url);
  const { action, fields } = formOf(page, '/cancel');
  const answer = await browser.post(action, fields, { follow: false });
  const end = await browser.trace(new URL(answer.headers.get('location') ?? '', answer.url), atClient);
  assert.equal(end.searchParams.get('error'), 'access_denied');
});

test('a client that was taken away is unknown within seconds', async () => {
  const { configuration } = await newClient('hilang');
  assert.equal(await removeClient(database, 'hilang'), true);
  assert.equal(await removeClient(database, 'hilang'), false);
  faces.clock.advance(6);
  const page = await newBrowser().get((await ask(configuration)).url);
  assert.equal(page.status, 400);
});

test('no id that opens something stands in the database in the clear', async () => {
  const rows = await database.many<{ text: string }>(sql`
    select payload::text as text from sso.token union all select payload::text from sso.provider_session
    union all select payload::text from sso.consumed_code`);
  assert.ok(rows.length > 3);
  for (const { text } of rows) assert.doesNotMatch(text, /"jti"/);
});

test('[V6.3.3] a password alone is strength 1: no service that asks for more, and not the console, takes it', async () => {
  const { configuration } = await newClient('klaim-kuat');
  const account = await newTestAccount(services);
  const asked = await ask(configuration, { acr_values: '1' });
  const { url, browser } = await answerFor(asked, account);
  assert.equal((await redeem(configuration, asked, url)).claims()?.acr, '1');
  for (const acr of ['2', '2r']) {
    const more = await ask(configuration, { acr_values: acr });
    const stopped = await browser.trace(more.url, atClient);
    assert.ok(!atClient(stopped), `${acr}: signed in with a password alone`);
    const silent = await ask(configuration, { acr_values: acr, prompt: 'none' });
    const none = await browser.trace(silent.url, atClient);
    assert.equal(none.searchParams.get('code'), null, acr);
  }
  const officers = await browser.get(`${config.origins.console}/`);
  assert.notEqual(officers.url.origin, new URL(config.origins.console).origin, officers.url.href);
  // With a second factor on, nobody gets in without it, whatever the service asks for.
  const guarded = await newTestAccount(services, { secondFactor: ['sms'] });
  const { browser: other, page } = await signInByForms(`${config.origins.portal}/riwayat`, {
    identifier: guarded.username,
    password: testPassword,
  });
  assert.match(page.url.pathname, /\/code$/);
  const weak = await ask(configuration, { prompt: 'none' });
  assert.equal((await other.trace(weak.url, atClient)).searchParams.get('error'), 'login_required');
});
