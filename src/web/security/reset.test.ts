import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sendReset } from '#accounts';
import { openDatabase, sql } from '#platform';
import { type SentMessage, newTestAccount, testPassword } from '../../../tests/support/accounts.ts';
import { type Browser, newBrowser, type Page } from '../../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';
import { ask as askRaw } from '../../../tests/support/raw.ts';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, config } = faces;
const { sso } = config.origins;
const start = `${config.origins.portal}/riwayat`;
const newPassword = 'kuda hitam makan rumput pagi';

const ownRights = openDatabase({ url: database.url, role: 'goid_worker', poolSize: 2 });
after(() => ownRights.close());
const worker = { ...services, database: ownRights };

/** Runs what the worker would run now, with the worker's rights. */
async function work(): Promise<void> {
  const waiting = await database.many<{ request_id: string }>(
    sql`select request_id from accounts.reset_request where sent_at is null`,
  );
  for (const { request_id: requestId } of waiting) await sendReset(worker, { requestId });
}

const to = (address: string): SentMessage[] =>
  services.outbox.sent.filter((message) => message.to === address);

async function askFor(identifier: string, browser = newBrowser()): Promise<{ browser: Browser; page: Page }> {
  const form = await browser.get(`${sso}/forgot-password`);
  const page = await browser.submit(form, '/forgot-password', { identifier });
  await work();
  return { browser, page };
}

function linkTo(address: string): string {
  const token = to(address).findLast(({ template }) => template === 'reset_link')?.parameters['token'];
  assert.ok(token, `no link came to ${address}`);
  return `${sso}/reset-password/link?token=${token}`;
}

async function choose(link: string, password = newPassword, repeat = password): Promise<Page> {
  const browser = newBrowser();
  return browser.submit(await browser.get(link), '/reset-password', { password, repeat });
}

test('asked, mailed, opened, chosen: the new password works, the old one and every session are gone', async () => {
  const account = await newTestAccount(services);
  const before = await signInByForms(start, { identifier: account.username, password: testPassword });
  const { page } = await askFor(account.email);
  assert.equal(page.url.pathname, '/forgot-password/sent');
  const browser = newBrowser();
  const form = await browser.get(linkTo(account.email));
  assert.equal(form.url.href, `${sso}/reset-password`, 'the address bar does not show the token');
  const done = await browser.submit(form, '/reset-password', { password: newPassword, repeat: newPassword });
  assert.equal(done.url.pathname, '/reset-password/done');
  assert.notEqual((await before.browser.get(start)).url.href, start, 'the session before is over');
  const old = await signInByForms(start, { identifier: account.username, password: testPassword });
  assert.equal(old.page.status, 422);
  const signedIn = await signInByForms(start, { identifier: account.username, password: newPassword });
  assert.equal(signedIn.page.url.href, start);
  const told = services.outbox.sent.filter(({ template }) => template === 'password_reset').slice(-2);
  assert.deepEqual(told.map((message) => message.to).toSorted(), [account.phone, account.email].toSorted());
});

test('[V3.5.3] mail scanners that open the link many times, by GET and HEAD, use nothing up', async () => {
  const account = await newTestAccount(services);
  await askFor(account.email);
  const link = linkTo(account.email);
  for (let scan = 0; scan < 20; scan += 1) {
    const scanner = newBrowser();
    const head = await askRaw(link, 'HEAD');
    assert.ok(head < 400, String(head));
    assert.equal((await scanner.get(link)).status, 200);
    await scanner.get(`${sso}/reset-password`);
  }
  assert.equal((await choose(link)).url.pathname, '/reset-password/done');
});

test('the link works once, thirty minutes, and only the newest', async () => {
  const account = await newTestAccount(services);
  await askFor(account.email);
  const first = linkTo(account.email);
  faces.clock.advance(61);
  await askFor(account.username);
  const second = linkTo(account.email);
  assert.notEqual(first, second);
  assert.equal((await newBrowser().get(first)).status, 410, 'an older link');
  assert.equal((await choose(second)).url.pathname, '/reset-password/done');
  assert.equal((await newBrowser().get(second)).status, 410, 'a used link');
  faces.clock.advance(61);
  await askFor(account.email);
  faces.clock.advance(config.RESET_LINK_SECONDS);
  const late = await newBrowser().get(linkTo(account.email));
  assert.equal(late.status, 410);
  assert.match(late.body, /Minta tautan baru/);
});

test('two different passwords, or a weak one, are refused and leave the link alive', async () => {
  const account = await newTestAccount(services);
  await askFor(account.email);
  const link = linkTo(account.email);
  assert.match((await choose(link, newPassword, `${newPassword}x`)).body, /tidak sama/);
  assert.match((await choose(link, 'pendek')).body, /Terlalu pendek/);
  assert.equal((await choose(link)).url.pathname, '/reset-password/done');
});

test('the lock is lifted at every identifier of the account', async () => {
  const account = await newTestAccount(services);
  for (const identifier of [account.username, account.email, account.phone]) {
    for (let tries = 0; tries < config.PASSWORD_TRIES; tries += 1)
      await signInByForms(start, { identifier, password: `Salah-Sekali-${tries}` });
    const locked = await signInByForms(start, { identifier, password: testPassword });
    assert.equal(locked.page.status, 429, identifier);
    assert.match(locked.page.body, /href="\/forgot-password"/);
  }
  await askFor(account.email);
  await choose(linkTo(account.email));
  for (const identifier of [account.username, account.email, account.phone]) {
    const { page } = await signInByForms(start, { identifier, password: newPassword });
    assert.equal(page.url.href, start, identifier);
  }
});

/** What differs between any two answers to the same person: salts, keys, times. */
const bare = (page: Page) =>
  page.body
    .replaceAll(/value="[^"]{10,}"|data-now="[^"]+"|data-countdown-to="[^"]+"/g, '')
    .replaceAll(/\d\d\.\d\d\.\d\d/g, '');

test('known and unknown get the same words; the unknown e-mail address is told, others are not', async () => {
  const account = await newTestAccount(services);
  const pages: Page[] = [];
  for (const identifier of [
    account.email,
    'tidak.ada@contoh.id',
    account.username,
    'tidak.ada',
    '99999999999',
  ])
    pages.push((await askFor(identifier)).page);
  assert.equal(new Set(pages.map(bare)).size, 1);
  assert.equal(new Set(pages.map(({ body }) => body.length)).size, 1);
  const unknown = to('tidak.ada@contoh.id');
  assert.deepEqual(
    unknown.map(({ template, accountId }) => [template, accountId]),
    [['reset_unknown', undefined]],
  );
});

test('the address of a frozen account is told neither that nobody has it nor how to get in', async () => {
  const account = await newTestAccount(services);
  await database.run(
    sql`update accounts.account set state = 'frozen' where account_id = ${account.accountId}`,
  );
  await askFor(account.email);
  assert.deepEqual(to(account.email), []);
});

test('asking again waits a minute, five times an hour, for known and unknown alike', async () => {
  const account = await newTestAccount(services);
  for (const identifier of [account.email, 'tidak.ada.juga@contoh.id']) {
    const { browser, page } = await askFor(identifier);
    const soon = await browser.submit(page, '/forgot-password/again');
    assert.equal(soon.status, 429);
    assert.ok(Number(soon.headers.get('retry-after')) <= 60);
    for (let round = 1; round < config.RESET_MAILS_PER_HOUR; round += 1) {
      faces.clock.advance(61);
      const again = await browser.submit(await browser.get(page.url), '/forgot-password/again');
      assert.equal(again.status, 200);
      await work();
    }
    faces.clock.advance(61);
    const many = await browser.submit(await browser.get(page.url), '/forgot-password/again');
    assert.equal(many.status, 429);
    assert.match(many.body, /terlalu sering/);
    assert.equal(to(identifier).length, config.RESET_MAILS_PER_HOUR);
  }
});

test('one address gets five mails an hour, whatever was typed to ask for them', async () => {
  const account = await newTestAccount(services);
  for (let round = 0; round < 8; round += 1) {
    await askFor([account.email, account.username, account.phone][round % 3] ?? '');
    faces.clock.advance(61);
  }
  assert.equal(to(account.email).filter(({ template }) => template === 'reset_link').length, 5);
});

test('a sign-in that stood at its code ends with the old password', async () => {
  const account = await newTestAccount(services, { secondFactor: ['sms'] });
  const half = await signInByForms(start, { identifier: account.username, password: testPassword });
  assert.match(half.page.url.pathname, /\/code$/);
  await askFor(account.email);
  await choose(linkTo(account.email));
  const code =
    to(account.phone).findLast(({ template }) => template === 'sign_in_code')?.parameters['code'] ?? '';
  const answer = await half.browser.submit(half.page, '/code', { code });
  assert.doesNotMatch(answer.body, /masuk sebagai/);
});

test('[V6.4.3] after a reset by mail the second factor is still asked, and may not be the same mailbox', async () => {
  const account = await newTestAccount(services, { secondFactor: ['email', 'sms'] });
  await askFor(account.email);
  await choose(linkTo(account.email));
  const typed = { identifier: account.username, password: newPassword };
  const { browser, page } = await signInByForms(start, typed);
  assert.match(page.url.pathname, /\/code$/);
  assert.doesNotMatch(page.body, /Kirim ke email/);
  const codes = to(account.email).filter(({ template }) => template === 'sign_in_code');
  assert.equal(codes.length, 0, 'no code goes to the mailbox');
  const sent = await browser.submit(page, '/code/send', { method: 'email' });
  assert.equal(sent.status, 422, 'not even when the form is made up');
  const code =
    to(account.phone).findLast(({ template }) => template === 'sign_in_code')?.parameters['code'] ?? '';
  assert.match((await browser.submit(await browser.get(page.url), '/code', { code })).body, /acr 2r/);
  faces.clock.advance(61);
  await signInByForms(start, typed);
  const later = to(account.email).filter(({ template }) => template === 'sign_in_code');
  assert.equal(later.length, 1, 'the mailbox counts again');
});

test('whoever has only the mailbox is led to the recovery ladder after a reset by mail', async () => {
  const account = await newTestAccount(services, { secondFactor: ['email'] });
  await askFor(account.email);
  await choose(linkTo(account.email));
  const { page } = await signInByForms(start, { identifier: account.username, password: newPassword });
  assert.match(page.body, /href="\/recovery"/);
  assert.match(page.body, /Perlu bukti lain/);
  assert.equal(to(account.email).filter(({ template }) => template === 'sign_in_code').length, 0);
});
