import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sql, translatorFor } from '#platform';
import * as client from 'openid-client';
import type { BrowserContext, Page } from 'playwright-core';
import { sidewaysScroll, testBrowser } from '../support/browser.ts';
import { startJourneyProgram } from '../support/journey-program.ts';
import { enterPassword, logOut, modeName, modes, openSignIn, press, wordsOf } from '../support/journey.ts';

const program = await startJourneyProgram();
const newContext = await testBrowser();
const { portal, sso } = program.origins;
const goid = join(import.meta.dirname, '../../goid');

/** A service of strangers: it shows what came back to it, and forgets it. */
const service = await listenAsService();
const redirectUri = `${service.origin}/kembali`;

async function listenAsService(): Promise<{ origin: string; server: Server }> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="id"><title>Layanan</title><main>${request.url?.split('?')[0]}</main>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { origin: `http://localhost:${port}`, server };
}

type Registered = { readonly clientId: string; readonly clientSecret?: string };

/** Registers the service on the command line, as an operator would. */
async function registerService(id: string, ...options: string[]): Promise<client.Configuration> {
  const words = ['clients', 'add', '--id', id, '--name', 'Layanan Klaim', '--redirect-uri', redirectUri];
  const ran = spawnSync(
    goid,
    [...words, '--post-logout-uri', `${service.origin}/selesai`, ...options, '--json'],
    {
      env: { ...program.environment, NODE_ENV: 'test' },
      encoding: 'utf8',
    },
  );
  assert.equal(ran.status, 0, ran.stderr);
  const { clientId, clientSecret } = JSON.parse(ran.stdout) as Registered;
  const authentication = clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret);
  return client.discovery(new URL(sso), clientId, {}, authentication, {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
}

type Asked = { readonly url: URL; readonly verifier: string; readonly state: string; readonly nonce: string };

async function ask(configuration: client.Configuration, more: Record<string, string> = {}): Promise<Asked> {
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
    ...more,
  });
  return { url, verifier, state, nonce };
}

async function redeem(configuration: client.Configuration, asked: Asked, page: Page) {
  return client.authorizationCodeGrant(configuration, new URL(page.url()), {
    pkceCodeVerifier: asked.verifier,
    expectedState: asked.state,
    expectedNonce: asked.nonce,
    idTokenExpected: true,
  });
}

const confidential = await registerService('klaim');
const app = await registerService('aplikasi', '--public');
const atService = `${redirectUri}?*`;

for (const mode of modes) {
  test(`${modeName(mode)}: a stranger's service signs a member in after consent, then silently, and out again`, async () => {
    const context = await newContext(mode);
    const page = await context.newPage();
    const asked = await ask(confidential, { ui_locales: mode.language });
    await page.goto(asked.url.href);
    const account = await program.openAccount();
    const t = translatorFor(mode.language);
    assert.equal(await page.getAttribute('html', 'lang'), mode.language);
    assert.ok((await wordsOf(page)).includes(t('signin.lead_client', { client: 'Layanan Klaim' })));
    await enterPassword(page, account.username);
    await page.waitForURL(`${sso}/signin/*/consent`);
    const consent = await wordsOf(page);
    for (const key of ['signin.consent_openid', 'signin.consent_profile', 'signin.consent_email'] as const)
      assert.ok(consent.includes(t(key)), key);
    assert.ok(!consent.includes(t('signin.consent_phone')));
    assert.equal(await sidewaysScroll(page), 0);
    await press(page, t('signin.continue'));
    await page.waitForURL(atService);
    const tokens = await redeem(confidential, asked, page);
    const claims = tokens.claims();
    assert.ok(claims);
    const info = await client.fetchUserInfo(confidential, tokens.access_token, claims.sub);
    assert.equal(info.email, account.email);
    assert.equal(info.name, 'Uji Jalan (contoh)');
    assert.equal(info.phone_number, undefined);

    const again = await ask(confidential, { prompt: 'none' });
    await page.goto(again.url.href);
    await page.waitForURL(atService);
    assert.equal((await redeem(confidential, again, page)).claims()?.sub, claims.sub);

    const out = client.buildEndSessionUrl(confidential, {
      post_logout_redirect_uri: `${service.origin}/selesai`,
      id_token_hint: tokens.id_token ?? '',
    });
    await page.goto(out.href);
    await press(page, t('signin.logout_yes'));
    await page.waitForURL(`${service.origin}/selesai*`);
    assert.equal(await silentAnswer(page, confidential), 'login_required');
    await context.close();
  });
}

async function silentAnswer(page: Page, configuration: client.Configuration): Promise<string | null> {
  await page.goto((await ask(configuration, { prompt: 'none' })).url.href);
  await page.waitForURL(atService);
  return new URL(page.url()).searchParams.get('error');
}

test('who cancels at the sign-in or at the consent goes back, and the service is told so', async () => {
  const context = await newContext({ javaScript: false });
  const page = await context.newPage();
  const t = translatorFor('id');
  const cancel = t('signin.cancel', { client: 'Layanan Klaim' });
  await page.goto((await ask(confidential)).url.href);
  await press(page, cancel);
  await page.waitForURL(atService);
  assert.equal(new URL(page.url()).searchParams.get('error'), 'access_denied');
  const account = await program.openAccount();
  await page.goto((await ask(confidential)).url.href);
  await enterPassword(page, account.username);
  await page.waitForURL(`${sso}/signin/*/consent`);
  await press(page, cancel);
  await page.waitForURL(atService);
  assert.equal(new URL(page.url()).searchParams.get('error'), 'access_denied');
  await context.close();
});

test('each scope brings its claims and no others', async () => {
  const account = await program.openAccount();
  const context = await newContext();
  const page = await context.newPage();
  const t = translatorFor('id');
  const seen: Record<string, string[]> = {};
  for (const scope of ['openid', 'openid profile', 'openid email', 'openid phone']) {
    const asked = await ask(app, { scope });
    await page.goto(asked.url.href);
    if (page.url().endsWith('/consent')) await press(page, t('signin.continue'));
    else if (!page.url().startsWith(redirectUri)) {
      await enterPassword(page, account.username);
      await page.waitForURL(`${sso}/signin/*/consent`);
      await press(page, t('signin.continue'));
    }
    await page.waitForURL(atService);
    const tokens = await redeem(app, asked, page);
    const info = await client.fetchUserInfo(app, tokens.access_token, tokens.claims()?.sub ?? '');
    seen[scope] = Object.keys(info).sort();
  }
  assert.deepEqual(seen, {
    openid: ['sub'],
    'openid profile': ['name', 'sub'],
    'openid email': ['email', 'sub'],
    'openid phone': ['phone_number', 'sub'],
  });
  await context.close();
});

test('an app without a secret signs in with PKCE and not without', async () => {
  const account = await program.openAccount();
  const context = await newContext();
  const page = await context.newPage();
  const t = translatorFor('id');
  const bare = (await ask(app)).url;
  bare.searchParams.delete('code_challenge');
  bare.searchParams.delete('code_challenge_method');
  await page.goto(bare.href);
  await page.waitForURL(atService);
  assert.equal(new URL(page.url()).searchParams.get('error'), 'invalid_request');
  const asked = await ask(app);
  await page.goto(asked.url.href);
  await enterPassword(page, account.username);
  await page.waitForURL(`${sso}/signin/*/consent`);
  await press(page, t('signin.continue'));
  await page.waitForURL(atService);
  await assert.rejects(redeem(app, { ...asked, verifier: client.randomPKCECodeVerifier() }, page));
  await context.close();
});

async function signedIn(context: BrowserContext, mode = modes[0]) {
  assert.ok(mode);
  const account = await program.openAccount();
  const opened = await openSignIn(context, program, mode);
  const address = opened.page.url();
  await enterPassword(opened.page, account.username);
  await opened.page.waitForURL(`${portal}/dashboard`);
  return { ...opened, account, address };
}

for (const mode of modes) {
  test(`${modeName(mode)}: logging out ends it in every tab, at the sso, and behind the back button`, async () => {
    const context = await newContext(mode);
    const { page, t } = await signedIn(context, mode);
    const tab = await context.newPage();
    await tab.goto(`${portal}/details`);
    await page.goto(`${portal}/balance`);
    const personal = await page.locator('.session').count();
    assert.equal(personal, 1);
    await page.locator('.session form button').click();
    await page.waitForURL(`${portal}/logged-out*`);
    assert.ok((await wordsOf(page)).includes(t('session.logged_out')));
    await page.goBack();
    await page.waitForLoadState();
    assert.equal(await page.locator('.session').count(), 0, 'nothing from the cache');
    assert.ok(
      !page.url().endsWith('/balance') ||
        (await page.locator('h1').innerText()) !== t('portal.balance.heading'),
    );
    await tab.reload();
    assert.equal(await tab.locator('.session').count(), 0);
    assert.equal(await silentAnswer(tab, confidential), 'login_required');
    await page.goto(`${portal}/dashboard`);
    await page.waitForURL(`${sso}/signin/*`);
    await context.close();
  });
}

test('with JavaScript an open page goes when the person signs out in another tab, or elsewhere', async () => {
  const context = await newContext();
  const { page, t, account } = await signedIn(context);
  const tab = await context.newPage();
  await tab.goto(`${portal}/details`);
  const safety = await context.newPage();
  await safety.goto(`${sso}/security`);
  await logOut(page, program);
  await tab.waitForURL(`${portal}/logged-out`);
  // It may be on its way already.
  await safety.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))).catch(() => {});
  await safety.waitForURL(`${portal}/logged-out`);

  await tab.goto(`${portal}/balance`);
  await enterPassword(tab, account.username);
  await tab.waitForURL(`${portal}/balance`);
  // While the session lives the look leaves the page alone; it has to be over before the session ends.
  const looked = tab.waitForResponse(`${portal}/session?*`);
  await tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  assert.equal((await looked).status(), 200);
  await endSessions(account.accountId);
  await tab.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await tab.waitForURL(`${portal}/session-ended?to=%2Fbalance`);
  assert.ok((await wordsOf(tab)).includes(t('session.ended.ended_elsewhere')));
  await context.close();
});

test('with JavaScript a page of one person gives way to the person who signed in after', async () => {
  const context = await newContext();
  const { page } = await signedIn(context);
  const tab = await context.newPage();
  await tab.goto(`${portal}/details`);
  const before = await tab.getAttribute('#session-warning', 'data-session');
  await page.goto(`${portal}/login?other=1`);
  await enterPassword(page, (await program.openAccount()).username);
  await page.waitForURL(`${portal}/dashboard`);
  await tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await tab.waitForFunction(
    (mark) => document.getElementById('session-warning')?.dataset['session'] !== mark,
    before,
  );
  await context.close();
});

test('an expired, a used and a bookmarked sign-in page each start afresh, never with an error', async () => {
  const context = await newContext({ javaScript: false });
  await (await context.newPage()).goto(`${sso}/signin/tidak-ada-lagi-sama-sekali`);
  const [first] = context.pages();
  assert.ok(first);
  await first.waitForURL(`${sso}/signin/*`);
  const { page, address, account } = await signedIn(context);
  await page.goto(address);
  await page.waitForURL(`${portal}/dashboard`);
  await page.goto(`${address}/code`);
  await page.waitForURL(`${portal}/dashboard`);
  const other = await newContext();
  const bookmarked = await other.newPage();
  await bookmarked.goto(address);
  await enterPassword(bookmarked, account.username);
  await bookmarked.waitForURL(`${portal}/dashboard`);
  await context.close();
  await other.close();
});

test('the back button after signing in leads to no error and asks for nothing again', async () => {
  for (const mode of modes) {
    const context = await newContext(mode);
    const { page } = await signedIn(context, mode);
    await page.goBack();
    await page.waitForURL(`${portal}/dashboard`);
    await context.close();
  }
});

test('two tabs sign in beside each other, and the one left behind catches up', async () => {
  const context = await newContext();
  const mode = { javaScript: true, language: 'id' } as const;
  const first = (await openSignIn(context, program, mode)).page;
  const second = (await openSignIn(context, program, mode)).page;
  const account = await program.openAccount();
  for (const tab of [first, second]) {
    await enterPassword(tab, account.username);
    await tab.waitForURL(`${portal}/dashboard`);
  }
  await first.reload();
  assert.equal(first.url(), `${portal}/dashboard`);
  await context.close();
});

async function endSessions(accountId: string): Promise<void> {
  await program.database.run(
    sql`update accounts.session set ended_at = now(), end_reason = 'ended_elsewhere' where account_id = ${accountId} and ended_at is null`,
  );
}

for (const mode of modes) {
  test(`${modeName(mode)}: a session that ended says so and leads back to the page that was wanted`, async () => {
    const context = await newContext(mode);
    const { page, t, account } = await signedIn(context, mode);
    await endSessions(account.accountId);
    await page.goto(`${portal}/contributions?year=2025`);
    await page.waitForURL(`${portal}/session-ended*`);
    assert.ok((await wordsOf(page)).includes(t('session.ended.ended_elsewhere')));
    await press(page, t('session.again'));
    await enterPassword(page, account.username);
    await page.waitForURL(`${portal}/contributions?year=2025`);
    await context.close();
  });
}

test('with JavaScript a warning comes two minutes before the end, staying works, and the end covers the page', async () => {
  const context = await newContext();
  await context.clock.install();
  const { page, t } = await signedIn(context);
  const stay = page.getByRole('button', { name: t('layout.warning_stay') });
  await context.clock.fastForward('12:50');
  assert.equal(await stay.isVisible(), false);
  await context.clock.fastForward('00:20');
  await stay.click();
  await stay.waitFor({ state: 'hidden' });
  await context.clock.fastForward('15:10');
  await page.getByText(t('layout.ended_title')).waitFor();
  assert.equal(await page.locator('main').isVisible(), false);
  await context.close();
});
