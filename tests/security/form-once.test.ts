import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { forgetFormSubmissions, sql } from '#platform';
import { type Browser, formOf, newBrowser, type Page } from '../support/cookie-jar.ts';
import { eventually } from '../support/messages.ts';
import { enter } from '../support/tour.ts';
import { startWholeHouse } from '../support/whole-house.ts';

const whole = await startWholeHouse({ CODE_SEND_GAP_SECONDS: '1' });
const { database } = whole;
const { origins, ports } = whole.house.config;

const counted = async () =>
  (
    await database.one<{ count: number }>(
      sql`select coalesce(sum(count), 0)::int as count from throttle.state where limit_name = 'password_identifier'`,
    )
  ).count;
const messages = async () =>
  (await database.one<{ count: number }>(sql`select count(*)::int as count from notifications.message`))
    .count;

async function passwordForm(browser: Browser): Promise<Page> {
  return browser.get(`${origins.portal}/login`);
}

test('a double tap on the sign-in form counts one try and both taps get the same answer', async () => {
  const browser = newBrowser();
  const { action, fields } = formOf(await passwordForm(browser), '/signin/');
  const typed = { ...fields, identifier: 'ketukan.ganda', password: 'salah-sekali' };
  const before = await counted();
  const answers = await Promise.all([1, 2, 3, 4].map(() => browser.post(action, typed)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [422, 422, 422, 422],
  );
  assert.equal(new Set(answers.map(({ body }) => body)).size, 1);
  assert.equal(await counted(), before + 1);
  const other = await browser.post(action, { ...typed, password: 'salah-lagi' });
  assert.equal(other.status, 422);
  assert.equal(await counted(), before + 2, 'other content counts anew');
});

test('a double tap on the right password signs in once', async () => {
  const browser = newBrowser();
  const { action, fields } = formOf(await passwordForm(browser), '/signin/');
  const typed = { ...fields, identifier: 'rizky.pratama', password: 'Sawah-Hijau-Pagi-7' };
  const answers = await Promise.all([1, 2].map(() => browser.post(action, typed, { follow: false })));
  const [first, second] = answers.map(({ status, headers }) => [status, headers.get('location')]);
  assert.deepEqual(first, second);
  const end = await browser.get(new URL(answers[0]?.headers.get('location') ?? '', action));
  assert.equal(end.url.pathname, '/dashboard');
});

test('a double tap on "send again" sends one message', async () => {
  const browser = newBrowser();
  const page = await enter(browser, await passwordForm(browser), 'yosina.wambrauw');
  assert.equal(await messages(), 1, 'the first code');
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const { action, fields } = formOf(await browser.get(page.url), '/code/send');
  const answers = await Promise.all(
    [1, 2].map(() => browser.post(action, { ...fields, method: 'sms' }, { follow: false })),
  );
  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303],
  );
  assert.equal(await messages(), 2);
});

test('two looks at the code page at once send one code', async () => {
  const browser = newBrowser();
  const form = formOf(await passwordForm(browser), '/signin/');
  const before = await messages();
  const typed = { ...form.fields, identifier: 'budi.santoso', password: 'Sawah-Hijau-Pagi-7' };
  const { headers } = await browser.post(form.action, typed, { follow: false });
  const address = new URL(headers.get('location') ?? '', form.action);
  const looks = await Promise.all([1, 2, 3].map(() => browser.get(address)));
  assert.deepEqual(
    looks.map(({ status }) => status),
    [200, 200, 200],
  );
  assert.equal(await messages(), before + 1);
});

test('a form whose connection broke may be sent again and gets the first answer', async () => {
  const browser = newBrowser();
  const { action, fields } = formOf(await passwordForm(browser), '/signin/');
  const typed = { ...fields, identifier: 'sambungan.putus', password: 'salah-sekali' };
  const before = await counted();
  await sendAndHangUp(browser, action, new URLSearchParams(typed).toString());
  await eventually(async () => (await counted()) === before + 1, 'the try is counted');
  const again = await browser.post(action, typed);
  assert.equal(again.status, 422);
  assert.equal(await counted(), before + 1);
});

test('a form that somebody else left in the browser never shows the answer that they got', async () => {
  const browser = newBrowser();
  await enter(browser, await passwordForm(browser), 'siti.rahayu');
  const details = await browser.get(`${origins.portal}/details`);
  const reveal = formOf(details, '/details');
  const shown = wholeNumber(await browser.post(reveal.action, reveal.fields));
  assert.ok(shown, 'Siti sees her number');
  await browser.submit(details, '/logout');
  await enter(browser, await passwordForm(browser), 'rizky.pratama');
  const other = wholeNumber(await browser.post(reveal.action, reveal.fields));
  assert.ok(other, 'Rizky sees a number');
  assert.notEqual(other, shown);
});

test('a number shown again is recorded again, and nothing of it is kept', async () => {
  const browser = newBrowser();
  await enter(browser, await passwordForm(browser), 'agus.setiawan');
  const reveal = formOf(await browser.get(`${origins.portal}/details`), '/details');
  const before = await reveals();
  const numbers = await Promise.all(
    [1, 2].map(async () => wholeNumber(await browser.post(reveal.action, reveal.fields))),
  );
  assert.ok(numbers[0]);
  assert.equal(numbers[1], numbers[0]);
  assert.equal(await reveals(), before + 2);
});

test('a log-out form from an earlier session ends the session that is open now', async () => {
  const browser = newBrowser();
  await enter(browser, await passwordForm(browser), 'hasan.basri');
  const stale = formOf(await browser.get(`${origins.portal}/details`), '/logout');
  await browser.post(stale.action, stale.fields);
  await enter(browser, await passwordForm(browser), 'hasan.basri');
  assert.equal((await browser.get(`${origins.portal}/details`)).url.pathname, '/details');
  await browser.post(stale.action, stale.fields);
  assert.match((await browser.get(`${origins.portal}/details`)).url.pathname, /^\/signin\//);
});

test('a refusal is kept packed, and for two minutes only', async () => {
  const browser = newBrowser();
  const form = formOf(await passwordForm(browser), '/signin/');
  const page = await browser.post(form.action, { ...form.fields, identifier: '', password: '' });
  assert.equal(page.status, 422);
  const row = await database.one<{ bytes: number; seconds: number }>(sql`
    select length(outcome) as bytes, extract(epoch from kept_until - now())::int as seconds
    from platform.form_submission order by (kept_until > now() + interval '3 minutes'), kept_until desc limit 1`);
  assert.ok(row.seconds <= 120, `${row.seconds} s`);
  assert.ok(row.bytes < page.body.length / 2, `${row.bytes} of ${page.body.length} bytes`);
  const kept = async () =>
    (await database.one<{ count: number }>(sql`select count(*)::int as count from platform.form_submission`))
      .count;
  const before = await kept();
  await forgetFormSubmissions(database, new Date(Date.now() + 121_000));
  assert.ok((await kept()) < before);
});

const wholeNumber = (page: Page) => /\d{4}\u00a0\d{4}\u00a0\d{4}\u00a0\d{4}/.exec(page.body)?.[0];
const reveals = async () =>
  (
    await database.one<{ count: number }>(
      sql`select count(*)::int as count from activity.entry where event = 'national_number_revealed'`,
    )
  ).count;

/** Writes the whole request and closes the connection before the answer. */
function sendAndHangUp(browser: Browser, action: URL, body: string): Promise<void> {
  const cookie = [...browser.cookies.values()].map(({ name, value }) => `${name}=${value}`).join('; ');
  const head = [
    `POST ${action.pathname} HTTP/1.1`,
    `Host: ${action.host}`,
    `Origin: ${action.origin}`,
    `Cookie: ${cookie}`,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ].join('\r\n');
  return new Promise((resolve, reject) => {
    const socket = connect(ports.sso, '127.0.0.1', () => {
      socket.write(`${head}\r\n\r\n${body}`, () => setTimeout(() => socket.destroy(), 3));
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
}
