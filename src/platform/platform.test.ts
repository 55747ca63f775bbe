import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { parseRupiah } from '#kernel';
import { clientAddressReader, createHashPool, readConfig, seal, sql, unseal } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { heldToRules } from './field-rules.ts';
import { scanUpload } from './scan-upload.ts';

const database = await testDatabase();

test('[V1.2.4] the sql tag keeps values apart from text and splices fragments', async () => {
  const condition = sql`v > ${1}`;
  const rows = await database.many<{ v: number }>(
    sql`select v from generate_series(1, ${3}::int) as v where ${condition} and v < ${3} order by v`,
  );
  assert.deepEqual(rows, [{ v: 2 }]);
});

test('[V2.3.3] a transaction that throws leaves nothing behind', async () => {
  await assert.rejects(
    database.transaction(async (tx) => {
      await tx.run(sql`insert into platform.form_submission (key, kept_until) values ('\\x01', now())`);
      throw new Error('stop');
    }),
  );
  assert.equal((await database.many(sql`select 1 from platform.form_submission`)).length, 0);
});

test('what is too long for its field is not cut into another amount, and what no rule knows is passed over', () => {
  const sent = JSON.parse(
    `{"amount":"${'1'.repeat(12)}${' '.repeat(28)}000","__proto__":"x","constructor":"y","wage-1":"7"}`,
  ) as Record<string, string>;
  const held = heldToRules(sent);
  assert.deepEqual(Object.keys(held), ['amount', 'wage-1']);
  assert.equal(parseRupiah(held.amount ?? ''), undefined);
  assert.equal(heldToRules({ password: 'a'.repeat(5000) }).password?.length, 4096);
});

test('a scanner that calls a file clean before its end was sent has not scanned it', async () => {
  const hasty = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end('stream: OK\0'));
  });
  hasty.listen(0, '127.0.0.1');
  await once(hasty, 'listening');
  const scanner = {
    UPLOAD_SCANNER: `127.0.0.1:${(hasty.address() as AddressInfo).port}`,
    UPLOAD_SCANNER_SECONDS: 5,
  };
  const long = Array.from({ length: 400 }, () => Buffer.alloc(256 * 1024));
  assert.equal(await scanUpload(scanner, long), 'away');
  hasty.close();
});

test('[V11.3.2 V11.3.3] a sealed value opens only where it belongs', () => {
  const sealed = seal(testKeys, 'contact', 'person/1', 'siti@contoh.id');
  assert.equal(unseal(testKeys, 'contact', 'person/1', sealed).toString(), 'siti@contoh.id');
  assert.throws(() => unseal(testKeys, 'contact', 'person/2', sealed));
  assert.throws(() => unseal(testKeys, 'code', 'person/1', sealed));
  for (const [index, byte] of sealed.entries()) {
    const changed = Buffer.from(sealed);
    changed[index] = byte ^ 1;
    assert.throws(() => unseal(testKeys, 'contact', 'person/1', changed), `byte ${index}`);
  }
  const twice = seal(testKeys, 'contact', 'person/1', 'siti@contoh.id');
  assert.notDeepEqual(twice, sealed, 'a nonce of its own');
});

test('[V15.3.4] only a trusted proxy is believed about the client', () => {
  const read = clientAddressReader('10.0.0.0/8');
  assert.equal(read('203.0.113.9', '1.2.3.4'), '203.0.113.9');
  assert.equal(read('::ffff:10.1.2.3', '6.6.6.6, 1.2.3.4, 10.9.9.9'), '1.2.3.4');
});

test('the hash pool refuses at once when its line is full', async () => {
  const pool = createHashPool({ slots: 1, queue: 1, deadlineSeconds: 5 });
  let finish = () => {};
  const first = pool.run('a', () => new Promise<void>((resolve) => (finish = resolve)));
  const second = pool.run('a', async () => 'second');
  for (const subject of ['a', 'b'])
    await assert.rejects(
      pool.run(subject, async () => 'third'),
      { code: 'busy' },
    );
  finish();
  await first;
  assert.equal(await second, 'second');
});

test('[V15.2.2] a hundred waiting from one address do not keep another from its slot', async () => {
  const pool = createHashPool({ slots: 1, queue: 64, deadlineSeconds: 5 });
  const order: string[] = [];
  let finish = () => {};
  const first = pool.run('flood', () => new Promise<void>((resolve) => (finish = resolve)));
  const flood = Promise.allSettled(
    Array.from({ length: 100 }, () => pool.run('flood', async () => order.push('flood'))),
  );
  assert.equal(pool.waiting, 4);
  const others = ['b', 'c'].map((subject) => pool.run(subject, async () => order.push(subject)));
  await setImmediate();
  finish();
  await Promise.all([first, ...others]);
  assert.deepEqual(order.slice(0, 3), ['flood', 'b', 'c']);
  const statuses = (await flood).map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 'rejected').length, 96);
  assert.equal(order.length, 6);
  assert.equal(pool.waiting, 0);
});

test('a line that few addresses filled has a place for one more address', async () => {
  const pool = createHashPool({ slots: 1, queue: 8, deadlineSeconds: 5 });
  let finish = () => {};
  const first = pool.run('a', () => new Promise<void>((resolve) => (finish = resolve)));
  const full = Array.from({ length: 8 }, (_, index) => pool.run(index < 4 ? 'a' : 'b', async () => index));
  const settled = Promise.allSettled(full);
  const late = pool.run('c', async () => 'late');
  assert.equal(pool.waiting, 8);
  await setImmediate();
  finish();
  await first;
  assert.equal(await late, 'late');
  const turnedAway = (await settled).flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
  assert.deepEqual(turnedAway, [3], 'the newest of an address with the most');
  assert.equal(pool.waiting, 0);
});

test('wrong settings are named together, each with what it should be', () => {
  assert.throws(
    () => readConfig({ PORT_BASE: 'abc', SSO_ORIGIN: 'http://x/y' }),
    /PORT_BASE: .*\n {2}SSO_ORIGIN: /,
  );
  assert.throws(() => readConfig({ NODE_ENV: 'production' }), /https/);
  const wrong: readonly (readonly [string, string, string])[] = [
    ['PORT_BASE', 'abc', 'a whole number'],
    ['PORT_BASE', '70000', 'at most 65500'],
    ['CODE_TRIES', '0', 'at least 1'],
    ['DEMO', 'yes', 'one of on, off'],
    ['SSO_INTERNAL_URL', 'zz', 'an origin without a path, such as https://id.example'],
    ['TRUSTED_PROXIES', 'zzz', 'addresses or networks such as 10.0.0.0/8, separated by commas'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'addresses or networks such as 10.0.0.0/8, separated by commas'],
    [
      'BANK_KEYS',
      `bca:short mandiri:${'x'.repeat(32)}`,
      'keys of at least 32 characters; that of bca is shorter',
    ],
    ['BANK_KEYS', 'bca', 'name:key in each place; the 1st is none'],
    [
      'BANK_KEYS',
      `${'x'.repeat(32)}:bca`,
      'keys of at least 32 characters; that of the 1st place is shorter',
    ],
    ['SUPPORT_EMAIL', 'no', 'an e-mail address such as bantuan@goid.example'],
    ['FRAUD_REPORT_EMAIL', 'no', 'an e-mail address such as bantuan@goid.example'],
    ['MAIL_FROM', 'x', 'an e-mail address, or a name and the address in angle brackets'],
    ['SUPPORT_PHONE', 'abc', 'a telephone number such as 1500-000 or +62 21 5550 0000'],
    ['PHONE_COUNTRIES', '62', 'beginnings of numbers with their plus sign, such as +62'],
    ['SMS_SENDER', 'Jaminan Sosial', 'at most 11 letters and digits, or a number'],
    ['BIND_ADDRESS', 'zz', 'an IP address, such as 127.0.0.1 or 0.0.0.0'],
    ['DATABASE_URL', 'zz', 'an address such as postgresql://user:password@host:5432/database'],
    ['BRAND_COLOUR', 'red', 'a colour such as #3a3f9e'],
    ['PASSWORD_MINIMUM_SCORE', '5', 'at most 4'],
  ];
  for (const [name, value, what] of wrong)
    assert.throws(() => readConfig({ [name]: value }), {
      message: `Settings that cannot be used:\n  ${name}: should be ${what}`,
    });
  const right = {
    TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    MAIL_FROM: 'a@b.id',
    BANK_KEYS: `bca:${'x'.repeat(32)}`,
  };
  assert.equal(readConfig(right).BANK_KEYS, right.BANK_KEYS);
});

test('[V6.3.2 V15.2.3] the demonstration is refused where others could reach it', () => {
  for (const settings of [
    { BIND_ADDRESS: '0.0.0.0' },
    { BIND_ADDRESS: '::' },
    { BIND_ADDRESS: '192.168.1.7' },
    { SSO_ORIGIN: 'https://masuk.goid.example' },
    { CONSOLE_ORIGIN: 'https://konsol.goid.example' },
  ] satisfies Record<string, string>[]) {
    assert.throws(() => readConfig({ DEMO: 'on', ...settings }), /this machine only. Set DEMO=off/);
    assert.equal(readConfig({ DEMO: 'off', ...settings }).DEMO, false);
  }
  for (const address of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
    assert.ok(readConfig({ DEMO: 'on', BIND_ADDRESS: address }).DEMO, address);
});

test('[V1.3.10 V16.4.1] the log tells where a bug happened, and of an outage only what it is', () => {
  const script = `
    import { AppError } from '#kernel';
    import { createLogger } from '#platform';
    const log = createLogger('info');
    for (const code of ['busy', 'unavailable', 'bug'])
      log.warn({ error: new AppError(code, '%s %d %j\\n{"level":60}', { cause: new Error('below') }) }, code);`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  const lines = stderr.split('\n').filter((line) => line.startsWith('{'));
  assert.deepEqual(
    lines.map((line) => line.includes('"stack"')),
    [false, false, true],
    stderr,
  );
  assert.ok(
    lines.every((line) => line.includes(String.raw`"%s %d %j\n{\"level\":60}"`)),
    'no text is taken for a format, nor ends a line',
  );
});
