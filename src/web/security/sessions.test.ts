import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activityEvents, recentActivity } from '#activity';
import { contactsFrozenUntil } from '#accounts';
import { casesOf } from '#cases';
import { sql, translatorFor } from '#platform';
import { newTestAccount, testPassword } from '../../../tests/support/accounts.ts';
import { type Browser, newBrowser, type Page } from '../../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';
import { activitySentence } from './activity-sentence.ts';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, config } = faces;
const security = `${config.origins.sso}/security`;

type Holder = Awaited<ReturnType<typeof newTestAccount>>;

function signIn(account: Holder, options: { shared?: boolean } = {}) {
  return signInByForms(security, { identifier: account.username, password: testPassword, ...options });
}

const isIn = async (browser: Browser) => (await browser.get(security)).url.href === security;
const rows = (page: Page) =>
  [...page.body.matchAll(/\/security\/not-me\?entry=([0-9a-f-]+)/g)].map(([, id]) => id ?? '');

test('[V7.5.2] the list shows every open session and this one as such; another can be ended, and then is over at once', async () => {
  const account = await newTestAccount(services);
  const here = await signIn(account);
  const there = await signIn(account, { shared: true });
  const list = await here.browser.get(`${security}/sessions`);
  assert.equal(list.body.match(/Perangkat ini</g)?.length, 2);
  assert.match(list.body, /komputer bersama/);
  const ended = await here.browser.submit(list, '/security/sessions');
  assert.equal(ended.url.search, '?done=1');
  assert.match(ended.body, /tidak sedang dipakai di tempat lain/);
  assert.deepEqual([await isIn(here.browser), await isIn(there.browser)], [true, false]);
  const more = [await signIn(account), await signIn(account)];
  const both = await here.browser.get(`${security}/sessions`);
  await here.browser.submit(both, '/security/sessions', { end: 'others' });
  assert.ok(await isIn(here.browser));
  for (const { browser } of more) assert.equal(await isIn(browser), false);
});

test('a device that the account knows is listed, and forgotten by its button; another account’s is not', async () => {
  const { browser } = await signIn(await newTestAccount(services));
  const other = await signIn(await newTestAccount(services));
  const devices = async () =>
    (await browser.get(`${security}/sessions`)).body.match(/value="device\/([0-9a-f-]+)"/g) ?? [];
  assert.equal((await devices()).length, 1);
  const theirs = /value="(device\/[0-9a-f-]+)"/.exec(
    (await other.browser.get(`${security}/sessions`)).body,
  )?.[1];
  const list = await browser.get(`${security}/sessions`);
  await browser.submit(list, '/security/sessions', { end: theirs ?? '' });
  assert.match((await other.browser.get(`${security}/sessions`)).body, /value="device\//);
  await browser.submit(await browser.get(`${security}/sessions`), '/security/sessions');
  assert.deepEqual(await devices(), []);
});

test('a session of somebody else cannot be ended, whatever id is sent', async () => {
  const here = await signIn(await newTestAccount(services));
  const stranger = await signIn(await newTestAccount(services));
  const { id } = await database.one<{ id: string }>(
    sql`select session_id as id from accounts.session order by session_id desc limit 1`,
  );
  const list = await here.browser.get(`${security}/sessions`);
  await signIn(await newTestAccount(services));
  for (const end of [id, 'others', "x' or 1=1", '']) await here.browser.post(`${security}/sessions`, { end });
  assert.equal(list.status, 200);
  assert.ok(await isIn(stranger.browser));
});

test('the activity is told in sentences, page by page, and never another person’s', async () => {
  const account = await newTestAccount(services);
  await signInByForms(security, { identifier: account.username, password: 'Bukan-Kata-Sandi-9' });
  const { browser } = await signIn(account);
  for (let time = 0; time < 30; time += 1)
    await browser.submit(await browser.get(`${security}/confirm`), '/security/confirm', {
      password: testPassword,
    });
  const page = await browser.get(`${security}/activity`);
  assert.match(page.body, /Percobaan masuk dengan kata sandi salah ditolak/);
  assert.match(page.body, /Berhasil masuk/);
  await database.run(sql`
    insert into activity.entry (entry_id, account_id, event, actor_kind, at)
    select gen_random_uuid(), ${account.accountId}, 'signed_out', 'member', now() - make_interval(days => n * 20)
    from generate_series(1, 60) as n`);
  const seen = new Set<string>();
  let next: Page | undefined = await browser.get(`${security}/activity`);
  for (let pages = 0; next && pages < 10; pages += 1) {
    for (const id of rows(next)) seen.add(id);
    const older: string | undefined = /href="(\/security\/activity\?before=[^"]+)"/.exec(next.body)?.[1];
    next = older === undefined ? undefined : await browser.get(new URL(older, security));
  }
  const months24 = Math.floor((2 * 365.25) / 20);
  assert.ok(Math.abs(seen.size - (months24 + 2)) <= 1, `${seen.size} entries seen`);
  const stranger = await signIn(await newTestAccount(services));
  const theirs = await stranger.browser.get(`${security}/not-me?entry=${[...seen][0]}`);
  assert.equal(theirs.url.pathname, '/security/activity');
});

test('“not me” ends every other session, demands a new password, freezes contacts and opens one case', async () => {
  const account = await newTestAccount(services);
  const thief = await signIn(account);
  const owner = await signIn(account);
  const list = await owner.browser.get(`${security}/activity`);
  // The first is the notice of the owner's second browser.
  const [, , theirs = ''] = rows(list);
  const ask = await owner.browser.get(`${security}/not-me?entry=${theirs}`);
  assert.match(ask.body, /Berhasil masuk/);
  const done = await owner.browser.submit(ask, '/security/not-me');
  const number = /K-\w{4}-\w{4}/.exec(done.body)?.[0];
  const told = await thief.browser.get(`${config.origins.portal}/riwayat`);
  assert.match(told.body, /Sesi ini diakhiri karena ada laporan “bukan saya”/);
  assert.match(
    (await owner.browser.get(`${security}/activity`)).body,
    /Sesi diakhiri karena laporan “bukan saya”/,
  );
  assert.deepEqual([await isIn(thief.browser), await isIn(owner.browser)], [false, true]);
  const again = await owner.browser.submit(
    await owner.browser.get(`${security}/not-me?entry=${theirs}`),
    '/security/not-me',
  );
  assert.equal(/K-\w{4}-\w{4}/.exec(again.body)?.[0], number);
  assert.deepEqual(
    (await casesOf(database, account.accountId)).map((one) => [one.caseNumber, one.kind]),
    [[number, 'not_me']],
  );
  const frozen = await contactsFrozenUntil(services, account.accountId);
  assert.ok(frozen && frozen.getTime() - services.clock.now().getTime() > 71 * 3_600_000);
  const { must_change: must } = await database.one<{ must_change: string }>(
    sql`select must_change from accounts.password where account_id = ${account.accountId}`,
  );
  assert.equal(must, 'not_me');
  assert.ok((await recentActivity(database, account.accountId, 9)).some(({ event }) => event === 'disowned'));
});

test('an entry of another account cannot be disowned', async () => {
  const victim = await signIn(await newTestAccount(services));
  const [theirs = ''] = rows(await victim.browser.get(`${security}/activity`));
  const account = await newTestAccount(services);
  const other = await signIn(account);
  const [own = ''] = rows(await other.browser.get(`${security}/activity`));
  const ask = await other.browser.get(`${security}/not-me?entry=${own}`);
  const answer = await other.browser.submit(ask, '/security/not-me', { entry: theirs });
  assert.equal(answer.url.pathname, '/security/activity');
  assert.ok(await isIn(victim.browser));
  assert.deepEqual(await casesOf(database, account.accountId), []);
});

test('a browser without a session is sent to sign in from every page', async () => {
  for (const page of ['sessions', 'activity', 'not-me'])
    assert.match((await newBrowser().get(`${security}/${page}`)).url.pathname, /^\/signin\//, page);
});

test('every event has a sentence in both languages, without a gap', () => {
  for (const language of ['id', 'en'] as const)
    for (const event of activityEvents) {
      const entry = { id: '', event, actor: { kind: 'member' }, at: new Date() } as const;
      const sentence = activitySentence({ t: translatorFor(language) } as never, entry);
      assert.ok(sentence.length > 5 && !/[{}]|undefined/.test(sentence), `${event}: ${sentence}`);
    }
});
