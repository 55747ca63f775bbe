import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  allocatePayments,
  billOf,
  correctionsOn,
  issueBills,
  payerAccount,
  receivePayment,
  verifyBilling,
} from '#billing';
import { correctedOf, processFilings, remarksOf } from '#filings';
import { dayIn, type Month, month } from '#kernel';
import { openDatabase, sql } from '#platform';
import { cards, importPeople, importRows, now } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { approve, filingServices, handIn, newClerk, stateOf } from '../../tests/support/filings.ts';
import { differences } from '../../tests/support/money.ts';

const database = await testDatabase();
const services = filingServices(database);
// What counts is written by the job, with its own rights.
const worker = openDatabase({ url: database.url, role: 'goid_worker' });
after(() => worker.close());
const job = filingServices(worker);
const billing = { database: worker, clock: services.clock };
before(() => importPeople(database));

const reason = 'Salah ketik upah';
const report = async (of: string, card: string, wage: number) => {
  const { refusals } = await importRows(database, [`1001,${card},${of},${wage},2026-11-05,,,`]);
  assert.deepEqual(refusals, []);
  await bill();
};
async function bill() {
  await issueBills(billing);
  const payers = await database.many<{ id: string }>(sql`select employer_id as id from members.employer`);
  const ids = payers.map(({ id }) => id);
  await allocatePayments(billing, ids);
}
/** Hands a file in and lets the job look at it. */
async function filed(parts: Parameters<typeof handIn>[1]) {
  const received = await handIn(services, parts);
  assert.ok(received.ok, JSON.stringify(received));
  await processFilings(job);
  return stateOf(services, parts.clerk, received.value.filingId);
}
const wageOf = async (of: string, card: string) => {
  const rows = await database.many<{ wage: bigint; revision: number }>(sql`
    select c.wage, c.revision from contributions.contribution c join members.member_number n using (membership_id)
    where c.month = ${of} and n.member_number = ${card} order by revision desc limit 1`);
  return [rows[0]?.wage, rows[0]?.revision];
};
async function ties() {
  const found: unknown[] = await differences(database);
  for await (const difference of verifyBilling(worker)) found.push(difference);
  assert.deepEqual(found, []);
}
/** Sends a correction, approves it and lets the job take it. */
async function corrected(of: Month, rows: string) {
  const clerk = await newClerk(database);
  const shown = await filed({ clerk, of, bytes: `KPJ,UPAH\n${rows}\n`, reason });
  const { filingId } = shown.filing;
  const approved = await approve(database, { clerk, filingId, now });
  await processFilings(job);
  await bill();
  return { shown, approved, clerk, filingId, counted: await stateOf(services, clerk, filingId) };
}
// All programmes together are 9.89 % of a wage below the ceiling of JP.
const all = (wage: bigint) => (wage * 989n) / 10_000n;

test('a wage of nothing takes a month back by a correction, and is refused in a report', async () => {
  const of = month('2025-03');
  await report(of, cards.siti, 7_000_000);
  const clerk = await newClerk(database);
  const plain = await filed({ clerk, of, bytes: `KPJ,UPAH\n${cards.budi},0\n` });
  assert.deepEqual([plain.filing.rowsGood, plain.filing.rowsRefused], [0, 1]);
  const { shown, approved } = await corrected(of, `${cards.siti},0\n${cards.budi},0`);
  assert.deepEqual([shown.filing.rowsGood, shown.filing.rowsRefused, approved.ok], [1, 1, true]);
  assert.equal(shown.filing.jhtTotal, -399_000n, '5.7 % of what was reported');
  assert.deepEqual(await wageOf(of, cards.siti), [0n, 1]);
  await ties();
});

test('a correction shows old and new wage and the difference, counts when approved, and goes onto the bill', async () => {
  const of = month('2026-10');
  await report(of, cards.siti, 7_000_000);
  await report(of, cards.budi, 6_000_000);
  const { shown, counted, clerk } = await corrected(of, `${cards.siti},8000000\n${cards.budi},6000000`);
  const { filing } = shown;
  assert.deepEqual(
    [filing.state, filing.rowsRead, filing.rowsGood, filing.rowsKnown, filing.rowsRefused],
    ['checked', 2, 1, 1, 0],
  );
  assert.deepEqual(
    [filing.wageTotal, filing.jhtTotal, filing.jpTotal, filing.jkkTotal, filing.jkmTotal],
    [1_000_000n, 57_000n, 30_000n, 8900n, 3000n],
  );
  const changes = await remarksOf(database, filing.filingId);
  assert.deepEqual(
    changes.map(({ kind, lastWage, wage }) => [kind, lastWage, wage]),
    [['corrected', 7_000_000n, 8_000_000n]],
  );
  const slice = { limit: 10, offset: 0 };
  assert.deepEqual(
    (await correctedOf(database, filing.filingId, slice)).map(({ stoodShares, shares }) => [
      stoodShares,
      shares,
    ]),
    [
      [
        [399_000n, 210_000n, 62_300n, 21_000n],
        [456_000n, 240_000n, 71_200n, 24_000n],
      ],
    ],
  );
  assert.deepEqual(await correctedOf(database, filing.filingId, { ...slice, offset: 1 }), []);
  assert.deepEqual([counted.filing.state, counted.filing.rowsGood], ['counted', 1]);
  assert.deepEqual(await wageOf(of, cards.siti), [8_000_000n, 1]);
  assert.deepEqual(await wageOf(of, cards.budi), [6_000_000n, 0]);
  // October is past its due day: what is added stands on the bill of the month of the correction.
  const asked = async (one: Month) => (await billOf(billing, clerk.employerId, one))?.amount;
  assert.deepEqual([await asked(of), await asked(month('2026-11'))], [all(13_000_000n), all(1_000_000n)]);
  assert.deepEqual(await correctionsOn(database, clerk.employerId, month('2026-11')), [
    { forMonth: of, amount: all(1_000_000n) },
  ]);
  assert.deepEqual(await correctionsOn(database, clerk.employerId, of), []);
  await corrected(of, `${cards.siti},5000000`);
  const { outstanding } = await payerAccount(billing, clerk.employerId);
  assert.equal(outstanding, all(11_000_000n));
  await ties();
});

test('of a paid month a correction down becomes credit, and one up asks for the money again', async () => {
  const of = month('2026-10');
  const { employerId } = await newClerk(database);
  const october = await billOf(billing, employerId, of);
  assert.ok(october);
  const paidOn = dayIn(now);
  const payment = { bank: 'contoh', bankReference: 'R1', billingCode: october.billingCode, paidOn };
  await receivePayment(worker, { ...payment, amount: october.outstanding }, now);
  await bill();
  const before = await payerAccount(billing, employerId);
  const down = await corrected(of, `${cards.siti},4000000`);
  assert.deepEqual([down.shown.filing.wageTotal, down.shown.filing.jhtTotal], [-1_000_000n, -57_000n]);
  const after = await payerAccount(billing, employerId);
  assert.equal(after.credit - after.outstanding, before.credit - before.outstanding + all(1_000_000n));
  await corrected(of, `${cards.siti},5500000`);
  const last = await payerAccount(billing, employerId);
  assert.equal(last.credit - last.outstanding, before.credit - before.outstanding - all(500_000n));
  await ties();
});

test('rows that nobody reported, of other employers and without a reason are refused by name', async () => {
  const of = month('2026-09');
  await report(of, cards.siti, 7_000_000);
  const clerk = await newClerk(database);
  const bytes = `KPJ,UPAH\n${cards.siti},7100000\n${cards.siti},7200000\n${cards.budi},5000000\n${cards.joko},5000000\n${cards.budi},5.5\n`;
  const { filing, refusals } = await filed({ clerk, of, bytes, reason });
  assert.deepEqual(refusals, [
    [3, 'member_number', cards.siti, 'duplicate_in_file'],
    [4, 'month', of, 'nothing_to_correct'],
    [5, 'member_number', cards.joko, 'member_number_unknown'],
    [6, 'wage', '5.5', 'wage_not_whole_rupiah'],
  ]);
  assert.deepEqual([filing.rowsGood, filing.rowsRefused], [1, 4]);
  const plain = await filed({ clerk, of, bytes: `KPJ,UPAH\n${cards.siti},7100000\n` });
  assert.deepEqual(plain.refusals, [[2, 'wage', '7100000', 'reported_otherwise']]);
  for (const wrong of ['', ' ', 'x'.repeat(201)])
    assert.deepEqual(await handIn(services, { clerk, of, bytes, reason: wrong }), {
      ok: false,
      refusal: { kind: 'reason_needed' },
    });
  assert.deepEqual(await wageOf(of, cards.siti), [7_000_000n, 0], 'nothing counts before it is approved');
});

test('the file that was refused as a report is taken as a correction, and again after another one', async () => {
  const of = month('2026-08');
  await report(of, cards.siti, 7_000_000);
  const first = await corrected(of, `${cards.siti},6500000`);
  await corrected(of, `${cards.siti},6600000`);
  const again = await corrected(of, `${cards.siti},6500000`);
  assert.notEqual(again.filingId, first.filingId);
  assert.deepEqual(await wageOf(of, cards.siti), [6_500_000n, 3]);
  const same = await corrected(of, `${cards.siti},6500000`);
  assert.deepEqual(same.approved, { ok: false, refusal: 'nothing_to_count' });
  await ties();
});

test('of two corrections of one month at once the second is shown anew before it counts, and a run that begins anew changes nothing', async () => {
  const of = month('2026-07');
  await report(of, cards.siti, 7_000_000);
  const clerk = await newClerk(database);
  const shown = await Promise.all(
    [7_500_000, 7_600_000].map((wage) =>
      filed({ clerk, of, bytes: `KPJ,UPAH\n${cards.siti},${wage}\n`, reason }),
    ),
  );
  for (const { filing } of shown)
    assert.ok((await approve(database, { clerk, filingId: filing.filingId, now })).ok);
  // The first run dies with its work done and not committed.
  const dying = { ...job, database: dyingOnce() };
  await assert.rejects(processFilings(dying), /died/);
  assert.deepEqual(await wageOf(of, cards.siti), [7_000_000n, 0]);
  await Promise.all([processFilings(job), processFilings(services)]);
  assert.equal((await wageOf(of, cards.siti))[1], 1);
  const states = await Promise.all(shown.map(({ filing }) => stateOf(services, clerk, filing.filingId)));
  const second = states.find(({ filing }) => filing.state === 'checked')?.filing;
  // It now adds or takes off the difference to what the first one made of the month.
  assert.equal(second?.wageTotal === 100_000n || second?.wageTotal === -100_000n, true);
  assert.ok((await approve(database, { clerk, filingId: second?.filingId ?? '', now })).ok);
  await processFilings(job);
  assert.equal((await wageOf(of, cards.siti))[1], 2);
  // As if the word that it counted had been lost: the ids of its corrections are known.
  await database.run(sql`update filings.filing set state = 'approved' where month = ${of}`);
  await processFilings(job);
  assert.deepEqual((await wageOf(of, cards.siti))[1], 2);
  await bill();
  await ties();
});

function dyingOnce(): typeof worker {
  return Object.assign(Object.create(worker) as typeof worker, {
    transaction: (work: Parameters<typeof worker.transaction>[0]) =>
      worker.transaction(async (tx) => {
        await work(tx);
        throw new Error('died');
      }),
  });
}
