import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import {
  allocatePayments,
  billOf,
  billsOf,
  issueBills,
  payerAccount,
  receivePayment,
  verifyBilling,
} from '#billing';
import { addMonths, fixedClock, isoDate, month, newId, dayIn } from '#kernel';
import { savingsSummary } from '#ledger';
import { openDatabase, sql } from '#platform';
import { cards, correct, importPeople, importRows, personOf } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { differences } from '../../tests/support/money.ts';

/** An employer with its books, on the 10th of November 2026. */
async function newWorld() {
  const owner = await testDatabase();
  const database = openDatabase({ url: owner.url, role: 'goid_worker' });
  const clock = fixedClock(new Date('2026-11-10T03:00:00Z'));
  const services = { database, clock };
  await importPeople(owner);
  const { id: payerId } = await owner.one<{ id: string }>(
    sql`select employer_id as id from members.employer where npp = '1001'`,
  );
  /** As the jobs do: bill what is new, use what came in. */
  const run = async () => {
    await issueBills(services);
    await allocatePayments(services, [payerId]);
  };
  let references = 0;
  return {
    owner,
    services,
    clock,
    payerId,
    personId: await personOf(owner, cards.siti),
    close: () => database.close(),
    report: async (of: string, wage: bigint) => {
      const row = `1001,${cards.siti},${of},${wage},2026-11-05,,,`;
      assert.deepEqual((await importRows(owner, [row], clock.now())).refusals, []);
      await run();
    },
    change: async (of: string, wage: bigint) => {
      const correctionId = newId(clock.now());
      const asked = { correctionId, npp: '1001', memberNumber: cards.siti, month: month(of), wage };
      await correct(owner, [{ ...asked, reason: 'Uji' }]);
      await run();
    },
    pay: async (amount: bigint) => {
      references += 1;
      const bankReference = `R${references}`;
      const { billingCode } = await owner.one<{ billingCode: string }>(
        sql`select billing_code as "billingCode" from billing.bill order by month limit 1`,
      );
      const payment = { bank: 'contoh', bankReference, billingCode, amount, paidOn: dayIn(clock.now()) };
      await receivePayment(database, payment, clock.now());
      await run();
    },
    bill: async (of: string) =>
      (await billOf(services, payerId, month(of))) ?? assert.fail(`no bill of ${of}`),
    account: () => payerAccount(services, payerId),
    ties: async () => {
      const found: unknown[] = await differences(owner);
      for await (const difference of verifyBilling(database)) found.push(difference);
      assert.deepEqual(found, []);
    },
  };
}

const { owner, personId, report, change, pay, bill, account, ties, close } = await newWorld();
after(close);
const savings = async () => {
  const { balance, pending } = await savingsSummary(owner, personId, isoDate('2027-12-31'));
  return [balance, pending];
};
// JHT is 5.7 % of the wage; all programmes together are 9.89 % of one below the ceiling of JP.
const jht = (wage: bigint) => (wage * 57n) / 1000n;
const all = (wage: bigint) => (wage * 989n) / 10_000n;

test('a correction up, after the month was paid: what it adds stands on the bill of this month, and counts once paid', async () => {
  await report('2026-08', 7_000_000n);
  await pay((await bill('2026-08')).amount);
  assert.deepEqual(await savings(), [jht(7_000_000n), 0n]);
  await change('2026-08', 8_000_000n);
  assert.deepEqual(await savings(), [jht(7_000_000n), jht(1_000_000n)]);
  assert.equal((await bill('2026-08')).state, 'paid');
  const november = await bill('2026-11');
  assert.deepEqual([november.amount, november.dueOn], [all(1_000_000n), '2026-12-15']);
  // August was paid in its second month late: four per cent, on the next bill that is due.
  const october = await bill('2026-10');
  assert.deepEqual([october.penalty, october.dueOn], [27_692n, '2026-11-16']);
  await pay(october.outstanding + november.outstanding);
  assert.deepEqual(await savings(), [jht(8_000_000n), 0n]);
  await ties();
});

test('a correction down gives the rest of the payment free for the next bill', async () => {
  const before = await account();
  assert.deepEqual(before, { outstanding: 0n, credit: 0n });
  await change('2026-08', 6_000_000n);
  assert.deepEqual(await savings(), [jht(6_000_000n), 0n]);
  // Of the two millions less, one was paid on the bill of August and stands there free; the other was paid with November.
  assert.deepEqual(await account(), { outstanding: 0n, credit: all(2_000_000n) });
  await ties();
});

test('and correcting it up again asks for the money again: what was given free counts once', async () => {
  await change('2026-08', 8_000_000n);
  assert.deepEqual(await savings(), [jht(8_000_000n), 0n]);
  assert.deepEqual(await account(), { outstanding: 0n, credit: 0n });
  await ties();
});

test('a month that is not paid yet is asked for as corrected last, whatever it was between', async () => {
  await report('2026-10', 5_000_000n);
  await change('2026-10', 9_000_000n);
  await change('2026-10', 4_000_000n);
  const october = await bill('2026-10');
  assert.deepEqual(
    [october.amount - october.penalty, october.outstanding],
    [all(4_000_000n), all(4_000_000n)],
  );
  await pay(october.outstanding);
  assert.deepEqual(await savings(), [jht(12_000_000n), 0n]);
  await ties();
});

test('a month that is taken back is owed no more, and what was paid for it is free for the next bill', async () => {
  const start = await account();
  const [balance] = await savings();
  await report('2026-09', 5_000_000n);
  const owed = await bill('2026-09');
  assert.equal(owed.amount - owed.penalty, all(5_000_000n));
  await change('2026-09', 0n);
  assert.deepEqual([(await bill('2026-09')).amount, await account()], [0n, start], 'not paid yet');
  await change('2026-09', 5_000_000n);
  await pay((await account()).outstanding);
  await change('2026-09', 0n);
  assert.deepEqual([(await account()).outstanding, await savings()], [0n, [balance, 0n]]);
  assert.ok((await account()).credit >= all(5_000_000n), 'paid already');
  await ties();
});

// August is in its second month late on the 10th of November: 4 % of the 890,100 that it comes to are 35,604.
const latePayments = [
  { paid: 899_997n, outstanding: 25_707n, credit: 0n, why: 'what is over pays a part of its own penalty' },
  { paid: 25_706n, outstanding: 1n, credit: 0n, why: 'no penalty falls on a penalty' },
  { paid: 2n, outstanding: 0n, credit: 1n, why: 'nothing is over while something is owed' },
];

test('what is left of a late payment is used for the penalty that it brings, at once', async () => {
  const world = await newWorld();
  await world.report('2026-08', 9_000_000n);
  for (const { paid, outstanding, credit, why } of latePayments) {
    await world.pay(paid);
    assert.deepEqual(await world.account(), { outstanding, credit }, why);
    assert.equal((await world.bill('2026-10')).penalty, 35_604n);
    assert.equal((await world.bill('2026-08')).state, 'paid');
  }
  await world.ties();
  await world.close();
});

test('a correction down takes off what an earlier one added to later bills, the newest first, and the rest off its own', async () => {
  const world = await newWorld();
  const [low, middle, high] = [3_000_000n, 5_000_000n, 9_000_000n];
  await world.report('2026-08', middle);
  await world.change('2026-08', middle + 1_000_000n);
  world.clock.advance(30 * 86_400);
  await world.change('2026-08', high);
  const amounts = async () =>
    (await billsOf(world.services, world.payerId, { limit: 9, offset: 0 })).map((one) => one.amount);
  assert.deepEqual(await amounts(), [all(3_000_000n), all(1_000_000n), all(middle)]);
  await world.change('2026-08', middle + 500_000n);
  assert.deepEqual(await amounts(), [0n, all(500_000n), all(middle)]);
  await world.change('2026-08', low);
  assert.deepEqual(await amounts(), [0n, 0n, all(low)]);
  await world.pay(all(low));
  // August is paid whole and counts: what the bills of later months say of it is nothing.
  const { balance, pending } = await savingsSummary(world.owner, world.personId, isoDate('2027-12-31'));
  assert.deepEqual([balance, pending], [jht(low), 0n]);
  await world.ties();
  await world.close();
});

type Step =
  | { readonly kind: 'report' | 'change'; readonly wage: bigint }
  | { readonly kind: 'pay'; readonly amount: bigint }
  | { readonly kind: 'wait' };
const wages = fc.constantFrom(3_000_000n, 5_000_000n, 9_000_000n, 20_000_000n);
const steps = fc.array(
  fc.oneof(
    wages.map((wage): Step => ({ kind: 'report', wage })),
    fc.oneof(wages, fc.constant(0n)).map((wage): Step => ({ kind: 'change', wage })),
    fc.bigInt({ min: 1n, max: 2_500_000n }).map((amount): Step => ({ kind: 'pay', amount })),
    fc.constant<Step>({ kind: 'wait' }),
  ),
  { minLength: 1, maxLength: 7 },
);

test('no rupiah is lost by any order of reporting, correcting and paying, in time and late', async () => {
  await fc.assert(
    fc.asyncProperty(wages, steps, async (wage, list) => {
      const world = await newWorld();
      let of = month('2026-07');
      await world.report(of, wage);
      for (const step of list) {
        if (step.kind === 'change') await world.change(of, step.wage);
        else if (step.kind === 'pay') await world.pay(step.amount);
        else if (step.kind === 'wait') world.clock.advance(5 * 86_400);
        else if (of < '2026-11') await world.report((of = addMonths(of, 1)), step.wage);
      }
      await world.ties();
      const { received, used, charged } = await world.owner.one<
        Record<'received' | 'used' | 'charged', bigint>
      >(sql`
        select (select coalesce(sum(amount), 0) from billing.payment)::bigint as received,
          (select coalesce(sum(amount), 0) from billing.allocation)::bigint as used,
          (select sum(amount) from billing.charge)::bigint as charged`);
      const bills = await billsOf(world.services, world.payerId, { limit: 9, offset: 0 });
      for (const { month: one, amount } of bills) assert.ok(amount >= 0n, `${one} asks for ${amount}`);
      const account = await world.account();
      assert.deepEqual(account, { outstanding: charged - used, credit: received - used });
      assert.ok(
        account.outstanding === 0n || account.credit === 0n,
        `${account.outstanding} and ${account.credit}`,
      );
      await world.close();
    }),
    { numRuns: 2 },
  );
});
