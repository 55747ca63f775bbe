import assert from 'node:assert/strict';
import { test } from 'node:test';
import { casesOf, openCase } from '#cases';
import { findPersonByMemberNumber } from '#members';
import { html, sql, translatorFor } from '#platform';
import { explainTyped } from '#support';
import { formOf, newBrowser, type Page } from '../../../tests/support/cookie-jar.ts';
import { demonstrationPassword } from '../../../tests/support/journey.ts';
import { demonstrationAccount, officerAt } from '../../../tests/support/officer.ts';
import { startWholeHouse } from '../../../tests/support/whole-house.ts';
import { explainedWords } from './explained.ts';

const { house, database } = await startWholeHouse();
const { console: origin, portal, sso } = house.config.origins;
const agent = await officerAt(`${origin}/search`, 'petugas');
const supervisor = await officerAt(`${origin}/`, 'penyelia');
const auditor = await officerAt(`${origin}/`, 'auditor');
const siti = demonstrationAccount('siti.rahayu');
const personId = (await findPersonByMemberNumber(database, siti.memberNumber ?? '')) ?? '';
const { accountId } = await database.one<{ accountId: string }>(
  sql`select account_id as "accountId" from accounts.account where person_id = ${personId}`,
);
const { nik } = await import('#generate').then(({ demonstrationCast, defaultUntil }) => ({
  nik: demonstrationCast(defaultUntil).find(({ username }) => username === 'siti.rahayu')?.nik ?? '',
}));

type Officer = typeof agent;
const search = async ({ browser }: Officer, query: string): Promise<Page> =>
  browser.submit(await browser.get(`${origin}/search`), '/search', { query });
const look = ({ browser }: Officer, found: Page, reason = 'cannot_sign_in', more = {}): Promise<Page> =>
  browser.submit(found, found.url.pathname, { reason, ...more });

test('an officer signs in with an authenticator app and comes to the page that was asked for', () => {
  assert.equal(agent.page.url.href, `${origin}/search`);
  assert.equal(agent.page.status, 200);
});

test('a member is found by each of the names, whole only, and nothing is shown before case and reason', async () => {
  const typed = [siti.memberNumber, nik, siti.identifier, siti.email, siti.phone].filter(
    (one): one is string => one !== undefined && one !== '',
  );
  assert.ok(typed.length >= 4);
  for (const query of typed) {
    const found = await search(agent, query);
    assert.match(found.url.pathname, /^\/search\/[0-9a-f-]{36}$/, query);
    assert.doesNotMatch(found.body, /Rahayu|Siti|••/, query);
    assert.ok(!found.url.href.includes(query));
  }
  for (const query of [siti.memberNumber?.slice(0, 9) ?? '', 'siti', 'siti.rahayu@', 'Rahayu', '%', '']) {
    const page = await search(agent, query);
    assert.equal(page.status, 422, query);
    assert.equal(page.url.pathname, '/search');
  }
  const get = await agent.browser.get(`${origin}/search?query=${siti.memberNumber}`);
  assert.doesNotMatch(get.body, /Satu peserta ditemukan/);
});

test('behind case and reason the member stands masked, and sees that in the own activity', async () => {
  const found = await search(agent, siti.memberNumber ?? '');
  const without = await look(agent, found, '');
  assert.equal(without.status, 422);
  const shown = await look(agent, found);
  assert.match(shown.url.pathname, /^\/look\/[0-9a-f-]{36}$/);
  assert.match(shown.body, /S•••/);
  const secrets = [
    'Siti',
    'Rahayu',
    nik,
    siti.memberNumber ?? '',
    siti.email ?? 'x@',
    (siti.phone ?? '').slice(3),
  ];
  for (const secret of secrets) assert.ok(!shown.body.includes(secret), secret);
  const [newest] = await casesOf(database, accountId);
  assert.equal(newest?.kind, 'support');
  const member = newBrowser();
  const start = await member.get(`${portal}/login`);
  await member.submit(start, '/signin/', { identifier: siti.identifier, password: demonstrationPassword });
  const activity = await member.get(`${sso}/security/activity`);
  assert.match(
    activity.body,
    new RegExp(
      `Petugas layanan melihat akun Anda karena Anda tidak bisa masuk \\(nomor kasus ${newest?.caseNumber.replaceAll('-', '\u2011')}\\)`,
    ),
  );
  assert.match(activity.body, /Petugas layanan mencari akun Anda lewat nomor peserta/);
});

test('[V8.2.2] the explainer stands behind the same case and reason, and names the lock that the member meets', async () => {
  const rizky = demonstrationAccount('rizky.pratama');
  for (let tried = 0; tried < 10; tried += 1) {
    const browser = newBrowser();
    const start = await browser.get(`${portal}/login`);
    await browser.submit(start, '/signin/', { identifier: rizky.identifier, password: `Bukan-Itu-${tried}` });
  }
  const shown = await look(agent, await search(agent, rizky.identifier));
  const page = await agent.browser.get(`${shown.url.href}/explain`);
  assert.match(page.body, /Ditutup sampai .*\sW(?:IB|ITA|IT) untuk: nama pengguna/);
  assert.match(page.body, /ditutup sementara/);
  assert.match(page.body, new RegExp(`href="/desk/${shown.url.pathname.slice(6)}"`));
  assert.doesNotMatch(page.body, /Rizky|Pratama/);
  const elsewhere = await supervisor.browser.get(page.url);
  assert.match(elsewhere.body, /Alasan melihat data/);
  const english = await agent.browser.get(`${page.url.href}?lang=en`);
  assert.match(english.body, /Closed until .* for: username/);
  // The page tells what the command tells, from the same reading.
  const explained = await explainTyped({ ...house, database }, rizky.identifier, ['agent']);
  assert.ok(explained.ok);
  const words = explainedWords(translatorFor('en'), explained.value);
  const told = words.gates.flatMap(({ name, state }) => [name, state]);
  const more = [words.first?.closed, words.known?.lastSignIn, words.known?.counts, ...words.messages.flat()];
  for (const text of [...told, ...more]) assert.ok(english.body.includes(html`${text}`.toString()), text);
  await agent.browser.get(`${origin}/?lang=id`);
});

test('a look is for one officer, one case and a while; then a reason is asked for again', async () => {
  const shown = await look(agent, await search(agent, siti.identifier), 'complaint');
  const elsewhere = await supervisor.browser.get(shown.url);
  assert.match(elsewhere.body, /Alasan melihat data/);
  assert.doesNotMatch(elsewhere.body, /•••/);
  const own = await supervisor.browser.submit(elsewhere, '/look/', { reason: 'supervision' });
  assert.match(own.body, /•••/);
  await database.run(
    sql`update support.look set expires_at = now() where case_id = ${shown.url.pathname.slice(6)}`,
  );
  assert.match((await agent.browser.get(shown.url)).body, /Alasan melihat data/);
});

test('[V2.3.2] an officer whose day is used up is refused until when, and the supervisor sees who and which limit', async () => {
  const settings = house.config as { CONSOLE_SEARCHES_PER_DAY: number };
  const before = settings.CONSOLE_SEARCHES_PER_DAY;
  settings.CONSOLE_SEARCHES_PER_DAY = 1;
  try {
    const refused = await search(agent, siti.identifier);
    assert.equal(refused.status, 429);
    assert.match(refused.body, /pencarian per hari\. Batas terbuka lagi .*\sW(?:IB|ITA|IT)/);
  } finally {
    settings.CONSOLE_SEARCHES_PER_DAY = before;
  }
  const home = await supervisor.browser.get(`${origin}/`);
  assert.match(home.body, /Ratna Dewi \(contoh\): pencarian per hari, 1 dari 1/);
  assert.doesNotMatch((await agent.browser.get(`${origin}/`)).body, /hampir mencapai batas/);
});

test('[V8.2.2] a search is this session’s alone, and a case of another member opens nothing', async () => {
  const found = await search(agent, siti.identifier);
  const stranger = await supervisor.browser.get(found.url);
  assert.equal(stranger.status, 410);
  const other = await openCase(database, {
    kind: 'not_me',
    accountId: '019aa000-0000-7000-8000-00000000000a',
    now: new Date(),
  });
  const refused = await look(agent, found, 'complaint', { case: other.caseId });
  assert.equal(refused.status, 410);
  assert.doesNotMatch(refused.body, /•••/);
});

test('an officer finds neither the own account nor the own person on the register', async () => {
  assert.equal((await search(agent, 'petugas')).status, 403);
  await database.run(sql`
    insert into accounts.officer (account_id, enrolment_id, username, own_person_id, enrolled_at)
    select account_id, account_id, ''::bytea, ${personId}::uuid, now() from accounts.account_role where role = 'auditor'
    on conflict (account_id) do update set own_person_id = excluded.own_person_id`);
  await database.run(sql`
    insert into accounts.account_role (account_id, role) select account_id, 'agent' from accounts.account_role where role = 'auditor'`);
  const found = await search(auditor, siti.memberNumber ?? '');
  assert.equal(found.status, 403);
  assert.match(found.body, /akun Anda sendiri/);
});

test('whoever signed in without a second factor is sent to sign in again, whatever the cookie says', async () => {
  await database.run(sql`update accounts.session set acr = '1' where account_id = (
    select account_id from accounts.account_role where role = 'supervisor')`);
  const weak = await supervisor.browser.get(`${origin}/search`);
  assert.equal(weak.url.pathname, '/not-allowed');
  assert.equal(weak.status, 403);
});

test('where the operator does not allow the app, the console opens by a passkey only', async () => {
  const settings = house.config as { CONSOLE_TOTP: boolean };
  settings.CONSOLE_TOTP = false;
  try {
    const refused = await agent.browser.get(`${origin}/search`);
    assert.deepEqual([refused.status, refused.url.pathname], [403, '/not-allowed']);
    assert.match(refused.body, /\/security\/factors\/passkeys\/add/);
    await database.run(sql`update accounts.session set amr = array['pop', 'user', 'mfa'] where account_id = (
      select account_id from accounts.account_role where role = 'agent' order by account_id limit 1)`);
    assert.equal((await agent.browser.get(`${origin}/search`)).url.pathname, '/search');
  } finally {
    settings.CONSOLE_TOTP = true;
  }
});

test('a search that is sent from another site is refused', async () => {
  const { fields } = formOf(await agent.browser.get(`${origin}/search`), '/search');
  const answer = await agent.browser.post(
    `${origin}/search`,
    { ...fields, query: siti.identifier },
    { follow: false, headers: { origin: portal } },
  );
  assert.equal(answer.status, 403);
});
