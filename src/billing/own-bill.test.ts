import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  allocatePayments,
  chooseReminders,
  billOf,
  declareIncome,
  issueBills,
  makeOwnBill,
  payerAccount,
  receivePayment,
  receiveReversal,
  remindPayers,
  verifyBilling,
} from '#billing';
import { contributionHistory, declareReturn, payOutSavings, savingsOf, verifyBooks } from '#contributions';
import { recentActivity } from '#activity';
import { dayIn, fixedClock, isoDate, month, newId } from '#kernel';
import { savingsSummary } from '#ledger';
import { membershipsOf } from '#members';
import { openDatabase, sql } from '#platform';
import { cards, importPeople, importRows, personOf } from '../../tests/support/contributions.ts';
import { accountServices, newTestAccount } from '../../tests/support/accounts.ts';
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

const accountId = newId(clock.now());
const declare = async (income: bigint, { of = november, withSavings = true, by = accountId } = {}) => {
  clock.advance(1);
  const asked = { card, accountId: by, month: of, income, withSavings };
  const declared = await declareIncome({ database: asPortal, clock }, asked);
  if (declared.ok) await makeOwnBill(services, payerId, of);
  return declared.ok ? 'declared' : declared.refusal;
};
const bill = async (of = november) => (await billOf(services, payerId, of)) ?? assert.fail('no bill');
const pay = async (bankReference: string, billingCode: string, amount: bigint) => {
  const paidOn = dayIn(clock.now());
  await receivePayment(database, { bank: 'contoh', bankReference, billingCode, amount, paidOn }, clock.now());
  await allocatePayments(services, [payerId]);
};
const activity = async () =>
  (await recentActivity(owner, accountId, 20)).map(({ event, details }) => `${event} ${details?.['month']}`);
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
  const refused = await declareIncome(
    { database: asPortal, clock },
    { card: other, accountId, month: november, income: 900_000n, withSavings: true },
  );
  assert.deepEqual(refused, { ok: false, refusal: 'not_self_employed' });
});

test('paid late costs no penalty; the month is written with its dates, posted, and cannot be declared again', async () => {
  clock.advance(15 * 86_400);
  const { billingCode, amount } = await bill();
  const paidOn = dayIn(clock.now());
  await pay('A1', billingCode, amount);
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
  assert.equal((await activity()).filter((one) => one.startsWith('own_month_paid')).length, 1);
  await ties();
});

test('a month that has passed or not begun is refused by name, because no rule about it was found', async () => {
  assert.equal(await declare(900_000n, { of: month('2026-10') }), 'past_month_not_known');
  assert.equal(await declare(900_000n, { of: month('2026-12') }), 'later_month_not_known');
});

test('JHT is left out by choice: JKK and JKM are paid, the savings stay as they are', async () => {
  clock.advance(12 * 86_400);
  const december = month('2026-12');
  const before = (await savingsSummary(owner, personId, isoDate('2027-12-31'))).balance;
  assert.equal(await declare(900_000n, { of: december }), 'declared');
  const { billingCode } = await bill(december);
  await pay('B1', billingCode, 8_400n);
  assert.equal((await bill(december)).state, 'partly_paid');
  // What was paid already is the whole of a bill without JHT: it counts without another payment.
  assert.equal(await declare(900_000n, { of: december, withSavings: false }), 'declared');
  await allocatePayments(services, [payerId]);
  const { jht, jkk, jkm, state } = await bill(december);
  assert.deepEqual([jht, jkk, jkm, state], [0n, 5_000n, 3_400n, 'paid']);
  const row = await owner.one(sql`
    select jht_employee, jkk_employee, jkm_employee from contributions.contribution where month = '2026-12'`);
  assert.deepEqual(row, { jht_employee: null, jkk_employee: 5_000n, jkm_employee: 3_400n });
  assert.equal((await savingsSummary(owner, personId, isoDate('2027-12-31'))).balance, before);
  assert.ok((await activity()).includes('own_month_paid 2026-12'));
  await ties();
});

test('a payment is used for the month that it names, and what is over for the next bill by itself', async () => {
  clock.advance(31 * 86_400);
  const [january, february] = [month('2027-01'), month('2027-02')];
  // JKK and JKM in full again: 10,000 and 6,800.
  assert.equal(await declare(900_000n, { of: january, withSavings: false }), 'declared');
  clock.advance(31 * 86_400);
  assert.equal(await declare(900_000n, { of: february, withSavings: false }), 'declared');
  await pay('C1', (await bill(february)).billingCode, 20_000n);
  // January is no debt, so nothing of it goes there.
  assert.deepEqual(
    [
      (await bill(january)).paid,
      (await bill(february)).state,
      (await payerAccount(services, payerId)).credit,
    ],
    [0n, 'paid', 3_200n],
  );
  clock.advance(28 * 86_400);
  assert.equal(await declare(900_000n, { of: month('2027-03'), withSavings: false }), 'declared');
  const queued = sql`select count(*) as count from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'billing.allocate'`;
  assert.notDeepEqual(await owner.one(queued), { count: 0n });
  await allocatePayments(services, [payerId]);
  assert.equal((await bill(month('2027-03'))).paid, 3_200n);
  await ties();
});

test('payers are told by e-mail, without amounts: that a bill stands, that its day is near, and that it has passed, once each', async () => {
  const accounts = { ...accountServices(database), clock };
  const [own, clerk] = [
    await newTestAccount({ ...accounts, database: owner }),
    await newTestAccount({ ...accounts, database: owner }),
  ];
  const { id: employerId } = await owner.one<{ id: string }>(
    sql`select employer_id as id from members.employer where npp = '1001'`,
  );
  const of = month('2027-03');
  assert.equal(await declare(900_000n, { of, withSavings: false, by: own.accountId }), 'declared');
  await importRows(owner, [`1001,${cards.siti},2027-02,7500000,2027-03-01,,,`], clock.now());
  await issueBills(services);
  const remind = () =>
    remindPayers(accounts, async (_executor, ids) =>
      ids.map((id) => ({ employerId: id, accountId: clerk.accountId })),
    );
  const told = async () => {
    accounts.outbox.sent.length = 0;
    await Promise.all([remind(), remind(), remind()]);
    return accounts.outbox.sent.map(({ template, channel, to }) => `${template} ${channel} ${to}`).toSorted();
  };
  assert.deepEqual(
    await told(),
    [`bill_issued email ${own.email}`, `bill_issued email ${clerk.email}`].toSorted(),
  );
  const values = accounts.outbox.sent.flatMap(({ parameters }) => Object.entries(parameters));
  assert.deepEqual([...new Set(values.map(([name]) => name))].toSorted(), ['due', 'month', 'payer']);
  assert.deepEqual(await told(), []);
  clock.advance(12 * 86_400);
  await chooseReminders(asPortal, { payerId, wanted: false, accountId, now: clock.now() });
  assert.deepEqual(await told(), [`bill_due_soon email ${clerk.email}`]);
  await chooseReminders(asPortal, { payerId, wanted: true, accountId, now: clock.now() });
  clock.advance(3 * 86_400);
  assert.deepEqual(
    await told(),
    [`bill_overdue email ${own.email}`, `bill_overdue email ${clerk.email}`].toSorted(),
  );
  const february = await billOf(services, employerId, month('2027-02'));
  const payment = { bank: 'contoh', bankReference: 'D1', billingCode: february?.billingCode ?? '' };
  const paidOn = dayIn(clock.now());
  await receivePayment(database, { ...payment, amount: february?.amount ?? 0n, paidOn }, clock.now());
  clock.advance(86_400);
  assert.deepEqual(await told(), []);
});

test('a month whose payment the bank took back is taken off again, and counts anew when it is paid anew', async () => {
  clock.advance(17 * 86_400);
  const of = month('2027-04');
  const day = isoDate('2027-12-31');
  const before = await savingsSummary(owner, personId, day);
  assert.equal(await declare(900_000n, { of }), 'declared');
  // JKK 10,000, JKM 6,800 and JHT 20,000; what was over of March is used for it first.
  const { billingCode, outstanding } = await bill(of);
  const months = async () => {
    const page = { limit: 20, offset: 0 };
    const { rows } = await contributionHistory(owner, personId, dayIn(clock.now()), { year: 2027 }, page);
    return rows
      .filter((row) => row.month === of)
      .map(({ reportedOn, paidOn, postedOn, correctedOn }) => [reportedOn, paidOn, postedOn, correctedOn]);
  };
  assert.deepEqual(await months(), []);
  for (const bankReference of ['E1', 'E2']) {
    await pay(bankReference, billingCode, outstanding);
    const today = dayIn(clock.now());
    assert.deepEqual(await months(), [['2027-04-04', today, today, undefined]]);
    assert.equal((await savingsSummary(owner, personId, day)).balance, before.balance + 20_000n);
    await ties();
    clock.advance(86_400);
    const told = {
      bank: 'contoh',
      bankReference,
      reversalReference: `X${bankReference}`,
      amount: outstanding,
    };
    await receiveReversal(owner, { ...told, reversedOn: dayIn(clock.now()) }, clock.now());
    await Promise.all([1, 2, 3].map(() => allocatePayments(services, [payerId])));
    assert.deepEqual(await savingsSummary(owner, personId, day), before);
    assert.deepEqual(await months(), []);
    assert.notEqual((await bill(of)).state, 'paid');
    await ties();
  }
  await pay('E3', billingCode, outstanding);
  assert.equal((await savingsSummary(owner, personId, day)).balance, before.balance + 20_000n);
  const told = (await activity()).filter((one) => one === 'own_month_taken_back 2027-04');
  assert.equal(told.length, 2);
  await ties();
});

test('what was paid out before its month was taken back is a named shortfall, and the next contribution meets it first', async () => {
  const standing = () => savingsOf(owner, personId, dayIn(clock.now()));
  const now = clock.now();
  const paidOn = dayIn(now);
  const method = 'monthly_opening_balance';
  const declared = {
    year: 2027,
    kind: 'provisional',
    rate: 4000,
    method,
    source: 'uji',
    isExample: true,
  } as const;
  await declareReturn(owner, declared, now);
  const { balance: savings } = await standing();
  const payOut = { personId, payOutId: newId(now), paidOn, savings };
  assert.ok((await owner.transaction((tx) => payOutSavings(tx, payOut, now))).ok);
  assert.deepEqual([(await standing()).balance, (await standing()).shortfall], [0n, 0n]);
  const { outstanding, billingCode, amount } = await bill(month('2027-04'));
  assert.equal(outstanding, 0n);
  clock.advance(86_400);
  const told = { bank: 'contoh', bankReference: 'E3', reversalReference: 'XE3', amount };
  await receiveReversal(owner, { ...told, reversedOn: dayIn(clock.now()) }, clock.now());
  await allocatePayments(services, [payerId]);
  const { balance, shortfall, returns } = await standing();
  assert.deepEqual([balance, shortfall], [-20_000n, 20_000n]);
  assert.deepEqual(
    await owner.transaction((tx) => payOutSavings(tx, { ...payOut, payOutId: newId(now), savings: 1n }, now)),
    { ok: false, refusal: 'more_than_balance' },
  );
  await ties();
  let found = { accounts: 0, amount: 0n };
  for await (const difference of verifyBooks(owner, (below) => (found = below)))
    assert.fail(difference.check);
  assert.deepEqual(found, { accounts: 1, amount: 20_000n }, 'a claim, and no difference');
  await pay('E4', billingCode, amount);
  const after4 = await standing();
  assert.deepEqual([after4.balance, after4.shortfall, after4.returns], [0n, 0n, returns]);
  await ties();
});

test('verify-ledger names a month of the self-employed that is paid and posted otherwise', async () => {
  const change = (by: bigint) =>
    owner.run(
      sql`update contributions.contribution set jkk_employee = jkk_employee + ${by} where month = '2026-12'`,
    );
  await change(1n);
  const found: unknown[] = [];
  for await (const { check, expected, found: amount } of verifyBilling(database))
    found.push([check, expected, amount]);
  assert.deepEqual(found, [['own_month_differs', '8400', '8401']]);
  await change(-1n);
  await ties();
});
