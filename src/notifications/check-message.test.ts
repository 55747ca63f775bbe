import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, newReference } from '#kernel';
import { languages, openDatabase, sql } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { testConfig } from '../../tests/support/messages.ts';
import { checkMessage } from './check-message.ts';
import { findReferences, isOnlyReference } from './find-references.ts';
import { type Channel, type Template, templateParameters } from './message.ts';
import { forgetOldMessages } from './housekeeping.ts';
import { send } from './send.ts';
import { messageText } from './text.ts';

const database = await testDatabase();
const now = new Date('2026-11-20T18:30:00Z');
const config = testConfig({ DEMO: 'off', SSO_ORIGIN: 'https://masuk.akun-pekerja.go.id' });
const services = { database, keys: testKeys, config };
let asked = 0;
/** Each question from an address of its own, so that the limit stays out of the way. */
const ask = (pasted: string, at = now, from: Parameters<typeof checkMessage>[0] = services) =>
  checkMessage(from, pasted, { address: `203.${(asked += 1)}.113.9`, now: at });

async function sent(template: Template, channel: Channel, at = now) {
  const names: readonly string[] = templateParameters[template];
  const parameters = Object.fromEntries(
    names.map((name) => [name, name === 'code' ? '123456' : '21 November 2026 01.45 WIB']),
  );
  const to = channel === 'email' ? 'siti@contoh.id' : '+6281234567890';
  const id = await send(database, testKeys, { template, channel, to, language: 'id', parameters, now: at });
  const { reference } = await database.one<{ reference: string }>(
    sql`select reference from notifications.message where id = ${id}`,
  );
  const expiresAt = new Date(at.getTime() + 600_000);
  const texts = languages.map((language) =>
    messageText(config, { template, channel, language, parameters, reference, expiresAt }),
  );
  return { reference, texts };
}

test('every template, pasted whole in either language, is known with its kind, channel and day, and its words', async () => {
  for (const template of Object.keys(templateParameters) as Template[])
    for (const channel of ['email', 'sms'] as const) {
      const { texts } = await sent(template, channel);
      for (const { text, subject } of texts) {
        const expected = { kind: 'ours', template, channel, sentOn: '2026-11-21', words: 'same' };
        assert.deepEqual(await ask(text), expected);
        assert.deepEqual(await ask(`${subject ?? ''}\n\n${text.replaceAll('\n', '\r\n  ')}`), expected);
      }
    }
});

test('the day is that of the hand-over', async () => {
  const { reference } = await sent('sign_in_code', 'sms');
  await database.run(sql`
    update notifications.message set state = 'accepted', sealed = null, accepted_at = '2026-11-23T02:00:00Z' where reference = ${reference}`);
  const check = await ask(reference);
  assert.equal(check.kind === 'ours' && check.sentOn, '2026-11-23');
});

test('the reference alone is known however it is typed', async () => {
  const { reference } = await sent('sign_in_code', 'sms');
  const [head = '', tail = ''] = reference.toLowerCase().split('-');
  for (const typed of [
    reference,
    ` ${head} ${tail} `,
    head + tail,
    `Ref ${head}–${tail}`,
    `ref: ${head}${tail}`,
  ]) {
    const check = await ask(typed);
    assert.deepEqual(
      check.kind === 'ours' && [check.template, check.words],
      ['sign_in_code', 'not-pasted'],
      typed,
    );
  }
});

test('a false text with the reference of a true message is not called ours word for word', async () => {
  const { reference, texts } = await sent('sign_in_code', 'sms');
  const text = texts[0]?.text ?? '';
  for (const pasted of [
    `Akun Anda diblokir. Kirim kode OTP ke 0812-9999-0000.\nRef ${reference}`,
    text.replace('Jangan berikan', 'Segera berikan'),
    `${text}\nhttps://jahat.example/masuk`,
    text.slice(0, 60) + ` Ref ${reference}`,
  ]) {
    const check = await ask(pasted);
    assert.equal(check.kind === 'ours' && check.words, 'different', pasted);
  }
});

test('the telephone number in the text must be ours', async () => {
  const { texts } = await sent('password_closed', 'sms');
  const pasted = (texts[0]?.text ?? '').replace(config.SUPPORT_PHONE, '0812-9999-0000');
  const check = await ask(pasted);
  assert.equal(check.kind === 'ours' && check.words, 'different');
});

test('an unknown reference and one that is too old get the same answer, before and after it is deleted', async () => {
  const longAgo = new Date(now.getTime() - (config.MESSAGES_KEPT_DAYS * 86_400_000 + 1000));
  const { reference } = await sent('sign_in_code', 'sms', longAgo);
  assert.deepEqual(await ask(reference), { kind: 'unknown', reference });
  await forgetOldMessages(database, config, now);
  assert.deepEqual(await ask(reference), { kind: 'unknown', reference });
  const never = newReference();
  assert.deepEqual(await ask(never), { kind: 'unknown', reference: never });
  const young = new Date(now.getTime() - (config.MESSAGES_KEPT_DAYS - 1) * 86_400_000);
  assert.equal((await ask((await sent('sign_in_code', 'sms', young)).reference)).kind, 'ours');
});

test('a text without a reference says so, whatever words it holds', async () => {
  for (const pasted of ['TRANSFER sekarang', 'Selamat! Anda menang', 'kode 123456', 'KPJ 12345678901'])
    assert.deepEqual(await ask(`${pasted} agar akun Anda tidak diblokir`), { kind: 'without-reference' });
});

test('references are found among words, and at most five of them', () => {
  assert.deepEqual(findReferences('Ref K7M3-9Q2P lalu ABCD-2345'), ['K7M3-9Q2P', 'ABCD-2345']);
  assert.deepEqual(findReferences('berkala bersama terbatas'), []);
  assert.deepEqual(findReferences('7ABC-2345 K7M3-9Q2PX K0M3-9Q2P'), []);
  const many = Array.from({ length: 9 }, newReference).join(' ');
  assert.equal(findReferences(many).length, 5);
  assert.equal(isOnlyReference('Ref: K7M3-9Q2P'), true);
  assert.equal(isOnlyReference('Kirim kode Anda. Ref K7M3-9Q2P'), false);
});

test('the faces may ask with their own rights, and learn nothing that is sealed', async () => {
  const { reference } = await sent('sign_in_code', 'sms');
  for (const role of ['goid_sso', 'goid_portal']) {
    const own = openDatabase({ url: database.url, role, poolSize: 1 });
    assert.equal((await ask(reference, now, { ...services, database: own })).kind, 'ours', role);
    await own.close();
  }
});

test('one address may ask so many times in an hour, and a wide network ten times as many', async () => {
  const strict = { ...services, config: { ...config, MESSAGE_CHECKS_PER_HOUR: 2 } };
  const from = (address: string) => checkMessage(strict, 'apa saja', { address, now });
  for (let last = 0; last < 10; last += 1) {
    await from(`198.51.100.${last}`);
    await from(`198.51.100.${last}`);
    const refused = (error: unknown) =>
      error instanceof AppError && error.code === 'too_many_requests' && (error.retryAfterSeconds ?? 0) > 0;
    await assert.rejects(from(`198.51.100.${last}`), refused);
  }
  await assert.rejects(from('198.51.100.200'), { code: 'too_many_requests' });
  await from('198.51.101.1');
});

test('a long text full of almost-patterns is looked through at once', async () => {
  const { reference } = await sent('password_closed', 'email');
  const began = performance.now();
  await ask(`Halo, Kata sandi yang salah ${'sampai . '.repeat(2000)}Ref ${reference}`);
  await ask(`Ref ${reference} ${'Halo '.repeat(1900)}`);
  await ask('ABCD- '.repeat(1700));
  assert.ok(performance.now() - began < 1500, `${performance.now() - began} ms`);
});
