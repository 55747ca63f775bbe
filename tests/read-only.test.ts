import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liftReadOnly, type ReadOnlyScope, setReadOnly } from '#operations';
import { pageWrites, writesOf } from '../src/commands/page-writes.ts';
import { sumsOfAllTables } from './support/content.ts';
import { formOf, newBrowser } from './support/cookie-jar.ts';
import { enter, type Stop, takeTour } from './support/tour.ts';
import { startWholeHouse } from './support/whole-house.ts';

const whole = await startWholeHouse();
const { house, database, faces } = whole;
const { origins } = house.config;
const { stops, member, officer, stranger, uid } = await takeTour(whole, 'operator');
const posts = stops.filter(({ page }) => page.post ?? page.upload);
const nobody = { officer: undefined };
const reason = { id: 'Basis data diperbarui.', en: 'The database is being renewed.' };

async function readOnly(scope: ReadOnlyScope | 'off'): Promise<void> {
  const now = new Date();
  const until = new Date(now.getTime() + 3_600_000);
  if (scope === 'off') await liftReadOnly(database, nobody, now);
  else assert.ok((await setReadOnly(database, { scope, until, reason }, nobody, now)).ok);
  await house.status.look();
}

/** Hidden fields that the browser of this stop may send to any page of the face. */
async function fieldsFor({ face, page: { access } }: Stop): Promise<Record<string, string>> {
  if (access === 'owner')
    return formOf(await member.get(`${face.origin}/security`), '/security/sign-out').fields;
  if (face.site === 'sso')
    return formOf(await stranger.get(`${face.origin}/signin/${uid}`), '/signin/').fields;
  const page = await (face.site === 'portal'
    ? member.get(`${face.origin}/details`)
    : face.site === 'employer'
      ? member.get(`${face.origin}/employers`)
      : officer.get(`${face.origin}/`));
  return formOf(page, '/logout').fields;
}

function browserOf({ face, page, browser }: Stop) {
  if (page.access === 'owner' || face.site === 'sso') return browser;
  return face.site === 'console' ? officer : member;
}

async function post(stop: Stop) {
  return browserOf(stop).post(stop.url, await fieldsFor(stop), { follow: false });
}

test('every page with a form says what it writes, and the list names no other', () => {
  const found = faces.flatMap(({ site, pages }) =>
    pages.filter((page) => page.post ?? page.upload).map((page) => `${site} ${page.path}`),
  );
  assert.deepEqual(
    found.filter((page) => !Object.hasOwn(pageWrites, page)),
    [],
    'stands in no list, so it is refused as writing records',
  );
  assert.deepEqual(
    Object.keys(pageWrites).filter((page) => !found.includes(page)),
    [],
  );
  assert.equal(writesOf({ site: 'portal' }, { path: '/new' }), 'records');
});

test('an operator announces and switches in the console, and officers of other roles may only look', async () => {
  const at = (path: string) => `${origins.console}${path}`;
  const form = await officer.get(at('/operations/notices/new'));
  const empty = await officer.submit(form, '/operations/notices/new', { kind: 'incident' });
  assert.equal(empty.status, 422);
  const announced = await officer.submit(form, '/operations/notices/new', {
    kind: 'incident',
    impact: 'degraded',
    concerns_email: 'on',
    title_id: 'Email tertahan',
    title_en: 'E-mail is held up',
    text_id: 'Kami periksa.',
    text_en: 'We look into it.',
  });
  assert.match(announced.url.pathname, /^\/operations\/notices\/[0-9a-f-]{36}$/);
  const anybody = newBrowser();
  assert.match((await anybody.get(`${origins.portal}/`)).body, /Sedang ada gangguan: Email tertahan\./);
  assert.match((await anybody.get(`${origins.sso}/status?lang=en`)).body, /E-mail is held up/);
  await officer.submit(announced, announced.url.pathname, {
    state: 'resolved',
    text_id: 'Sudah pulih.',
    text_en: 'It is over.',
  });
  assert.doesNotMatch((await anybody.get(`${origins.portal}/`)).body, /E-mail is held up|Sedang ada/);
  const switching = await officer.get(at('/operations/read-only'));
  const past = { scope: 'site', until: '2020-01-01 10:00', reason_id: 'Uji', reason_en: 'Trial' };
  assert.equal((await officer.submit(switching, '/operations/read-only', past)).status, 422);
  const later = new Date(Date.now() + 7 * 3_600_000 + 7_200_000).toISOString().slice(0, 16).replace('T', ' ');
  await officer.submit(switching, '/operations/read-only', { ...past, until: later });
  assert.equal(house.status.known().snapshot?.readOnly[0]?.scope, 'site');
  await officer.submit(await officer.get(at('/operations/read-only')), '/operations/read-only', {
    do: 'lift',
  });
  assert.deepEqual(house.status.known().snapshot?.readOnly, []);
  const agent = (await takeTour(whole, 'petugas')).officer;
  assert.equal((await agent.get(at('/operations'))).status, 200);
  for (const path of ['/operations/notices/new', '/operations/read-only'])
    assert.equal((await agent.get(at(path))).status, 403);
  const fields = formOf(await agent.get(at('/operations')), '/logout').fields;
  const tried = await agent.post(at('/operations/read-only'), { ...fields, ...past, until: later });
  assert.equal(tried.status, 403);
  assert.deepEqual(house.status.known().snapshot?.readOnly, []);
});

test('a read-only site refuses every write with the time it will be back, and writes nothing', async () => {
  const closed = posts.filter(({ face, page }) => writesOf(face, page) !== 'allowed');
  assert.ok(closed.length > 30);
  await readOnly('site');
  const answers = [];
  // The forms are fetched before anything is compared, because a page may write.
  const fields = await Promise.all(closed.map(fieldsFor));
  const before = await sumsOfAllTables(database);
  for (const [index, stop] of closed.entries())
    answers.push(await browserOf(stop).post(stop.url, fields[index] ?? {}, { follow: false }));
  assert.deepEqual(await sumsOfAllTables(database), before);
  for (const { status, headers, body, url } of answers) {
    assert.equal(status, 503, url.href);
    const wait = Number(headers.get('retry-after'));
    assert.ok(wait > 3500 && wait <= 3600, `${url.href}: ${wait}`);
    assert.match(body, /Yang baru saja Anda isi tidak disimpan/, url.href);
    assert.match(body, /Basis data diperbarui\./);
    assert.match(body, /Perkiraan dapat menyimpan lagi: <strong>[^<]*WI/);
  }
});

test('signing in with a second factor, reading, the language and logging out go on', async () => {
  // Signs a member in with a password and an officer with a code, through all their pages.
  const during = await takeTour(whole, 'penyelia');
  const balance = await during.member.get(`${origins.portal}/balance`);
  assert.equal(balance.status, 200);
  assert.match(balance.body, /Anda dapat masuk dan melihat data/, 'every page says it');
  const english = await during.member.get(`${origins.portal}/balance?lang=en`);
  assert.match(english.body, /you can sign in and read, but changes cannot be saved/);
  const refused = await during.member.submit(
    await during.member.get(`${origins.sso}/security/password?lang=en`),
    '/security/password',
  );
  assert.equal(refused.status, 503);
  assert.match(
    refused.body,
    /What you have just filled in was not saved[\s\S]*The database is being renewed\./,
  );
  const out = await during.member.submit(balance, '/logout');
  assert.equal(out.status, 200);
  assert.match((await during.member.get(`${origins.portal}/balance`)).url.pathname, /^\/signin\//);
});

test('what must go on is refused nowhere', async () => {
  const goesOn = posts.filter(({ face, page }) => writesOf(face, page) === 'allowed');
  // What ends a session or a sign-in comes last.
  const ends = /logout|sign-out|not-me|sessions|cancel/;
  const order = goesOn.toSorted(
    (one, other) => Number(ends.test(one.page.path)) - Number(ends.test(other.page.path)),
  );
  for (const stop of order.filter(({ page }) => !ends.test(page.path)))
    assert.notEqual((await post(stop)).status, 503, stop.url.href);
  for (const stop of order.filter(({ page }) => ends.test(page.path))) {
    const fields = await fieldsFor(stop).catch(() => ({}));
    const answer = await browserOf(stop).post(stop.url, fields, { follow: false });
    assert.notEqual(answer.status, 503, stop.url.href);
  }
});

test('the same form goes through when the site is back', async () => {
  const browser = newBrowser();
  const page = await browser.get(`${origins.sso}/forgot-password`);
  const fields = { ...formOf(page, '/forgot-password').fields, identifier: 'siti.rahayu' };
  assert.equal((await browser.post(`${origins.sso}/forgot-password`, fields)).status, 503);
  await readOnly('off');
  const sent = await browser.post(`${origins.sso}/forgot-password`, fields);
  assert.equal(sent.url.pathname, '/forgot-password/sent');
});

test('read-only records let accounts be changed', async () => {
  await readOnly('records');
  const browser = newBrowser();
  const page = await browser.get(`${origins.sso}/forgot-password`);
  assert.match(page.body, /Data kepesertaan, iuran, dan saldo hanya dapat dilihat sampai/);
  const sent = await browser.submit(page, '/forgot-password', { identifier: 'rizky.pratama' });
  assert.equal(sent.url.pathname, '/forgot-password/sent');
  assert.equal(
    (await enter(browser, await browser.get(`${origins.portal}/login`), 'rizky.pratama')).status,
    200,
  );
  await readOnly('off');
});
