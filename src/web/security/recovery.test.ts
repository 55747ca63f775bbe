import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { recentActivity } from '#activity';
import {
  type AccountServices,
  disown,
  goRoundRecoveries,
  isReadOnly,
  type SecondFactorMethod,
  sendReset,
} from '#accounts';
import { casesOf } from '#cases';
import { newId } from '#kernel';
import { openDatabase, sql, translatorFor } from '#platform';
import {
  type SentMessage,
  knownDeviceOf,
  newTestAccount,
  testPassword,
} from '../../../tests/support/accounts.ts';
import { type Browser, newBrowser, type Page } from '../../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, config } = faces;
const { sso } = config.origins;
const start = `${config.origins.portal}/riwayat`;
const security = `${sso}/security`;
const hour = 3600;
const newPassword = 'kuda hitam makan rumput pagi';

/** The jobs run with the worker's rights. */
const ownRights = openDatabase({ url: database.url, role: 'goid_worker', poolSize: 2 });
after(() => ownRights.close());
const worker: AccountServices = { ...services, database: ownRights };

/** A browser that the account signed in with before. */
async function deviceOf(accountId: string): Promise<Browser> {
  const browser = newBrowser();
  browser.cookies.set('localhost/|goid_sso_device', {
    name: 'goid_sso_device',
    value: await knownDeviceOf(services, accountId),
    host: 'localhost',
    path: '/',
  });
  return browser;
}

async function work(): Promise<void> {
  const waiting = await database.many<{ request_id: string }>(
    sql`select request_id from accounts.reset_request where sent_at is null`,
  );
  for (const { request_id: requestId } of waiting) await sendReset(worker, { requestId });
}

const to = (address: string, template: SentMessage['template']): SentMessage[] =>
  services.outbox.sent.filter((message) => message.to === address && message.template === template);

async function ask(base: string, identifier: string, browser = newBrowser()): Promise<Page> {
  const page = await browser.submit(await browser.get(`${sso}${base}`), base, { identifier });
  await work();
  return page;
}

const linkOf = (address: string) =>
  `${sso}/recovery/link?token=${to(address, 'recovery_link').at(-1)?.parameters['token']}`;
const stopLinkOf = (address: string) =>
  `${sso}/recovery/stop-link?token=${to(address, 'recovery_waiting').at(-1)?.parameters['token']}`;

/** An account that lost its phone, with the browser on which its owner has begun to wait. */
async function waiting(secondFactor: SecondFactorMethod[] = ['sms']) {
  const account = await newTestAccount(services, {
    secondFactor,
    ...(secondFactor.includes('totp') ? { totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } : {}),
  });
  await ask('/recovery', account.email);
  const browser = await deviceOf(account.accountId);
  const page = await browser.submit(await browser.get(linkOf(account.email)), '/recovery/start');
  assert.equal(page.url.pathname, '/recovery/status');
  return { account, browser, page };
}

test('what the ladder needs, and what to do without it, stands before its first step', async () => {
  const { body } = await newBrowser().get(`${sso}/recovery`);
  const t = translatorFor('id');
  const first = body.indexOf(t('security.recovery.first'));
  const needs = body.slice(0, first);
  assert.ok(first > 0 && needs.includes(t('security.recovery.needs_both')));
  assert.match(needs, /tel:/);
});

test('the wait of a day for a code by SMS is told before it is asked for, apart from that of the ladder', async () => {
  const { body } = await newBrowser().get(`${sso}/forgot-password`);
  assert.ok(body.includes(translatorFor('id')('security.forgot.no_email_wait', { hours: 24, other: 72 })));
});

test('[V6.4.4] a lost phone: known device, mail, 72 hours with daily notices, and a new number takes its place', async () => {
  const { account, browser, page } = await waiting(['sms', 'totp']);
  assert.match(page.body, /Masa tunggu sampai/);
  assert.equal(await isReadOnly(database, account.accountId), true);
  for (const address of [account.email, account.phone])
    assert.equal(to(address, 'recovery_waiting').length, 1, 'told at once');
  const standsAt = async () => {
    const { body } = await browser.get(`${sso}/recovery/status`);
    return [/Masa tunggu sampai/, /tidak dapat diubah/, /Hentikan pemulihan/, /name="address"/].map((text) =>
      text.test(body),
    );
  };
  assert.deepEqual(await standsAt(), [true, true, true, false], 'at the beginning');
  for (let day = 1; day <= 2; day += 1) {
    faces.clock.advance(24 * hour);
    assert.deepEqual(await standsAt(), [true, true, true, false], `after ${day} × 24 hours`);
    await goRoundRecoveries(worker);
    await goRoundRecoveries(worker);
    for (const address of [account.email, account.phone])
      assert.equal(to(address, 'recovery_waiting').length, day + 1, `told once on day ${day}`);
  }
  faces.clock.advance(23 * hour);
  assert.deepEqual(await standsAt(), [true, true, true, false], 'after 71 hours');
  faces.clock.advance(hour + 1);
  assert.deepEqual(await standsAt(), [false, true, true, true], 'after 72 hours');
  await goRoundRecoveries(worker);
  assert.equal(to(account.phone, 'recovery_ready').length, 1);
  const ready = await browser.get(`${sso}/recovery/status`);
  const number = '+6281377700001';
  const coded = await browser.submit(ready, '/recovery/contact', { address: '0813-7770-0001' });
  assert.match(coded.body, /class="chain"/, 'what became of the message');
  const code = to(number, 'recovery_code').at(-1)?.parameters['code'] ?? '';
  const wrong = await browser.submit(coded, '/recovery/code', {
    code: code === '000000' ? '111111' : '000000',
  });
  assert.equal(wrong.status, 422);
  const refusals = await recentActivity(database, account.accountId, 50);
  assert.equal(
    refusals.filter(({ event }) => event === 'code_refused').length,
    1,
    'the wrong one is recorded',
  );
  const done = await browser.submit(wrong, '/recovery/code', { code });
  assert.match(done.body, /Pemulihan selesai/);
  assert.match(done.body, /dihapus dari akun: Kode lewat SMS, Aplikasi autentikator\./);
  assert.match(done.body, /href="\/security\/factors"/);
  assert.equal(await isReadOnly(database, account.accountId), false);
  for (const address of [account.email, account.phone, number])
    assert.equal(to(address, 'recovery_finished').length, 1, `${address} is told`);
  const typed = { identifier: account.username, password: testPassword };
  const signIn = await signInByForms(start, typed);
  const signInCode = to(number, 'sign_in_code').at(-1)?.parameters['code'] ?? '';
  assert.match((await signIn.browser.submit(signIn.page, '/code', { code: signInCode })).body, /acr 2r/);
  assert.equal(to(account.phone, 'sign_in_code').length, 0, 'nothing goes to the old number');
});

test('[V6.4.4] a device that is not known begins nothing and keeps the link; it may have a case number instead', async () => {
  const account = await newTestAccount(services, { secondFactor: ['sms'] });
  await ask('/recovery', account.email);
  const stranger = newBrowser();
  const page = await stranger.get(linkOf(account.email));
  assert.match(page.body, /belum pernah dipakai/);
  assert.equal((await stranger.post(`${sso}/recovery/start`, {})).status, 403, 'no form, no start');
  const opened = await stranger.submit(page, '/recovery/start-case');
  const [opening] = await casesOf(database, account.accountId);
  assert.ok(opening && opened.body.includes(opening.caseNumber));
  assert.equal(await isReadOnly(database, account.accountId), false);
  assert.equal(
    (await (await deviceOf(account.accountId)).get(linkOf(account.email))).status,
    410,
    'used for the case',
  );
});

test('mail scanners use neither the recovery link nor the stop link up', async () => {
  const account = await newTestAccount(services, { secondFactor: ['sms'] });
  await ask('/recovery', account.email);
  for (let scan = 0; scan < 10; scan += 1) await newBrowser().get(linkOf(account.email));
  const browser = await deviceOf(account.accountId);
  const begun = await browser.submit(await browser.get(linkOf(account.email)), '/recovery/start');
  for (let scan = 0; scan < 10; scan += 1) await newBrowser().get(stopLinkOf(account.email));
  assert.equal(await isReadOnly(database, account.accountId), true);
  assert.match(begun.body, /Masa tunggu sampai/);
});

test('the stop link stops it once, from any device, and everybody is told', async () => {
  const { account, browser } = await waiting();
  const owner = newBrowser();
  const page = await owner.get(stopLinkOf(account.email));
  assert.equal(page.url.href, `${sso}/recovery/stop`, 'the address bar does not show the token');
  const stopped = await owner.submit(page, '/recovery/stop');
  assert.match(stopped.body, /sudah dihentikan/);
  assert.equal(await isReadOnly(database, account.accountId), false);
  for (const address of [account.email, account.phone])
    assert.equal(to(address, 'recovery_cancelled').length, 1);
  faces.clock.advance(73 * hour);
  await goRoundRecoveries(worker);
  const later = await browser.get(`${sso}/recovery/status`);
  assert.match(later.body, /dihentikan/);
  assert.doesNotMatch(later.body, /name="address"/);
  assert.equal((await newBrowser().get(`${sso}/recovery/stop-link?token=${'x'.repeat(43)}`)).status, 410);
});

test('the owner sees it signed in, is told that the account is read-only, and stops it there', async () => {
  const account = await newTestAccount(services);
  await ask('/recovery', account.email);
  const device = await deviceOf(account.accountId);
  await device.submit(await device.get(linkOf(account.email)), '/recovery/start');
  const { browser, page } = await signInByForms(security, {
    identifier: account.username,
    password: testPassword,
  });
  assert.match(page.body, /Pemulihan akun sedang berjalan/);
  const own = await browser.get(`${security}/recovery`);
  assert.match((await browser.submit(own, '/security/recovery')).body, /sudah dihentikan/);
  assert.doesNotMatch((await browser.get(security)).body, /Pemulihan akun sedang berjalan/);
});

test('what nobody finishes within a week is given up, and the account is free again', async () => {
  const { account, browser } = await waiting();
  faces.clock.advance(72 * hour);
  await goRoundRecoveries(worker);
  faces.clock.advance(config.RECOVERY_READY_SECONDS);
  await goRoundRecoveries(worker);
  assert.equal(await isReadOnly(database, account.accountId), false);
  assert.match((await browser.get(`${sso}/recovery/status`)).body, /Tidak diselesaikan/);
});

test('asking again while one waits gives its page back and does not begin the wait anew', async () => {
  const { account, page } = await waiting();
  faces.clock.advance(10 * hour);
  await ask('/recovery', account.email);
  const browser = await deviceOf(account.accountId);
  const again = await browser.submit(await browser.get(linkOf(account.email)), '/recovery/start');
  const until = /Masa tunggu sampai[^<]*<span class="nowrap">([^<]*)/;
  assert.equal(until.exec(again.body)?.[1], until.exec(page.body)?.[1]);
  assert.equal(to(account.email, 'recovery_waiting').length, 1);
});

test('a case number without any proof: one for each request, for known and unknown alike', async () => {
  const account = await newTestAccount(services);
  for (const identifier of [account.email, 'tidak.ada.kasus@contoh.id']) {
    const browser = newBrowser();
    const sent = await ask('/recovery', identifier, browser);
    const opened = await browser.submit(sent, '/recovery/case');
    assert.match(opened.body, /K-\w{4}-\w{4}/);
    assert.doesNotMatch(opened.body, /action="\/recovery\/case"/);
  }
  const opened = await casesOf(database, account.accountId);
  assert.deepEqual(
    opened.map(({ kind, details }) => [kind, details]),
    [['recovery', { proof: 'none' }]],
  );
});

async function withoutMail() {
  const account = await newTestAccount(services);
  await database.run(
    sql`delete from accounts.contact where account_id = ${account.accountId} and channel = 'email'`,
  );
  return account;
}

const codeTo = (phone: string) => to(phone, 'reset_code').at(-1)?.parameters['code'] ?? '';

test('a member without e-mail on a known device: the code from the SMS leads to the new password', async () => {
  const account = await withoutMail();
  const browser = await deviceOf(account.accountId);
  const sent = await ask('/forgot-password', account.username, browser);
  const form = await browser.submit(sent, '/forgot-password/code', { code: codeTo(account.phone) });
  assert.equal(form.url.pathname, '/reset-password');
  const done = await browser.submit(form, '/reset-password', { password: newPassword, repeat: newPassword });
  assert.equal(done.url.pathname, '/reset-password/done');
  const signIn = await signInByForms(start, { identifier: account.username, password: newPassword });
  assert.equal(signIn.page.url.href, start);
});

test('on another device the code begins a day of waiting, which the owner can stop', async () => {
  const account = await withoutMail();
  const browser = newBrowser();
  const sent = await ask('/forgot-password', account.username, browser);
  const status = await browser.submit(sent, '/forgot-password/code', { code: codeTo(account.phone) });
  assert.equal(status.url.pathname, '/recovery/status');
  assert.equal(to(account.phone, 'recovery_waiting').length, 1);
  faces.clock.advance(23 * hour);
  assert.doesNotMatch((await browser.get(status.url)).body, /action="\/recovery\/password"/);
  faces.clock.advance(hour);
  const form = await browser.submit(await browser.get(status.url), '/recovery/password');
  assert.equal(form.url.pathname, '/reset-password');
  const done = await browser.submit(form, '/reset-password', { password: newPassword, repeat: newPassword });
  assert.equal(done.url.pathname, '/reset-password/done');
  const later = await browser.get(status.url);
  assert.doesNotMatch(later.body, /action="\/recovery\/password"/, 'the way is taken once');
});

test('a wrong code says the same to everybody, and closes after as many tries', async () => {
  const known = await withoutMail();
  const withMail = await newTestAccount(services);
  const answers: string[] = [];
  for (const identifier of [known.username, withMail.username, 'tidak.ada.kode']) {
    const browser = newBrowser();
    let page = await ask('/forgot-password', identifier, browser);
    const statuses: number[] = [];
    for (let tries = 0; tries < Math.ceil(config.CODE_WRONG_PER_HOUR / 2); tries += 1) {
      const right = codeTo(known.phone);
      page = await browser.submit(page, '/forgot-password/code', {
        code: right === '000000' ? '000001' : String(tries).padStart(6, '0'),
      });
      statuses.push(page.status);
    }
    faces.clock.advance(60);
    const again = await browser.submit(page, '/forgot-password/again');
    assert.match(again.body, /mencoba lagi mulai pukul/, 'sending again opens nothing, and the page says so');
    answers.push(statuses.join(' '));
  }
  assert.equal(new Set(answers).size, 1, answers.join(' | '));
  assert.match(answers[0] ?? '', /^422( 422)* 429$/);
});

test('a number that several members share is no proof alone: its SMS sends them to the desk', async () => {
  const account = await withoutMail();
  const other = await newTestAccount(services);
  await database.run(sql`
    update accounts.contact set address_hash = (select address_hash from accounts.contact where account_id = ${account.accountId})
    where account_id = ${other.accountId} and channel = 'sms'`);
  await ask('/forgot-password', account.username);
  assert.equal(to(account.phone, 'reset_code').length, 0);
  assert.equal(to(account.phone, 'reset_shared_number').length, 1);
});

test('an owner who says "this was not me" stops the recovery with it', async () => {
  const { account } = await waiting();
  const [entry] = await recentActivity(database, account.accountId, 1);
  assert.equal(entry?.event, 'recovery_started');
  const now = services.clock.now();
  const session = {
    sessionId: newId(now),
    accountId: account.accountId,
    acr: '1',
    amr: ['pwd'],
    shared: false,
    authenticatedAt: now,
    confirmedAt: now,
    endsAt: now,
  } as const;
  const origin = { address: '203.0.113.9', userAgent: 'Uji', language: 'id' } as const;
  assert.ok((await disown(faces.ssoServices, session, entry.id, origin)).ok);
  assert.equal(await isReadOnly(database, account.accountId), false);
  assert.equal(to(account.phone, 'recovery_cancelled').length, 1);
});

test('a notice by SMS holds a code that stops the wait without signing in, by a form only', async () => {
  const { account, browser } = await waiting();
  const code = to(account.phone, 'recovery_waiting').at(-1)?.parameters['stop'] ?? '';
  const stranger = newBrowser();
  const page = await stranger.submit(await stranger.get(`${sso}/stop`), '/stop', {
    code: `${code.slice(0, 6).toLowerCase()} ${code.slice(6)}`,
  });
  assert.equal(page.url.pathname, '/recovery/stop');
  assert.equal(await isReadOnly(database, account.accountId), true, 'looking stops nothing');
  const stopped = await stranger.submit(page, '/recovery/stop');
  assert.match(stopped.body, /Dihentikan/);
  assert.equal(await isReadOnly(database, account.accountId), false);
  const status = await browser.get(`${sso}/recovery/status`);
  assert.match(status.body, /Pemulihan dihentikan/);
  assert.doesNotMatch(status.body, /Masa tunggu sampai|Hentikan pemulihan/);
  const wrong = newBrowser();
  const refused = await wrong.submit(await wrong.get(`${sso}/stop`), '/stop', { code: 'XXXXXXXXXXXX' });
  assert.equal(refused.status, 422);
});
