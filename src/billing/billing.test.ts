import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import {
  allocatePayments,
  type BankPayment,
  billOf,
  importPayments,
  issueBills,
  matchPayment,
  payerAccount,
  receivePayment,
  unmatchedPayments,
  verifyBilling,
} from '#billing';
import { fixedClock, isoDate, month, newId } from '#kernel';
import { importMembers } from '#members';
import { type Database, openDatabase, sql } from '#platform';
import { cards, importPeople, importRows } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { differences } from '../../tests/support/money.ts';

/** A world of its own for each test: PT Besar with Siti and Budi, seen with the worker's rights. */
async function world() {
  const owner = await testDatabase();
  const database = openDatabase({ url: owner.url, role: 'goid_worker' });
  after(() => database.close());
  const clock = fixedClock(new Date('2026-11-10T03:00:00Z'));
  await importPeople(owner);
  const { id: payerId } = await owner.one<{ id: string }>(
    sql`select employer_id as id from members.employer where npp = '1001'`,
  );
  const services = { database, clock };
  let references = 0;
  return {
    owner,
    services,
    clock,
    payerId,
    report: async (...rows: readonly string[]) => {
      const { refusals } = await importRows(owner, rows, clock.now());
      assert.deepEqual(refusals, []);
      await issueBills(services);
    },
    bill: async (of: string) =>
      (await billOf(services, payerId, month(of))) ?? assert.fail(`no bill of ${of}`),
    pay: async (payment: Pick<BankPayment, 'billingCode' | 'amount'> & { on: string }) => {
      references += 1;
      const received = await receivePayment(
        database,
        { bank: 'contoh', bankReference: `R${references}`, ...payment, paidOn: isoDate(payment.on) },
        clock.now(),
      );
      await allocatePayments(services, [payerId]);
      return received;
    },
    ties: async () => {
      assert.deepEqual([...(await differences(owner)), ...(await found(database))], []);
    },
  };
}
/** A construction worker of PT Besar; yields the member number. */
async function hireBuilder(owner: Database): Promise<string> {
  const columns =
    'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on';
  const row = '3273010101880006,Rudi Hartono,1988-01-01,,L,,,32,,,00000000007,1001,JAKON,2019-01-01,';
  await importMembers(owner, Readable.from([[columns, row, ''].join('\n')]), {
    keys: testKeys,
    now: new Date('2026-11-10T03:00:00Z'),
    onRefusal: (refusal) => assert.fail(JSON.stringify(refusal)),
  });
  return '00000000007';
}

async function found(database: Database) {
  const rows: unknown[] = [];
  for await (const row of verifyBilling(database)) rows.push(row);
  return rows;
}

const siti = (of: string, reported = '2026-11-05') => `1001,${cards.siti},${of},7500000,${reported},,,`;
const budi = (of: string, reported = '2026-11-05') => `1001,${cards.budi},${of},4000000,${reported},,,`;
// Siti: JHT 427,500; JP 225,000; JKK 66,750; JKM 22,500. Budi: JHT 228,000; JP 120,000; JKK 35,600; JKM 12,000.
const sitiOwes = 741_750n;
const budiOwes = 395_600n;

test('what an employer reported becomes one bill of the month, due on the 15th of the next or the next working day', async () => {
  const { report, bill, services, ties } = await world();
  await report(siti('2026-10'), budi('2026-10'));
  const october = await bill('2026-10');
  assert.deepEqual(
    [october.workers, october.jht, october.jp, october.jkk, october.jkm, october.amount],
    [2, 655_500n, 345_000n, 102_350n, 34_500n, sitiOwes + budiOwes],
  );
  // The 15th of November 2026 is a Sunday.
  assert.deepEqual([october.dueOn, october.issuedOn, october.state], ['2026-11-16', '2026-11-10', 'open']);
  assert.match(october.billingCode, /^\d{12}$/);
  assert.equal(BigInt(october.billingCode) % 97n, 1n);
  assert.equal(await issueBills(services), 0);
  await ties();
});

test('a later report of the month is added to its bill', async () => {
  const { report, bill, ties } = await world();
  await report(siti('2026-10'));
  const { billingCode } = await bill('2026-10');
  await report(budi('2026-10'));
  const october = await bill('2026-10');
  assert.deepEqual(
    [october.billingCode, october.workers, october.amount],
    [billingCode, 2, sitiOwes + budiOwes],
  );
  await ties();
});

test('paid whole in time: every row of the month is paid and posted, no penalty', async () => {
  const { owner, report, bill, pay, services, payerId, ties } = await world();
  await report(siti('2026-10'), budi('2026-10'));
  const { billingCode, amount } = await bill('2026-10');
  const received = await pay({ billingCode, amount, on: '2026-11-16' });
  assert.deepEqual(received, { ok: true, value: { state: 'new', matched: true } });
  const october = await bill('2026-10');
  assert.deepEqual([october.state, october.outstanding], ['paid', 0n]);
  const rows = await owner.many(
    sql`select billed_on, paid_on, posted_on from contributions.contribution order by wage`,
  );
  const dates = { billed_on: '2026-11-10', paid_on: '2026-11-16', posted_on: '2026-11-10' };
  assert.deepEqual(rows, [dates, dates]);
  assert.deepEqual(await payerAccount(services, payerId), { outstanding: 0n, credit: 0n });
  await ties();
});

test('under: nothing is posted until the rest comes; the rest, late, brings two per cent of itself onto the next bill', async () => {
  const { owner, report, bill, pay, clock, ties } = await world();
  await report(siti('2026-10'));
  const { billingCode } = await bill('2026-10');
  await pay({ billingCode, amount: 441_750n, on: '2026-11-16' });
  const part = await bill('2026-10');
  assert.deepEqual([part.state, part.paid, part.outstanding], ['partly_paid', 441_750n, 300_000n]);
  const posted = sql`select count(*) as count from contributions.contribution where posted_on is not null`;
  assert.deepEqual(await owner.one(posted), { count: 0n });
  clock.advance(40 * 86_400);
  const late = await bill('2026-10');
  // The 17th of November to the 16th of December is the first month begun, the 20th lies in the second.
  assert.deepEqual([late.state, late.penaltyIfPaidToday], ['overdue', 12_000n]);
  await pay({ billingCode, amount: 300_000n, on: '2026-12-20' });
  assert.equal((await bill('2026-10')).state, 'paid');
  assert.deepEqual(await owner.one(posted), { count: 1n });
  const next = await bill('2026-12');
  assert.deepEqual(
    [next.penalty, next.amount, next.dueOn, next.workers],
    [12_000n, 12_000n, '2027-01-15', 0],
  );
  await ties();
});

// what stands on the bill, paid two months late, the penalty on the next bill
const lateBills = [
  ['wage earners', ['pu'], 14_835n * 2n],
  ['construction workers, whose due day was seen in no source', ['jakon'], 0n],
  ['both: only what wage earners owe counts', ['pu', 'jakon'], 14_835n * 2n],
  ['construction workers first', ['jakon', 'pu'], 0n],
] as const;

test('no penalty is counted by a rule that is only taken over', async (t) => {
  for (const [what, kinds, penalty] of lateBills)
    await t.test(what, async () => {
      const { owner, report, bill, pay, clock, ties } = await world();
      const builder = await hireBuilder(owner);
      const row = { pu: siti('2026-10'), jakon: `1001,${builder},2026-10,4000000,2026-11-05,,,` };
      if (kinds[0] === 'pu') await report(...kinds.map((kind) => row[kind]));
      else for (const kind of kinds) await report(row[kind]);
      const { billingCode, amount, dueDayAssumed } = await bill('2026-10');
      assert.equal(dueDayAssumed, kinds[0] === 'jakon');
      clock.advance(36 * 86_400);
      const { penaltyIfPaidToday } = await bill('2026-10');
      await pay({ billingCode, amount, on: '2026-12-20' });
      const next = penalty === 0n ? undefined : await bill('2026-12');
      assert.deepEqual([next?.penalty ?? 0n, penaltyIfPaidToday], [penalty, penalty / 2n]);
      await ties();
    });
});

test('over: what is too much goes to the next bill by itself', async () => {
  const { report, bill, pay, services, payerId, clock, ties } = await world();
  await report(siti('2026-10'));
  const { billingCode, amount } = await bill('2026-10');
  await pay({ billingCode, amount: amount + 100_000n, on: '2026-11-12' });
  assert.deepEqual(await payerAccount(services, payerId), { outstanding: 0n, credit: 100_000n });
  clock.advance(23 * 86_400);
  await report(siti('2026-11', '2026-12-02'));
  await allocatePayments(services, [payerId]);
  const november = await bill('2026-11');
  assert.deepEqual([november.paid, november.outstanding], [100_000n, amount - 100_000n]);
  await ties();
});

test('the oldest month is paid first, whichever bill the payment names', async () => {
  const { report, bill, pay, ties } = await world();
  await report(siti('2026-09', '2026-10-05'), siti('2026-10'));
  const { billingCode } = await bill('2026-10');
  await pay({ billingCode, amount: sitiOwes, on: '2026-11-12' });
  assert.deepEqual([(await bill('2026-09')).state, (await bill('2026-10')).state], ['paid', 'open']);
  // September was due on the 15th of October: one month begun, two per cent, onto the newest bill.
  assert.equal((await bill('2026-10')).penalty, 14_835n);
  await ties();
});

test('a payment told again changes nothing, and one told otherwise is refused', async () => {
  const { report, bill, services, payerId, ties } = await world();
  await report(siti('2026-10'));
  const { billingCode, amount } = await bill('2026-10');
  const payment = { bank: 'contoh', bankReference: 'A1', billingCode, amount, paidOn: isoDate('2026-11-12') };
  const tell = (told: Partial<BankPayment> = {}) =>
    receivePayment(services.database, { ...payment, ...told }, services.clock.now());
  const answers = await Promise.all(Array.from({ length: 16 }, () => tell()));
  assert.equal(answers.filter((answer) => answer.ok && answer.value.state === 'new').length, 1);
  assert.deepEqual(await tell({ amount: amount + 1n }), { ok: false, refusal: 'told_otherwise' });
  await Promise.all(Array.from({ length: 8 }, () => allocatePayments(services, [payerId])));
  assert.deepEqual(await payerAccount(services, payerId), { outstanding: 0n, credit: 0n });
  await ties();
});

test('a code that names no bill is kept for an officer to find out, and pays nothing', async () => {
  const { owner, services, report, bill, payerId, ties } = await world();
  await report(siti('2026-10'));
  const payment = { bank: 'contoh', bankReference: 'X', amount: 5n, paidOn: isoDate('2026-11-12') };
  const received = await receivePayment(
    services.database,
    { ...payment, billingCode: '999999999999' },
    services.clock.now(),
  );
  assert.deepEqual(received, { ok: true, value: { state: 'new', matched: false } });
  assert.equal((await bill('2026-10')).paid, 0n);
  await ties();
  const [one] = await unmatchedPayments(services.database);
  const asConsole = openDatabase({ url: owner.url, role: 'goid_console' });
  after(() => asConsole.close());
  const officer = { officerId: newId(services.clock.now()), paymentId: one?.paymentId ?? '' };
  const say = (billingCode: string) =>
    matchPayment({ database: asConsole, clock: services.clock }, { ...officer, billingCode });
  assert.deepEqual(await say('123'), { ok: false, refusal: 'no_bill' });
  const { billingCode } = await bill('2026-10');
  const answers = await Promise.all([say(billingCode), say(billingCode)]);
  assert.equal(answers.filter(({ ok }) => ok).length, 1);
  await allocatePayments(services, [payerId]);
  assert.equal((await bill('2026-10')).paid, 5n);
  await ties();
});

test('a file of a bank is taken once, row by row; what was told otherwise is refused with its line', async () => {
  const { services, report, bill, payerId, clock, ties } = await world();
  await report(siti('2026-09', '2026-10-05'), siti('2026-10'));
  const codes = [(await bill('2026-09')).billingCode, (await bill('2026-10')).billingCode];
  const take = async (...rows: string[]) => {
    const refusals: unknown[] = [];
    const text = ['bank,bank_reference,billing_code,amount,paid_on', ...rows, ''].join('\n');
    const options = {
      keys: testKeys,
      now: clock.now(),
      onRefusal: (one: unknown) => void refusals.push(one),
    };
    return { ...(await importPayments(services.database, Readable.from([text]), options)), refusals };
  };
  const rows = [
    `contoh,A1,${codes[0]},741750,2026-10-15`,
    `contoh,A2,${codes[1]},741750,2026-11-09`,
    `contoh,A2,${codes[1]},741750,2026-11-09`,
    `contoh,A3,123,1000,2026-11-09`,
    `contoh,A4,${codes[1]},-5,2026-11-09`,
    `contoh,A1,${codes[0]},1,2026-10-15`,
  ];
  const first = await take(...rows);
  assert.deepEqual([first.rowsWritten, first.rowsUnchanged, first.rowsRefused], [3, 1, 2]);
  assert.deepEqual(first.refusals, [
    { row: 6, column: 'amount', value: '-5', reason: 'amount_wrong' },
    { row: 7, column: 'bank_reference', value: 'A1', reason: 'told_otherwise' },
  ]);
  const again = await take(...rows);
  assert.deepEqual([again.rowsWritten, again.rowsUnchanged, again.rowsRefused], [0, 4, 2]);
  await allocatePayments(services, [payerId]);
  assert.deepEqual([(await bill('2026-09')).state, (await bill('2026-10')).state], ['paid', 'paid']);
  assert.equal((await bill('2026-10')).penalty, 0n);
  await ties();
});

test('one code paid twice: the second payment waits for the next bill', async () => {
  const { report, bill, pay, services, payerId, ties } = await world();
  await report(siti('2026-10'));
  const { billingCode, amount } = await bill('2026-10');
  await pay({ billingCode, amount, on: '2026-11-09' });
  await pay({ billingCode, amount, on: '2026-11-09' });
  assert.deepEqual(await payerAccount(services, payerId), { outstanding: 0n, credit: amount });
  await ties();
});

test('a file of a bank that is cut off, in another encoding or without its header is refused whole', async () => {
  const { services, report, bill, clock } = await world();
  await report(siti('2026-10'));
  const { billingCode } = await bill('2026-10');
  const header = 'bank,bank_reference,billing_code,amount,paid_on';
  const good = `contoh,A1,${billingCode},741750,2026-11-09`;
  const broken: readonly [Buffer, string][] = [
    [Buffer.from(`${header}\n${good}\ncontoh,"A2,${billingCode},741`), 'a quote that never ends'],
    [Buffer.from(`\uFEFF${header}\n${good}\n`, 'utf16le'), 'UTF-16'],
    [Buffer.concat([Buffer.from(`${header}\n${good}\ncontoh,A`), Buffer.from([0xe9, 0x0a])]), 'Latin-1'],
    [Buffer.from(`${good}\n`), 'no header'],
    [Buffer.from(`${header}\n${good}\ncontoh,A2,${billingCode}`), 'cut off inside a row'],
    [Buffer.from(''), 'empty'],
  ];
  const options = { keys: testKeys, now: clock.now(), onRefusal: () => {} };
  for (const [bytes, name] of broken)
    await assert.rejects(importPayments(services.database, Readable.from([bytes]), options), name);
  const kept = await services.database.one(sql`select count(*) as count from billing.payment`);
  assert.deepEqual(kept, { count: 0n });
});

test('nobody changes a bill, a charge or a payment, not even the owner of the database', async () => {
  const { owner, report, bill, pay } = await world();
  await report(siti('2026-10'));
  const { billingCode } = await bill('2026-10');
  await pay({ billingCode, amount: 10n, on: '2026-11-12' });
  for (const change of [
    sql`update billing.charge set jht = 0`,
    sql`delete from billing.allocation`,
    sql`update billing.bill set due_on = due_on + 1`,
    sql`delete from billing.payment`,
    sql`truncate billing.charge`,
  ])
    await assert.rejects(owner.run(change), /bills only grow/);
});
