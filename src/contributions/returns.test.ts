import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { isoDate, newId } from '#kernel';
import {
  creditReturns,
  declaredReturns,
  declareReturn,
  importPayOuts,
  payOutSavings,
  savingsMovements,
  savingsOf,
  savingsReturns,
} from '#contributions';
import type { RowRefusal } from '#members';
import { type Database, openDatabase, sql, Statement } from '#platform';
import { cards, importPeople, importRows, now, personOf } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { differences } from '../../tests/support/money.ts';

const today = isoDate('2026-11-23');
const source = 'uji';
const method = 'monthly_opening_balance' as const;

async function declare(
  database: Database,
  year: number,
  rate: number,
  kind: 'declared' | 'provisional' = 'declared',
) {
  return declareReturn(database, { year, kind, rate, method, source, isExample: true }, now);
}

/** Siti has 570,000 a month posted in the next: December 2024 and January 2025, and one month that is not posted yet. */
async function peopled(): Promise<{
  database: Database & { readonly url: string };
  siti: string;
  budi: string;
}> {
  const database = await testDatabase();
  await importPeople(database);
  const report = await importRows(database, [
    `1001,${cards.siti},2024-11,10000000,2024-12-02,2024-12-03,2024-12-10,2024-12-11`,
    `1001,${cards.siti},2024-12,10000000,2025-01-02,2025-01-03,2025-01-10,2025-01-11`,
    `1001,${cards.budi},2024-11,10000000,2024-12-02,2024-12-03,2024-12-10,2024-12-11`,
    `1001,${cards.siti},2025-11,10000000,2025-12-02,2025-12-03,,`,
  ]);
  assert.deepEqual(report.refusals, []);
  return { database, siti: await personOf(database, cards.siti), budi: await personOf(database, cards.budi) };
}

test('a declared rate is operator data: declared anew until its year is credited, and the same again is nothing new', async () => {
  const { database } = await peopled();
  assert.deepEqual(await declare(database, 2024, 5630), { ok: true, value: { isNew: true } });
  assert.deepEqual(await declare(database, 2024, 5630), { ok: true, value: { isNew: false } });
  assert.deepEqual(await declare(database, 2024, 5000), { ok: true, value: { isNew: true } });
  assert.deepEqual(await declare(database, 2024, 100_001), { ok: false, refusal: 'rate_outside' });
  assert.deepEqual(await declare(database, 24, 5000), { ok: false, refusal: 'year_outside' });
  assert.deepEqual(await declaredReturns(database), [
    { year: 2024, kind: 'declared', rate: 5000, method, source, isExample: true },
  ]);
  assert.deepEqual(await creditReturns(database, 2025, { now }), {
    ok: false,
    refusal: { reason: 'not_declared' },
  });
  assert.ok((await creditReturns(database, 2024, { now })).ok);
  assert.deepEqual(await declare(database, 2024, 6000), { ok: false, refusal: 'crediting_begun' });
  await assert.rejects(database.run(sql`update contributions.declared_return set rate = 1`), /refused/);
});

test('returns stand apart from contributions, by year, with rate and method, and the running year is provisional', async () => {
  const { database, siti } = await peopled();
  await declare(database, 2024, 6000);
  await declare(database, 2025, 5000);
  await declare(database, 2026, 4000, 'provisional');
  for (const year of [2024, 2025]) assert.ok((await creditReturns(database, year, { now })).ok);
  // 2025: 570,000 for twelve months and 570,000 for eleven, at 5 %.
  const of2025 = ((570_000n * 12n + 570_000n * 11n) * 5n) / 1200n;
  const given = { method, isExample: true };
  assert.deepEqual(await savingsReturns(database, siti, today), [
    // Eleven months of the balance at the beginning of 2026, if it were paid today.
    {
      ...given,
      year: 2026,
      amount: ((1_140_000n + of2025) * 11n * 4n) / 1200n,
      rate: 4000,
      state: 'provisional',
    },
    { ...given, year: 2025, amount: of2025, rate: 5000, state: 'credited' },
    { ...given, year: 2024, amount: 0n, rate: 6000, state: 'credited' },
  ]);
  const savings = await savingsOf(database, siti, today);
  assert.deepEqual(
    [savings.balance, savings.pending, savings.returns],
    [1_140_000n + of2025, 570_000n, of2025],
  );
  const { rows } = await savingsMovements(database, siti, { limit: 2, offset: 0 });
  assert.deepEqual(
    rows.map(({ kind, amount, postedOn, balanceAfter }) => [kind, amount, postedOn, balanceAfter]),
    [
      ['return', of2025, '2025-12-31', 1_140_000n + of2025],
      ['contribution', 570_000n, '2025-01-11', 1_140_000n],
    ],
  );
  assert.deepEqual(await differences(database), []);
});

test('a row that says it was posted in a closed year is refused, and the month counts when it comes with a day of the open one', async () => {
  const { database, siti } = await peopled();
  for (const year of [2024, 2025]) {
    await declare(database, year, 5000);
    assert.ok((await creditReturns(database, year, { now })).ok);
  }
  const before = await savingsOf(database, siti, today);
  const late = `1001,${cards.siti},2025-10,10000000,2025-11-02,2025-11-03,2025-12-10,2025-12-11`;
  const known = `1001,${cards.siti},2025-11,10000000,2025-12-02,2025-12-03,2025-12-10,2025-12-11`;
  const { refusals } = await importRows(database, [late, known]);
  assert.deepEqual(
    refusals.map(({ column, value, reason }) => [column, value, reason]),
    [
      ['posted_on', '2025-12-11', 'year_closed'],
      ['posted_on', '2025-12-11', 'year_closed'],
    ],
  );
  const sent = [late, known].map((row) => row.replace(/2025-12-11$/, '2026-01-05'));
  assert.deepEqual((await importRows(database, sent)).refusals, []);
  assert.equal((await savingsOf(database, siti, today)).balance, before.balance + 2n * 570_000n);
  assert.deepEqual((await importRows(database, sent)).refusals, [], 'the same file again changes nothing');
  assert.deepEqual(await differences(database), []);
});

test('savings paid within the year get the provisional rate up to then, and nothing more for those months at its end', async () => {
  const { database, siti, budi } = await peopled();
  await declare(database, 2024, 0);
  assert.ok((await creditReturns(database, 2024, { now })).ok);
  const pay = (personId: string, savings: bigint, paidOn = '2025-07-10', payOutId = newId(now)) =>
    database.transaction((tx) =>
      payOutSavings(tx, { personId, payOutId, paidOn: isoDate(paidOn), savings }, now),
    );
  assert.deepEqual(await pay(budi, 570_000n), { ok: false, refusal: 'provisional_not_declared' });
  await declare(database, 2025, 4000, 'provisional');
  assert.deepEqual(await pay(budi, 570_001n), { ok: false, refusal: 'more_than_balance' });
  assert.deepEqual(await pay(budi, 570_000n, '2024-12-20'), { ok: false, refusal: 'year_closed' });
  // All of it: seven months at 4 %.
  const id = newId(now);
  const paid = { savings: 570_000n, returnAmount: (570_000n * 7n * 4n) / 1200n };
  const first = await pay(budi, 570_000n, '2025-07-10', id);
  assert.deepEqual(first, { ok: true, value: paid });
  const again = await pay(budi, 570_000n, '2025-07-10', id);
  assert.ok(again.ok && again.value.returnAmount === paid.returnAmount, 'the same pay-out pays once');
  assert.deepEqual(await pay(budi, 1n, '2025-07-10', id), { ok: false, refusal: 'paid_otherwise' });
  // A third of 1,140,000, of which half was there for seven months and half for six.
  const part = await pay(siti, 380_000n);
  assert.ok(part.ok);
  assert.equal(part.value.returnAmount, (570_000n * 13n * 4n) / (3n * 1200n));
  await declare(database, 2025, 6000);
  assert.ok((await creditReturns(database, 2025, { now })).ok);
  assert.equal((await savingsOf(database, budi, today)).balance, 0n);
  // What stayed: two thirds of the months, at the declared rate.
  const stayed = ((((570_000n * 12n + 570_000n * 11n) * 2n) / 3n) * 6n) / 1200n;
  assert.equal((await savingsOf(database, siti, today)).balance, 760_000n + stayed);
  assert.deepEqual(await differences(database), []);
});

test('a file of pay-outs by a branch gives each the provisional return once, and refuses row by row', async () => {
  const { database, siti, budi } = await peopled();
  const asWorker = openDatabase({ url: database.url, role: 'goid_worker' });
  after(() => asWorker.close());
  const take = async (...rows: string[]) => {
    const refusals: string[] = [];
    const text = ['kpj,amount,paid_on,reference', ...rows, ''].join('\n');
    const onRefusal = ({ row, column, value, reason }: RowRefusal) =>
      void refusals.push(`${row} ${column} ${value} ${reason}`);
    const report = await importPayOuts(asWorker, Readable.from([text]), { keys: testKeys, now, onRefusal });
    return [report.rowsWritten, report.rowsUnchanged, refusals];
  };
  const all = `${cards.budi},570000,2025-07-10,KC/2025/001`;
  assert.deepEqual(await take(all), [0, 0, ['2 paid_on 2025-07-10 provisional_not_declared']]);
  await declare(database, 2024, 0);
  assert.ok((await creditReturns(database, 2024, { now })).ok);
  await declare(database, 2025, 4000, 'provisional');
  // Siti's second card is the same account. The rows of one person are taken by their days.
  const first = await take(
    `${cards.siti},760001,2025-08-04,KC/2025/003`,
    all,
    `${cards.sitiBefore},380000,2025-07-10,KC/2025/002`,
    all,
    `${cards.siti},570000,2025-07-10,KC/2025/001`,
    '00000000099,1,2025-07-10,KC/2025/004',
    `${cards.siti},1,2024-12-20,KC/2025/005`,
    `${cards.siti},1,2025-02-30,KC/2025/006`,
    `${cards.siti},1,2026-11-24,KC/2025/007`,
    `${cards.siti},0,2025-07-10,KC/2025/008`,
    `3273010101900001,1,2025-07-10,KC/2025/009`,
    `${cards.siti},1,2025-07-10,KC 2025`,
    `${cards.siti},1,2025-07-10`,
  );
  assert.deepEqual(first, [
    2,
    1,
    [
      '9 paid_on 2025-02-30 date_wrong',
      '10 paid_on 2026-11-24 date_in_future',
      '11 amount 0 amount_wrong',
      '12 kpj ••• member_number_wrong',
      '13 reference KC 2025 reference_wrong',
      '14   column_count_wrong',
      '2 amount 760001 more_than_balance',
      '6 reference KC/2025/001 paid_otherwise',
      '7 kpj 00000000099 member_number_unknown',
      '8 paid_on 2024-12-20 year_closed',
    ],
  ]);
  const seven = (570_000n * 7n * 4n) / 1200n;
  const shown = await savingsMovements(database, budi, { limit: 2, offset: 0 });
  assert.deepEqual(
    shown.rows.map(({ kind, amount, postedOn, balanceAfter }) => [kind, amount, postedOn, balanceAfter]),
    [
      ['payment', -570_000n - seven, '2025-07-10', 0n],
      ['return', seven, '2025-07-10', 570_000n + seven],
    ],
  );
  assert.deepEqual(await take(all, `${cards.siti},380000,2025-07-10,KC/2025/002`), [0, 2, []]);
  const otherwise = [
    `${cards.budi},570000,2025-07-11,KC/2025/001`,
    `${cards.budi},1,2025-07-10,KC/2025/001`,
    `${cards.siti},570000,2025-07-10,KC/2025/001`,
  ];
  assert.deepEqual(await take(...otherwise), [
    0,
    0,
    [2, 3, 4].map((row) => `${row} reference KC/2025/001 paid_otherwise`),
  ]);
  assert.deepEqual(
    await take(`${cards.budi},1,2025-06-02,KC/2025/010`),
    [0, 0, ['2 amount 1 more_than_balance']],
    'what was there on an earlier day was paid since',
  );
  assert.equal((await savingsOf(database, siti, today)).balance, 760_000n);
  assert.deepEqual(await differences(database), []);
});

test('of two pay-outs of all savings at once one is paid', async () => {
  const { database, budi } = await peopled();
  await declare(database, 2025, 4000, 'provisional');
  const all = await Promise.all(
    Array.from({ length: 4 }, () =>
      database.transaction((tx) =>
        payOutSavings(
          tx,
          { personId: budi, payOutId: newId(now), paidOn: isoDate('2025-07-10'), savings: 570_000n },
          now,
        ),
      ),
    ),
  );
  assert.equal(all.filter(({ ok }) => ok).length, 1);
  assert.equal((await savingsOf(database, budi, today)).balance, 0n);
  assert.deepEqual(await differences(database), []);
});

/** What somebody with all rights breaks, how it is put right, and the check that names it. */
const tamperings = [
  [
    'a pay-out raised',
    'update contributions.pay_out set savings = savings + 1',
    'update contributions.pay_out set savings = savings - 1',
    'payment_differs',
  ],
  [
    'a pay-out taken away',
    'create table public.kept as table contributions.pay_out',
    'drop table public.kept',
    'payment_differs',
  ],
  [
    'another rate than was credited',
    "update contributions.declared_return set rate = 9 where kind = 'declared'",
    "update contributions.declared_return set rate = 5000 where kind = 'declared'",
    'return_not_declared',
  ],
  [
    'a share changed',
    'update contributions.contribution set jht_employee = jht_employee + 1',
    'update contributions.contribution set jht_employee = jht_employee - 1',
    'savings_differ',
  ],
  [
    'a share changed',
    'update contributions.contribution set jht_employee = jht_employee + 1',
    'update contributions.contribution set jht_employee = jht_employee - 1',
    'employer_month_differs',
  ],
  [
    'a day changed',
    "update contributions.contribution set posted_on = '2024-12-12' where posted_on = '2024-12-11'",
    "update contributions.contribution set posted_on = '2024-12-11' where posted_on = '2024-12-12'",
    'entry_differs',
  ],
] as const;

test('verification names each difference between what was reported, declared and paid and the ledger', async () => {
  const { database, budi } = await peopled();
  await declare(database, 2025, 4000, 'provisional');
  await database.transaction((tx) =>
    payOutSavings(
      tx,
      { personId: budi, payOutId: newId(now), paidOn: isoDate('2025-07-10'), savings: 1n },
      now,
    ),
  );
  await declare(database, 2024, 5000);
  assert.ok((await creditReturns(database, 2024, { now })).ok);
  const behindTheTriggers = (statements: readonly string[]) =>
    database.transaction(async (tx) => {
      await tx.run(sql`set local session_replication_role = replica`);
      for (const statement of statements) await tx.run(new Statement([statement], []));
    });
  for (const [what, breaks, mends, check] of tamperings) {
    const takesAway = breaks.startsWith('create');
    await behindTheTriggers(takesAway ? [breaks, 'delete from contributions.pay_out'] : [breaks]);
    const found = (await differences(database)) as { check: string }[];
    await behindTheTriggers(
      takesAway ? ['insert into contributions.pay_out table public.kept', mends] : [mends],
    );
    assert.ok(
      found.some((difference) => difference.check === check),
      `${what}: ${JSON.stringify(found)}`,
    );
  }
  assert.deepEqual(await differences(database), []);
});
