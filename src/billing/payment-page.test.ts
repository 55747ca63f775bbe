import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { billOf, issueBills, paymentPage, paymentPath, signPayment } from '#billing';
import { fixedClock, month } from '#kernel';
import { buildFace, html, openDatabase, sql } from '#platform';
import { cards, importPeople, importRows } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { silentLog, testConfig } from '../../tests/support/messages.ts';

/** Of the example in docs/payments.md. */
const key = 'contoh-kunci-bersama-bank-dan-go-id-2026';
const database = await testDatabase();
const worker = openDatabase({ url: database.url, role: 'goid_worker' });
const face = openDatabase({ url: database.url, role: 'goid_employer' });
after(() => Promise.all([worker.close(), face.close()]));
const clock = fixedClock(new Date('2026-11-12T03:00:00Z'));
// The start refuses a key that short; were it taken, no message would pass by it all the same.
const config = { ...testConfig(), BANK_KEYS: `pendek:short contoh:${key}` };
const app = buildFace(
  { config, keys: testKeys, log: silentLog, clock },
  {
    site: 'employer',
    origin: config.origins.employer,
    database: face,
    pages: [paymentPage(face)],
    guards: {},
    renderError: (_visit, error) => html`${error.code}`,
    styleHashes: [],
    assets: new Map(),
  },
);

await importPeople(database);
await importRows(database, [`1001,${cards.siti},2026-10,7500000,2026-11-05,,,`], clock.now());
await issueBills({ database: worker, clock });
const { id: payerId } = await database.one<{ id: string }>(
  sql`select employer_id as id from members.employer where npp = '1001'`,
);
const { billingCode } =
  (await billOf({ database: worker, clock }, payerId, month('2026-10'))) ?? assert.fail('no bill');

const payment = { reference: 'A1', billingCode, amount: '741750', paidOn: '2026-11-12' };
const second = String(clock.now().getTime() / 1000);

async function tell(
  told: object,
  {
    bank = 'contoh',
    timestamp = second,
    signature,
  }: { bank?: string; timestamp?: string; signature?: string } = {},
): Promise<number> {
  const body = JSON.stringify(told);
  const { origin, host } = new URL(config.origins.employer);
  const headers = {
    Host: host,
    'X-Bank': bank,
    'X-Timestamp': timestamp,
    'X-Signature': signature ?? signPayment(key, timestamp, body),
  };
  return (await app.request(`${origin}${paymentPath}`, { method: 'POST', body, headers })).status;
}
const count = async () =>
  (await database.one<{ count: bigint }>(sql`select count(*) as count from billing.payment`)).count;

test('only what one of our banks has signed lately is listened to', async () => {
  const signed = signPayment(key, second, JSON.stringify(payment));
  assert.equal(await tell(payment, { signature: '' }), 401);
  assert.equal(await tell({ ...payment, amount: '1' }, { signature: signed }), 401);
  assert.equal(await tell(payment, { bank: 'lain' }), 401);
  assert.equal(
    await tell(payment, { bank: 'pendek', signature: signPayment('short', second, JSON.stringify(payment)) }),
    401,
  );
  assert.equal(await tell(payment, { timestamp: String(Number(second) - 301) }), 401);
  assert.equal(await tell(payment, { timestamp: 'now' }), 401);
  assert.equal(await count(), 0n);
});

test('a payment is noted once, however often the bank tells of it, and the worker is asked to use it', async () => {
  assert.equal(await tell(payment), 201);
  assert.equal(await tell(payment), 200);
  assert.equal(await tell({ ...payment, amount: '741751' }), 409);
  assert.equal(await tell({ ...payment, reference: 'A2', billingCode: '1' }), 202);
  assert.equal(await count(), 2n);
  const jobs = await database.many(
    sql`select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'billing.allocate'`,
  );
  assert.deepEqual(jobs, [{ payload: { payerIds: [payerId] } }]);
});

test('a payment that is taken back is noted once, and its own reference decides', async () => {
  const back = { reference: 'B1', reverses: 'A1', amount: '741750', reversedOn: '2026-11-12' };
  assert.equal(await tell({ ...back, reverses: 'A9' }), 404);
  assert.equal(await tell({ ...back, amount: '1' }), 409);
  assert.equal(await tell({ ...back, reversedOn: '2026-11-13' }), 400);
  assert.equal(await tell(back, { signature: signPayment(key, second, JSON.stringify(payment)) }), 401);
  assert.equal(await tell(back), 201);
  assert.equal(await tell(back), 200);
  assert.equal(await tell({ ...back, reference: 'B2' }), 409);
  const noted = await database.many(sql`select reversal_reference as reference from billing.reversal`);
  assert.deepEqual(noted, [{ reference: 'B1' }]);
});

test('the messages of docs/payments.md are signed as it says, and taken as they stand there', async () => {
  const document = readFileSync(join(import.meta.dirname, '../../docs/payments.md'), 'utf8');
  assert.ok(document.includes(`\`${key}\``));
  const messages = Array.from(document.matchAll(/```http\nPOST (\S+)\n([^]+?)\n\n(.+)\n```/g), (found) => {
    const [, path = '', head = '', body = ''] = found;
    return { path, headers: head.split('\n').map((line) => line.split(': ') as [string, string]), body };
  });
  const { origin, host } = new URL(config.origins.employer);
  const send = async ({ path, headers, body }: (typeof messages)[number]) => {
    const answer = await app.request(`${origin}${path}`, {
      method: 'POST',
      body,
      headers: { Host: host, ...Object.fromEntries(headers) },
    });
    return [answer.status, await answer.text()];
  };
  const [paid, reversed] = messages;
  assert.ok(paid && reversed && messages.length === 2);
  assert.deepEqual(await send(paid), [201, '{"state":"new","matched":true}']);
  assert.deepEqual(await send(paid), [200, '{"state":"again","matched":true}']);
  assert.deepEqual(await send(reversed), [201, '{"state":"new"}']);
  const answers = new Set(Array.from(document.matchAll(/\{"error":"(\w+)"\}/g), ([, error]) => error));
  assert.deepEqual(answers, new Set(['not_understood', 'not_signed', 'payment_unknown', 'told_otherwise']));
});

test('what cannot be read is refused and nothing is noted', async () => {
  const before = await count();
  for (const told of [
    [],
    { ...payment, amount: 741_750 },
    { ...payment, amount: '0' },
    { ...payment, amount: '1.5' },
    { ...payment, reference: '' },
    { ...payment, reference: 'R\u0000' },
    { ...payment, paidOn: '2026-02-30' },
    { ...payment, paidOn: '2026-11-13' },
    { ...payment, billingCode: 'x' },
  ])
    assert.equal(await tell(told), 400, JSON.stringify(told));
  assert.equal(await count(), before);
});
