import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factorsOf } from '#accounts';
import { formatInstant, sql } from '#platform';
import { newTestAccount, testPassword } from '../../../tests/support/accounts.ts';
import { type Browser, newBrowser, type Page } from '../../../tests/support/cookie-jar.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import { signInByForms, startTestFaces } from '../../../tests/support/faces.ts';

const database = await testDatabase();
const faces = await startTestFaces(database);
const { services, config } = faces;
const { sso } = config.origins;
const contacts = `${sso}/security/contacts`;
const { sent } = services.outbox;

type Account = Awaited<ReturnType<typeof newTestAccount>>;

async function signedIn(account: Account, browser?: Browser) {
  return signInByForms(contacts, { identifier: account.username, password: testPassword }, browser);
}

/** Adds an address by the forms, with the code from the message; `replaces` is the masked address that it replaces. */
async function add(browser: Browser, channel: 'email' | 'sms', address: string, replaces = '') {
  const code = await browser.submit(await browser.get(contacts), '/security/contacts', {
    channel,
    address,
    replaces,
  });
  const typed = sent.at(-1)?.parameters['code'] ?? '';
  return { code, done: () => browser.submit(code, '/security/contacts/', { code: typed }) };
}

const addressesOf = async (account: Account) =>
  database.many<{ contact_id: string; channel: string }>(
    sql`select contact_id, channel from accounts.contact where account_id = ${account.accountId} order by confirmed_at, contact_id`,
  );
const canSignInWith = async (identifier: string) => {
  const { page } = await signInByForms(contacts, { identifier, password: testPassword });
  return page.url.href.startsWith(`${sso}/security`);
};
const stopLink = (to: string) => {
  const message = sent.findLast((one) => one.to === to && one.parameters['stop']);
  return `${sso}/stop/${message?.parameters['stop'] ?? assert.fail(`nothing was sent to ${to}`)}`;
};

test('a new address counts from the moment its code is typed; old and new are told; it is an identifier', async () => {
  const account = await newTestAccount(services);
  const { browser } = await signedIn(account);
  const before = sent.length;
  const { code, done } = await add(browser, 'email', 'Baru.Sekali@Contoh.ID');
  assert.match(code.body, /baru\.sekali@contoh\.id/);
  assert.match(code.body, /class="chain"[^]*Sedang disiapkan/, 'what became of the message');
  assert.equal((await addressesOf(account)).length, 2);
  const page = await done();
  assert.match(page.body, /Alamat baru <strong[^>]*>[^<]+<\/strong> sudah ditambahkan/);
  assert.match(page.body, /Alamat email baru<\/span>/, 'which of those that look alike is new');
  assert.equal((await addressesOf(account)).length, 3);
  assert.deepEqual(
    sent.slice(before).map(({ template, to }) => `${template} ${to}`),
    [
      'contact_code baru.sekali@contoh.id',
      ...[account.email, account.phone, 'baru.sekali@contoh.id'].map((to) => `contact_added ${to}`),
    ],
  );
  const until = new Date(services.clock.now().getTime() + config.CONTACT_STOP_SECONDS * 1000);
  assert.equal(sent.at(-1)?.parameters['until'], formatInstant(until, 'id'), 'by the setting');
  assert.ok(await canSignInWith('baru.sekali@contoh.id'));
});

test('five wrong codes close codes for an hour: the page says until when, sending again opens nothing, the right one does nothing', async () => {
  const account = await newTestAccount(services);
  const { browser } = await signedIn(account);
  const { code, done } = await add(browser, 'sms', '081299900001');
  let page = code;
  for (let tries = 0; tries < config.CODE_TRIES; tries += 1) {
    page = await browser.submit(page, '/security/contacts/', { code: '000000' });
    assert.equal(page.status, 422);
  }
  assert.match(page.body, /dapat memasukkan kode lagi setelah/);
  assert.doesNotMatch(page.body, /name="code"/, 'nothing can be typed meanwhile');
  faces.clock.advance(61);
  const again = await browser.submit(page, '/security/contacts/', { again: '1' });
  assert.match(again.body, /dapat memasukkan kode lagi setelah/);
  assert.match((await done()).body, /dapat memasukkan kode lagi setelah/);
  assert.equal((await addressesOf(account)).length, 2);
});

test('what is no address, or is there already, is said beside what was typed', async () => {
  const account = await newTestAccount(services);
  const { browser } = await signedIn(account);
  for (const [channel, address, text] of [
    ['email', 'bukan alamat', /Tulis alamat email lengkap/],
    ['email', '0812345678', /Tulis alamat email lengkap/],
    ['sms', 'siti@contoh.id', /Tulis nomor ponsel lengkap/],
    ['sms', account.phone, /sudah ada di akun Anda/],
    ['email', '', /Tulis alamat email lengkap/],
  ] as const) {
    const { code } = await add(browser, channel, address);
    assert.equal(code.status, 422, address);
    assert.match(code.body, text);
    if (address) assert.ok(code.body.includes(`value="${address}"`), address);
  }
});

test('a mailbox of another account is refused only to who has shown that it is theirs', async () => {
  const other = await newTestAccount(services);
  const account = await newTestAccount(services);
  const { browser } = await signedIn(account);
  const { code, done } = await add(browser, 'email', other.email);
  assert.equal(code.status, 200);
  assert.match((await done()).body, /sudah dipakai akun lain/);
  assert.equal((await addressesOf(account)).length, 2);
});

test('a number may be shared: it gets the notices of both, and signs in the one who had it first', async () => {
  const first = await newTestAccount(services);
  const second = await newTestAccount(services);
  const { browser } = await signedIn(second);
  const { code, done } = await add(browser, 'sms', first.phone);
  assert.match(sent.at(-1)?.parameters['member'] ?? '', /^S\*\*\* R\*\*\*$/);
  assert.equal(code.status, 200);
  const page = await done();
  assert.equal((await addressesOf(second)).length, 3);
  assert.match(page.body, /Dipakai juga oleh peserta lain/);
  const theirs = await signInByForms(`${config.origins.portal}/`, {
    identifier: first.phone,
    password: testPassword,
  });
  assert.match(theirs.page.body, /masuk sebagai/);
  const { account_id: holder } = await database.one<{ account_id: string }>(sql`
    select account_id from accounts.identifier join accounts.contact using (account_id)
    where identifier_hash = address_hash and contact.account_id = ${first.accountId} and kind = 'phone'`);
  assert.equal(holder, first.accountId);
});

test('a number that codes go to is replaced with them, and cannot simply be removed', async () => {
  const account = await newTestAccount(services, { secondFactor: ['sms'] });
  const { browser, page } = await signedIn(account);
  const landed = await browser.submit(page, '/code', { code: sent.at(-1)?.parameters['code'] ?? '' });
  assert.match(landed.body, /Kode masuk dikirim ke sini/);
  const [, phone] = (await addressesOf(account)).toSorted((one, two) =>
    one.channel.localeCompare(two.channel),
  );
  const refused = await browser.post(contacts, { ...hidden(landed), remove: phone?.contact_id ?? '' });
  assert.match(refused.body, /Ganti dulu dengan alamat lain/);
  const { code, done } = await add(browser, 'sms', '081299900002', phone?.contact_id);
  assert.equal(sent.at(-1)?.template, 'contact_change_code', 'the message says that it replaces');
  assert.match(code.body, /ke alamat baru/);
  assert.match((await done()).body, /Alamat baru <strong[^>]*>[^<]+<\/strong> sudah menggantikan yang lama/);
  assert.equal((await addressesOf(account)).length, 2);
  await signedIn(account, newBrowser());
  assert.equal(sent.at(-1)?.to, '+6281299900002');
});

const hidden = (page: Page) =>
  Object.fromEntries(
    [...page.body.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );

test('the last address stays; any other goes, with its identifier', async () => {
  const account = await newTestAccount(services);
  const { browser } = await signedIn(account);
  const [one, two] = await addressesOf(account);
  const remove = async (id = '') =>
    browser.post(contacts, { ...hidden(await browser.get(contacts)), remove: id });
  assert.match((await remove(one?.contact_id)).body, /sudah dihapus/);
  assert.match((await remove(two?.contact_id)).body, /satu-satunya alamat/);
  assert.deepEqual((await addressesOf(account)).length, 1);
});

test('the link in a notice stops the change once: the old address is back, everybody is out, contacts are frozen', async () => {
  const account = await newTestAccount(services);
  const thief = await signedIn(account);
  const [email] = (await addressesOf(account)).filter(({ channel }) => channel === 'email');
  const { done } = await add(thief.browser, 'email', 'pencuri@contoh.id', email?.contact_id);
  await done();
  assert.ok(await canSignInWith('pencuri@contoh.id'));
  const owner = newBrowser();
  const link = stopLink(account.email);
  for (const method of ['GET', 'HEAD', 'GET']) await fetch(link, { method, redirect: 'follow' });
  const page = await owner.get(link);
  assert.equal(page.url.href, `${sso}/stop`);
  assert.match(page.body, /Alamat email akun Anda diganti/);
  const stopped = await owner.submit(page, '/stop');
  assert.match(stopped.body, /K-\w{4}-\w{4}/);
  assert.equal((await thief.browser.get(contacts)).url.pathname.slice(0, 8), '/signin/');
  const thiefAgain = await signedIn(account);
  assert.match((await thiefAgain.browser.get(contacts)).url.pathname, /^\/signin\//, 'the password alone');
  await database.run(
    sql`update accounts.password set must_change = null where account_id = ${account.accountId}`,
  );
  const { browser } = await signedIn(account);
  const after = await browser.get(contacts);
  assert.match(after.body, /tidak dapat diubah sampai/);
  assert.equal(await canSignInWith('pencuri@contoh.id'), false);
  assert.ok(await canSignInWith(account.email));
  const again = newBrowser();
  assert.match((await again.get(stopLink('pencuri@contoh.id'))).body, /tidak berlaku lagi/);
});

test('the code from an SMS stops the change as well, however it is typed', async () => {
  const account = await newTestAccount(services);
  const { browser } = await signedIn(account);
  const { done } = await add(browser, 'email', 'tambahan@contoh.id');
  await done();
  const code = sent.findLast((one) => one.to === account.phone)?.parameters['stop'] ?? '';
  const spoken = (code.match(/.{4}/g) ?? []).join(' - ').toLowerCase();
  const owner = newBrowser();
  const form = await owner.get(`${sso}/stop`);
  assert.match((await owner.submit(form, '/stop', { code: 'AAAABBBBCCCC' })).body, /tidak berlaku lagi/);
  assert.match((await owner.submit(form, '/stop', { code: spoken })).body, /Perubahan dihentikan/);
  assert.equal((await addressesOf(account)).length, 2);
});

test('a stopped number gets no code any more, though it had become the second factor, and what followed it is undone too', async () => {
  const account = await newTestAccount(services);
  const thief = await signedIn(account);
  const { done } = await add(thief.browser, 'sms', '081299900777');
  await done();
  const [fresh] = (await addressesOf(account)).toReversed();
  const ask = `${sso}/security/factors/on/sms/${fresh?.contact_id ?? ''}`;
  const asked = await thief.browser.submit(await thief.browser.get(ask), '/send/');
  const { parameters } =
    sent.findLast(({ template }) => template === 'factor_code') ?? assert.fail('no code');
  const on = await thief.browser.submit(asked, '/on/', { code: parameters['code'] ?? '' });
  assert.equal(on.url.search, '?done=on');
  // The old number goes: of the two changes the first is stopped.
  const [, old] = (await addressesOf(account)).filter(({ contact_id: id }) => id !== fresh?.contact_id);
  const link = stopLink(account.email);
  await thief.browser.post(contacts, {
    ...hidden(await thief.browser.get(contacts)),
    remove: old?.contact_id ?? '',
  });
  assert.equal((await addressesOf(account)).length, 2);

  const owner = newBrowser();
  assert.match((await owner.submit(await owner.get(link), '/stop')).body, /Perubahan dihentikan/);
  const left = (await addressesOf(account)).map(({ contact_id: id }) => id);
  assert.deepEqual(left.includes(fresh?.contact_id ?? ''), false);
  assert.ok(left.includes(old?.contact_id ?? ''), 'the number that was removed since is back');
  const { factors } = await factorsOf(services, account.accountId);
  assert.deepEqual(factors, []);
  await database.run(
    sql`update accounts.password set must_change = null, disowned_from = null where account_id = ${account.accountId}`,
  );
  const before = sent.length;
  await signedIn(account);
  assert.deepEqual(
    sent.slice(before).filter(({ to }) => to === '+6281299900777'),
    [],
  );
});
