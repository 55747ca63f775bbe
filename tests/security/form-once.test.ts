import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { sql } from '#platform';
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
