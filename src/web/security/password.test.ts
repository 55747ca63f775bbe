import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCheckUpDue } from '#accounts';
import { sql } from '#platform';
import { newTestAccount, testPassword } from '../../../tests/support/accounts.ts';
import { newBrowser } from '../../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, config, clock } = faces;
const security = `${config.origins.sso}/security`;
const better = 'kucing tangga biola senja';

async function signedIn(
  page: string,
  password = testPassword,
  account?: Awaited<ReturnType<typeof newTestAccount>>,
) {
  const holder = account ?? (await newTestAccount(services));
  return {
    account: holder,
    ...(await signInByForms(`${security}/${page}`, { identifier: holder.username, password })),
  };
}

test('[V6.2.2 V6.3.7 V7.4.3] a new password counts at once, the old one no more; other sessions end and every address is told', async () => {
  const { account, browser, page } = await signedIn('password');
  const other = await signedIn('password', testPassword, account);
  const before = services.outbox.sent.length;
  const done = await browser.submit(page, '/security/password', {
    current: testPassword,
    password: better,
    repeat: better,
  });
  assert.match(done.body, /sudah diganti/);
  assert.match((await other.browser.get(security)).url.pathname, /^\/signin\//);
  assert.deepEqual(
    services.outbox.sent.slice(before).map(({ template, to }) => [template, to]),
    [
      ['password_changed', account.email],
      ['password_changed', account.phone],
    ],
  );
  assert.equal((await signedIn('password', testPassword, account)).page.status, 422);
  assert.equal((await signedIn('password', better, account)).page.url.href, `${security}/password`);
});

test('a refused password says why and shows its strength; nothing that was typed comes back', async () => {
  const { browser, page } = await signedIn('password');
  for (const [password, repeat, text] of [
    ['', '', /Ketik kata sandi baru/],
    [better, `${better}x`, /Kedua kata sandi tidak sama/],
    ['pendek', 'pendek', /Terlalu pendek/],
    ['siti rahayu 1', 'siti rahayu 1', /memuat nama/],
    ['123qweasdzxc', '123qweasdzxc', /pernah bocor/],
    [testPassword, testPassword, /kata sandi Anda yang sekarang/],
  ] as const) {
    const answer = await browser.submit(
      page.status === 200 ? await browser.get(`${security}/password`) : page,
      '/security/password',
      { current: testPassword, password, repeat },
    );
    assert.equal(answer.status, 422, password);
    assert.match(answer.body, text);
    assert.ok(password === '' || !answer.body.includes(`value="${password}"`));
  }
});

test('[V6.2.3] a new password wants the present one, whose wrong tries count and close', async () => {
  const { account, browser, page } = await signedIn('password');
  assert.match(page.body, /name="current"[^>]*autocomplete="current-password"/);
  const fresh = { password: better, repeat: better };
  const without = await browser.submit(page, '/security/password', fresh);
  assert.equal(without.status, 422);
  let answer = without;
  for (let tries = 1; tries <= config.PASSWORD_TRIES; tries += 1)
    answer = await browser.submit(answer, '/security/password', { ...fresh, current: `Bukan-Kata-${tries}` });
  assert.equal(answer.status, 429);
  const late = await browser.submit(answer, '/security/password', { ...fresh, current: testPassword });
  assert.equal(late.status, 429);
  assert.equal(
    (await signedIn('password', testPassword, account)).page.status,
    200,
    'the password is the old one',
  );
});

test('the check-up comes after 90 days, can be put off for a week, and is over when all is right', async () => {
  const { account, browser } = await signedIn('check-up');
  const due = (days: number) =>
    isCheckUpDue(database, config, account.accountId, new Date(clock.now().getTime() + days * 86_400_000));
  assert.deepEqual([await due(0), await due(89), await due(91)], [false, false, true]);
  await database.run(
    sql`update accounts.account set created_at = created_at - interval '100 days' where account_id = ${account.accountId}`,
  );
  assert.equal(await due(0), true);
  await browser.submit(await browser.get(`${security}/check-up`), '/security/check-up', { what: 'later' });
  assert.deepEqual([await due(0), await due(6), await due(8)], [false, false, true]);
  await browser.submit(await browser.get(`${security}/check-up`), '/security/check-up', { what: 'done' });
  assert.deepEqual([await due(8), await due(89), await due(91)], [false, false, true]);
});

test('nobody changes a password without a session', async () => {
  const stranger = newBrowser();
  for (const page of ['password', 'check-up'])
    assert.match((await stranger.get(`${security}/${page}`)).url.pathname, /^\/signin\//);
});
