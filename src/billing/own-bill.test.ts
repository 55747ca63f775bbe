import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  allocatePayments,
  billOf,
  declareIncome,
  makeOwnBill,
  receivePayment,
  verifyBilling,
} from '#billing';
import { dayIn, fixedClock, isoDate, month } from '#kernel';
import { savingsSummary } from '#ledger';
import { membershipsOf } from '#members';
import { openDatabase, sql } from '#platform';
import { cards, importPeople, personOf } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { differences } from '../../tests/support/money.ts';

const owner = await testDatabase();
const database = openDatabase({ url: owner.url, role: 'goid_worker' });
const asPortal = openDatabase({ url: owner.url, role: 'goid_portal' });
after(() => Promise.all([database.close(), asPortal.close()]));
const clock = fixedClock(new Date('2026-11-05T03:00:00Z'));
const services = { database, clock };
await importPeople(owner);
const personId = await personOf(owner, cards.dewi);
const [card] = await membershipsOf(owner, personId);
assert.ok(card);
const payerId = card.membershipId;
const november = month('2026-11');

const declare = async (income: bigint) => {
  clock.advance(1);
  const declared = await declareIncome({ database: asPortal, clock }, card, income);
  if (declared.ok) await makeOwnBill(services, payerId, november);
  return declared.ok ? 'declared' : declared.refusal;
};
const bill = async () => (await billOf(services, payerId, november)) ?? assert.fail('no bill');
async function ties() {
  const found: unknown[] = await differences(owner);
  for await (const difference of verifyBilling(database)) found.push(difference);
  assert.deepEqual(found, []);
}

test('who works for himself declares an income and gets a bill for this month, due on its 15th or the next working day', async () => {
  assert.equal(await declare(900_000n), 'declared');
  const { jht, jkk, jkm, jp, amount, dueOn, penaltyRate, state } = await bill();
  // JKK and JKM at half by PP 50/2025: 10,000 and 6,800; JHT 20,000.
  assert.deepEqual([jht, jkk, jkm, jp, amount], [20_000n, 5_000n, 3_400n, 0n, 28_400n]);
  assert.deepEqual([dueOn, penaltyRate, state], ['2026-11-16', 0, 'open']);
  const written = await owner.one(sql`select count(*) as count from contributions.contribution`);
  assert.deepEqual(written, { count: 0n });
  await ties();
});

test('another income before paying changes the bill and keeps its code; the same again changes nothing', async () => {
  const { billingCode } = await bill();
  await makeOwnBill(services, payerId, november);
  assert.equal(await declare(950_000n), 'declared');
  assert.deepEqual([(await bill()).amount, (await bill()).billingCode], [28_400n, billingCode]);
  await ties();
});

test('an income that no band holds, none at all, and a card of an employer are refused by name', async () => {
  assert.equal(await declare(0n), 'income_wrong');
  assert.equal(await declare(10n ** 12n + 1n), 'income_wrong');
  assert.equal(await declare(9_000_000n), 'band_not_known');
  const [other] = await membershipsOf(owner, await personOf(owner, cards.budi));
  assert.ok(other);
  const refused = await declareIncome({ database: asPortal, clock }, other, 900_000n);
  assert.deepEqual(refused, { ok: false, refusal: 'not_self_employed' });
});

test('paid late costs no penalty; the month is written with its dates, posted, and cannot be declared again', async () => {
  clock.advance(15 * 86_400);
  const { billingCode, amount } = await bill();
  const paidOn = dayIn(clock.now());
  const payment = { bank: 'contoh', bankReference: 'A1', billingCode, amount, paidOn };
  await receivePayment(database, payment, clock.now());
  await allocatePayments(services, [payerId]);
  await allocatePayments(services, [payerId]);
  const paid = await bill();
  assert.deepEqual([paid.state, paid.penalty], ['paid', 0n]);
  const rows = await owner.many(sql`
    select wage, reported_on, billed_on, paid_on, posted_on from contributions.contribution`);
  assert.deepEqual(rows, [
    {
      wage: 950_000n,
      reported_on: '2026-11-05',
      billed_on: '2026-11-05',
      paid_on: paidOn,
      posted_on: paidOn,
    },
  ]);
  assert.equal((await savingsSummary(owner, personId, isoDate('2027-12-31'))).balance, 20_000n);
  assert.equal(await declare(900_000n), 'paid');
  await ties();
});
