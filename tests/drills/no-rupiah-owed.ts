import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  allocatePayments,
  askRefund,
  billsOf,
  decideRefund,
  issueBills,
  payerAccount,
  receivePayment,
  receiveReversal,
  reversedAfterRefund,
  sendRefunds,
  verifyBilling,
} from '#billing';
import { creditReturns, declareReturn, payOutSavings, savingsOf } from '#contributions';
import { processFilings } from '#filings';
import { addMonths, dayIn, fixedClock, isoDate, type Month, month, newId } from '#kernel';
import { sql } from '#platform';
import { joinRecords } from '#privacy';
import { cards, importPeople, importRows, personOf } from '../support/contributions.ts';
import { testDatabase } from '../support/database.ts';
import { approve, filed, filingServices, newClerk } from '../support/filings.ts';
import { testKeys } from '../support/keys.ts';
import { differences } from '../support/money.ts';

/*
 * An employer's own book beside the program: the wage of each worker and month that it has reported last (none once it took the month back), what it has paid,
 * and what was paid out to its workers. Whatever is filed, corrected, paid (under, over, twice), refunded, taken back by the
 * bank, paid out, credited and merged in whatever order, the program owes and holds the same rupiah.
 */
const members = ['siti', 'budi'] as const;
const first = month('2025-10');
const monthsLong = 5;

const step = fc.oneof(
  fc.record({
    what: fc.constantFrom('file', 'file', 'correct', 'correct', 'takeBack'),
    member: fc.constantFrom(...members),
    back: fc.integer({ min: 1, max: 3 }),
    tenThousands: fc.integer({ min: 300, max: 900 }),
  }),
  fc.record({
    what: fc.constantFrom('exact', 'under', 'over', 'twice', 'payOut', 'refund', 'reverse', 'merge'),
    member: fc.constantFrom(...members),
    back: fc.constant(1),
    tenThousands: fc.integer({ min: 1, max: 90 }),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
const calendar = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), {
  minLength: monthsLong,
  maxLength: monthsLong,
});

/** All programmes together are 9.89 % of a wage below the ceiling of JP, of which JHT is 5.7 %; JKK in class III. */
const shares = (wage: bigint) => (wage * 989n) / 10_000n;
const savings = (wage: bigint) => (wage * 57n) / 1000n;

/** Members' balances, bills and payments tie with the employer's own book after any sequence. */
export async function compareWithEmployer({ runs }: { readonly runs: number }): Promise<void> {
  await fc.assert(
    fc.asyncProperty(calendar, async (list) => {
      const world = await begin();
      for (const [index, steps] of list.entries()) {
        const present = addMonths(first, index);
        const to = new Date(`${present}-11T03:00:00Z`).getTime();
        world.clock.advance((to - world.clock.now().getTime()) / 1000);
        if (present === '2026-01') await closeYear(world);
        for (const each of steps) {
          await moves[each.what](world, each, present);
          await settle(world);
        }
        await compare(world);
      }
      await moves.exact(world);
      await settle(world);
      await compare(world);
    }),
    { numRuns: runs },
  );
}

async function begin() {
  const database = await testDatabase();
  await importPeople(database);
  const at = new Date('2025-09-02T03:00:00Z');
  for (const year of [2025, 2026]) {
    const terms = { year, method: 'monthly_opening_balance', source: 'uji', isExample: true } as const;
    await declareReturn(database, { ...terms, kind: 'declared', rate: 5630 }, at);
    await declareReturn(database, { ...terms, kind: 'provisional', rate: 4000 }, at);
  }
  // The ledger begins here, whatever happens then.
  const row = `1003,${cards.joko},2025-08,10000000,2025-09-02,2025-09-02,2025-09-02,2025-09-02`;
  assert.deepEqual((await importRows(database, [row], at)).refusals, []);
  const clock = fixedClock(new Date(`${first}-11T03:00:00Z`));
  const persons = {
    siti: await personOf(database, cards.siti),
    budi: await personOf(database, cards.budi),
    joko: await personOf(database, cards.joko),
  };
  const clerk = await newClerk(database);
  const services = { ...filingServices(database), clock };
  const wages = new Map<string, bigint>();
  return {
    database,
    clock,
    persons,
    clerk,
    services,
    wages,
    /** What came in, less what went back to the employer or to the bank. */
    paid: 0n,
    received: 0n,
    /** What went to the employer and to the bank too. */
    twiceGone: 0n,
    paidOut: 0n,
    returned: 0n,
    payments: [] as { bankReference: string; amount: bigint; refunded: bigint; reversed: boolean }[],
  };
}
type World = Awaited<ReturnType<typeof begin>>;
type Move = (world: World, step: Step | undefined, present: Month) => Promise<void>;

/** What can happen; whatever else comes to move money is one more line and its effect on the book. */
const moves = {
  file: (world, each, present) => send(world, each, addMonths(present, -1), undefined),
  correct: (world, each, present) => send(world, each, addMonths(present, -(each?.back ?? 1)), 'Salah ketik'),
  takeBack: (world, each, present) =>
    send(world, each && { ...each, tenThousands: 0 }, addMonths(present, -(each?.back ?? 1)), 'Sudah keluar'),
  exact: (world) => pay(world, (owed) => owed),
  under: (world) => pay(world, (owed) => (owed > 1n ? owed / 2n : 0n)),
  over: (world, each) => pay(world, (owed) => owed + BigInt(each?.tenThousands ?? 0) * 10_001n),
  twice: (world) => pay(world, (owed) => owed, 2),
  payOut: async (world, each, present) => {
    const { database, persons, clock } = world;
    const amount = BigInt(each?.tenThousands ?? 0) * 10_000n;
    const asked = {
      personId: persons[each?.member ?? 'siti'],
      payOutId: newId(clock.now()),
      paidOn: isoDate(`${present}-11`),
      savings: amount,
    };
    const done = await database.transaction((tx) => payOutSavings(tx, asked, clock.now()));
    if (done.ok) world.paidOut += amount;
    else assert.equal(done.refusal, 'more_than_balance');
  },
  refund: (world, each) => refund(world, (each?.tenThousands ?? 0) % 2 === 1),
  reverse: (world) => reverse(world),
  merge: (world, each) => merge(world, each?.member ?? 'siti', (each?.tenThousands ?? 0) % 3),
} satisfies Record<Step['what'], Move>;

async function send(
  { services, clerk, database, wages, clock }: World,
  each: Step | undefined,
  of: Month,
  reason: string | undefined,
): Promise<void> {
  if (!each) return;
  const wage = BigInt(each.tenThousands) * 10_000n;
  const key = `${each.member} ${of}`;
  const stood = wages.get(key);
  const bytes = `KPJ,UPAH\n${cards[each.member]},${wage}\n`;
  const { filing } = await filed(services, { clerk, of, bytes, ...(reason ? { reason } : {}) });
  const counts = reason ? stood !== undefined && stood !== wage : stood === undefined;
  assert.equal(filing.rowsGood, counts ? 1 : 0, `${each.what} ${key}`);
  const { filingId } = filing;
  const approved = await approve(database, { clerk, filingId, now: clock.now() });
  assert.equal(approved.ok, counts);
  await processFilings(services);
  if (counts) wages.set(key, wage);
}

async function pay(world: World, amountFor: (owed: bigint) => bigint, times = 1): Promise<void> {
  const { services, database, clerk, clock } = world;
  const bills = await billsOf(services, clerk.employerId, { limit: 20, offset: 0 });
  const { outstanding } = await payerAccount(services, clerk.employerId);
  const amount = amountFor(outstanding);
  const [bill] = bills;
  if (!bill || amount <= 0n) return;
  const bankReference = `R${world.payments.length}`;
  const { billingCode } = bill;
  const paidOn = dayIn(clock.now());
  const payment = { bank: 'contoh', bankReference, billingCode, paidOn, amount };
  for (let told = 0; told < times; told += 1) {
    const received = await receivePayment(database, payment, clock.now());
    assert.deepEqual(received, { ok: true, value: { state: told === 0 ? 'new' : 'again', matched: true } });
  }
  const otherwise = await receivePayment(database, { ...payment, amount: amount + 1n }, clock.now());
  assert.equal(otherwise.ok, false);
  world.paid += amount;
  world.received += amount;
  world.payments.push({ bankReference, amount, refunded: 0n, reversed: false });
}

/** All that is over goes back; of `returned` the bank could not pay it out. */
async function refund(world: World, returned: boolean): Promise<void> {
  const { services, database, clerk, clock } = world;
  const { outstanding, credit } = await payerAccount(services, clerk.employerId);
  const [accountId, first, second] = [newId(clock.now()), newId(clock.now()), newId(clock.now())];
  const destination = { bank: 'Bank Contoh', number: '0012345678', holder: 'PT Besar' };
  const asked = { payerId: clerk.employerId, amount: credit, destination, accountId };
  const taken = await askRefund({ database, keys: testKeys, clock }, asked);
  assert.equal(taken.ok, outstanding === 0n && credit > 0n);
  if (!taken.ok) return;
  const { refundId } = taken.value;
  for (const officerId of [first, second])
    assert.ok((await decideRefund({ database, clock }, { refundId, officerId, decision: 'approve' })).ok);
  assert.ok(await sendRefunds({ database, clock }, first));
  if (returned) {
    for (const officerId of [first, second])
      assert.ok((await decideRefund({ database, clock }, { refundId, officerId, decision: 'returned' })).ok);
    return;
  }
  world.paid -= credit;
  const parts = await database.many<{ bankReference: string; amount: bigint }>(sql`
    select bank_reference as "bankReference", r.amount from billing.refund_part r join billing.payment using (payment_id)
    where refund_id = ${refundId}`);
  for (const { bankReference, amount } of parts) {
    const payment = world.payments.find((one) => one.bankReference === bankReference);
    if (payment) payment.refunded += amount;
  }
}

/** The bank takes the newest payment back that it did not take back before. */
async function reverse(world: World): Promise<void> {
  const { database, clock } = world;
  const payment = world.payments.findLast(({ reversed }) => !reversed);
  if (!payment) return;
  const { bankReference, amount, refunded } = payment;
  const reversal = { bank: 'contoh', bankReference, reversalReference: `X${bankReference}`, amount };
  const told = { ...reversal, reversedOn: dayIn(clock.now()) };
  for (const state of ['new', 'again'])
    assert.deepEqual(await receiveReversal(database, told, clock.now()), { ok: true, value: { state } });
  payment.reversed = true;
  world.paid -= amount - refunded;
  world.twiceGone += refunded;
}

/** The record of another employer's worker, or of the other worker, goes into this one's. */
async function merge(
  { database, persons, wages, clock }: World,
  member: (typeof members)[number],
  which: number,
): Promise<void> {
  const other = which > 0 ? 'joko' : member === 'siti' ? 'budi' : 'siti';
  const [gone, stays] = [persons[other], persons[member]];
  if (gone === stays) return;
  const now = clock.now();
  const merging = { mergingId: newId(now), gone, stays, caseNumber: 'UJI', now };
  const done = await database.transaction((tx) => joinRecords(tx, merging));
  const monthsOf = (person: string) =>
    members
      .filter((name) => persons[name] === person)
      .flatMap((name) => [...wages.keys()].filter((key) => key.startsWith(name)).map((key) => key.slice(-7)));
  const staying = new Set(monthsOf(stays));
  if (monthsOf(gone).some((of) => staying.has(of)))
    return assert.deepEqual(done, { ok: false, refusal: 'double_months' });
  assert.ok(done.ok);
  for (const name of ['siti', 'budi', 'joko'] as const) if (persons[name] === gone) persons[name] = stays;
}

async function settle({ services, clerk }: World): Promise<void> {
  await issueBills(services);
  await allocatePayments(services, [clerk.employerId]);
}

async function closeYear(world: World): Promise<void> {
  const credited = await creditReturns(world.database, 2025, { now: world.clock.now(), partSize: 2 });
  assert.ok(credited.ok);
  world.returned += credited.value.returns;
}

async function compare(world: World): Promise<void> {
  const { database, services, clerk, wages, persons, clock } = world;
  const sum = (of: (wage: bigint) => bigint) =>
    [...wages.values()].reduce((total, wage) => total + of(wage), 0n);
  const bills = await billsOf(services, clerk.employerId, { limit: 40, offset: 0 });
  for (const { jht, jp, jkk, jkm, penalty, amount, month: of } of bills)
    assert.equal(jht + jp + jkk + jkm + penalty, amount, of);
  const penalties = bills.reduce((total, { penalty }) => total + penalty, 0n);
  const { outstanding, credit } = await payerAccount(services, clerk.employerId);
  assert.equal(outstanding - credit, sum(shares) + penalties - world.paid, 'owed is reported less paid');
  const today = dayIn(clock.now());
  const people = [...new Set(Object.values(persons))];
  const held = await Promise.all(people.map((id) => savingsOf(database, id, today)));
  const [balance, pending] = [
    held.reduce((total, one) => total + one.balance, 0n),
    held.reduce((total, one) => total + one.pending, 0n),
  ];
  const joko = savings(10_000_000n);
  assert.equal(
    balance + pending,
    sum(savings) + joko + world.returned - world.paidOut,
    'members hold it all',
  );
  if (outstanding === 0n) assert.equal(pending, 0n, 'what is paid is posted');
  const { posted } = await database.one<{ posted: bigint }>(postedShares);
  assert.ok(posted <= world.received, 'nothing is posted that nobody paid');
  const gone = (await reversedAfterRefund(database)).reduce((total, one) => total + one.refunded, 0n);
  assert.equal(gone, world.twiceGone, 'officers see what to ask the employer for');
  const found: unknown[] = await differences(database);
  for await (const difference of verifyBilling(database)) found.push(difference);
  assert.deepEqual(found, []);
}

const postedShares = sql`
  select coalesce(sum(coalesce(jht_employer, 0) + coalesce(jht_employee, 0) + coalesce(jp_employer, 0)
    + coalesce(jp_employee, 0) + coalesce(jkk_employer, 0) + coalesce(jkm_employer, 0)), 0)::bigint as posted
  from contributions.contribution join members.employer using (employer_id)
  where npp = '1001' and posted_on is not null and not superseded`;
