import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { isoDate, newId } from '#kernel';
import {
  closeYear,
  closedYears,
  earnedUntil,
  movementsOf,
  savingsSummary,
  savingsYearEnds,
  yearDetail,
  type YearTerms,
} from '#ledger';
import { type Database, sql } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import {
  enterSavings,
  ledgerDifferences,
  returnAccounts,
  type SavingsEntry,
  settleSavings,
} from '../../tests/support/ledger.ts';

const now = new Date('2026-11-23T03:00:00Z');
const today = isoDate('2026-11-23');
const id = () => newId(now);

const opening = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
const closing = [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

function terms(year: number, rate: number, monthWeights = opening): YearTerms {
  return {
    year,
    rate,
    method: monthWeights === opening ? 'opening' : 'closing',
    openingWeight: 12,
    monthWeights,
  };
}

const close = (database: Database, of: YearTerms, partSize?: number) =>
  closeYear(database, of, { now, accounts: returnAccounts, ...(partSize ? { partSize } : {}) });

type Line = readonly [day: string, amount: bigint];
const entries = (owner: string, lines: readonly Line[]): SavingsEntry[] =>
  lines.map(([effectiveOn, amount]) => ({
    id: id(),
    owner,
    amount: String(amount),
    effectiveOn,
    kind: amount < 0n ? 'payment' : 'contribution',
  }));

async function closed(database: Database, of: YearTerms, partSize?: number) {
  const done = await close(database, of, partSize);
  assert.ok(done.ok, inspect(done));
  return done.value;
}

/** [what, postings, return of 2024, return of 2025] of members who share a rate in 1/1000 % and the weights of months. */
type Case = readonly [string, readonly Line[], bigint, bigint];
const worlds: readonly (readonly [string, number, number[], readonly Case[]])[] = [
  [
    '5 % on the balance at the beginning of each month',
    5000,
    opening,
    [
      ['a whole year', [['2023-12-29', 20_000_000n]], 1_000_000n, 1_050_000n],
      ['less than a rupiah', [['2024-01-01', 19n]], 0n, 0n],
    ],
  ],
  [
    '6 % on the balance at the beginning of each month',
    6000,
    opening,
    [
      ['paid in January: eleven months', [['2024-01-15', 1_200_000n]], 66_000n, 75_960n],
      ['paid on the last of January: the same', [['2024-01-31', 1_200_000n]], 66_000n, 75_960n],
      ['paid in December: nothing yet', [['2024-12-01', 1_200_000n]], 0n, 72_000n],
      [
        'taken back in July',
        [
          ['2023-12-29', 1_200_000n],
          ['2024-07-10', -1_200_000n],
        ],
        42_000n,
        2520n,
      ],
      ['below zero', [['2023-12-29', -1_200_000n]], 0n, 0n],
      // Seven months below zero, then 1,200,000 above it for four: 24,000, as if the seven had not been.
      [
        'below zero until August',
        [
          ['2023-12-29', -1_200_000n],
          ['2024-08-10', 2_400_000n],
        ],
        24_000n,
        73_440n,
      ],
      // Above zero for two months, below for five, above for four.
      [
        'paid out and taken back within the year',
        [
          ['2024-01-10', 1_200_000n],
          ['2024-03-10', -2_400_000n],
          ['2024-08-10', 2_400_000n],
        ],
        36_000n,
        74_160n,
      ],
    ],
  ],
  [
    '6 % on the balance at the end of each month',
    6000,
    closing,
    [['paid in December: one month', [['2024-12-31', 1_200_000n]], 6000n, 72_360n]],
  ],
  ['nothing', 0, opening, [['a whole year', [['2023-12-29', 1_200_000n]], 0n, 0n]]],
];

for (const [name, rate, weights, cases] of worlds) {
  test(`a return of ${name} is what a clerk reckons`, async () => {
    const database = await testDatabase();
    const people = cases.map(([what, lines, ...returns]) => ({ what, lines, returns, owner: id() }));
    await enterSavings(
      database,
      [
        ...people.flatMap(({ owner, lines }) => entries(owner, lines)),
        ...entries(id(), [['2023-12-01', 1n]]),
      ],
      now,
    );
    await closed(database, terms(2023, 0, weights));
    await closed(database, terms(2024, rate, weights));
    await closed(database, terms(2025, rate, weights));
    for (const { what, lines, returns, owner } of people) {
      const years = await savingsYearEnds(database, owner, today);
      const given = [2024, 2025].map((year) => years.find((row) => row.year === year)?.returns);
      assert.deepEqual(given, returns, what);
      const all = [...lines.map(([, amount]) => amount), ...returns].reduce(
        (sum, amount) => sum + amount,
        0n,
      );
      assert.equal((await savingsSummary(database, owner, today)).balance, all, what);
    }
    assert.deepEqual(await ledgerDifferences(database), []);
  });
}

test('a year begun by a program that weighed months below zero is finished and proved as it was begun', async () => {
  const database = await testDatabase();
  const owner = id();
  const lines = [
    ['2023-12-29', -1_200_000n],
    ['2024-08-10', 2_400_000n],
  ] as const;
  await enterSavings(database, [...entries(owner, lines), ...entries(id(), [['2023-12-01', 1n]])], now);
  await closed(database, terms(2023, 0));
  // As that program begins a year: it does not know the column.
  const { year, method, rate, openingWeight, monthWeights } = terms(2024, 6000);
  await database.run(sql`select ledger.open_year(2025)`);
  await database.run(sql`
    insert into ledger.closed_year (year, state, method, rate, opening_weight, month_weights, began_at)
    values (${year}, 'closing', ${method}, ${rate}, ${openingWeight}, ${monthWeights}::smallint[], ${now})`);
  await closed(database, terms(2024, 6000));
  const years = await savingsYearEnds(database, owner, today);
  assert.equal(years.find((row) => row.year === 2024)?.returns, 0n);
  assert.deepEqual(await ledgerDifferences(database), []);
  // Until 10 October: two months of 1,200,000, and seven below zero that count for nothing.
  const { monthWeights: weights } = terms(2024, 6000);
  const elsewhere = await testDatabase();
  await enterSavings(elsewhere, entries(owner, lines), now);
  const earned = await earnedUntil(
    elsewhere,
    owner,
    { openingWeight: 12, monthWeights: weights },
    isoDate('2024-10-10'),
  );
  assert.deepEqual(earned, { balance: 1_200_000n, weight: 2_400_000n });
});

test('what rounding leaves is on the account for it, and the exact sum off the other, whatever the size of the parts', async () => {
  const seen: unknown[] = [];
  for (const partSize of [1, 3, 1000]) {
    const database = await testDatabase();
    const owners = Array.from({ length: 8 }, id);
    // 1,019 rupiah for a whole year at 5.63 % are 57.3697 rupiah each.
    await enterSavings(
      database,
      owners.flatMap((owner) => entries(owner, [['2023-06-30', 1019n]])),
      now,
    );
    await closed(database, terms(2023, 0), partSize);
    const totals = await closed(database, terms(2024, 5630), partSize);
    const controls = await database.many(sql`
      select a.name, s.balance from ledger.year_end s join ledger.ledger_account a using (ledger_account_id)
      where s.year = 2024 and a.kind = 'control' order by a.name`);
    seen.push({ totals, controls });
    assert.deepEqual(await ledgerDifferences(database), []);
  }
  const expected = {
    // 8 x 57.3697 is 458.9576: 8 x 57 to the members, 2 left, and the rest stays below a rupiah.
    totals: { accounts: 8n, balance: 8n * 1076n, returns: 456n, rounding: 2n },
    controls: [
      { name: 'contributions:JHT', balance: -8n * 1019n },
      { name: 'returns:JHT', balance: -458n },
      { name: 'rounding:JHT', balance: 2n },
    ],
  };
  assert.deepEqual(seen, [expected, expected, expected]);
});

test('a year is closed once, in its turn, when it is over, and with its own terms', async () => {
  const database = await testDatabase();
  const owner = id();
  assert.deepEqual(await close(database, terms(2024, 5000)), {
    ok: false,
    refusal: { reason: 'year_not_next', next: undefined },
  });
  await enterSavings(
    database,
    entries(owner, [
      ['2024-03-01', 1_000_000n],
      ['2025-03-01', 5n],
    ]),
    now,
  );
  const refusalOf = async (of: YearTerms) => {
    const done = await close(database, of);
    return done.ok ? 'none' : done.refusal;
  };
  assert.deepEqual(await refusalOf(terms(2026, 5000)), { reason: 'year_not_over' });
  assert.deepEqual(await refusalOf(terms(2025, 5000)), { reason: 'year_not_next', next: 2024 });
  const first = await closed(database, terms(2024, 5000));
  assert.deepEqual(await closed(database, terms(2024, 5000)), first);
  assert.deepEqual(await refusalOf(terms(2024, 6000)), {
    reason: 'closed_otherwise',
    method: 'opening',
    rate: 5000,
  });
  assert.equal((await savingsSummary(database, owner, today)).balance, 1_000_005n + 37_500n);
  assert.deepEqual(
    (await closedYears(database)).map(({ year, state }) => [year, state]),
    [[2024, 'closed']],
  );
});

test('of several who credit the same year at once all finish and one return is given', async () => {
  const database = await testDatabase();
  const owners = Array.from({ length: 30 }, id);
  await enterSavings(
    database,
    owners.flatMap((owner) => entries(owner, [['2023-06-30', 1_200_000n]])),
    now,
  );
  const all = await Promise.all([4, 7, 100].map((partSize) => closed(database, terms(2023, 6000), partSize)));
  for (const totals of all) assert.equal(totals.returns, 30n * 36_000n);
  for (const owner of owners)
    assert.equal((await savingsSummary(database, owner, today)).balance, 1_236_000n);
  assert.deepEqual(await ledgerDifferences(database), []);
});

test('nothing is dated into a closed year: what comes late counts in the open one', async () => {
  const database = await testDatabase();
  const owner = id();
  const [late, other] = [id(), id()];
  await enterSavings(
    database,
    [
      ...entries(owner, [['2024-03-01', 10n]]),
      { id: late, owner, amount: '7' },
      { id: other, owner, amount: '9' },
    ],
    new Date('2024-12-20T03:00:00Z'),
  );
  await closed(database, terms(2024, 0));
  const refusal = /closed/;
  await assert.rejects(enterSavings(database, entries(owner, [['2024-12-31', 5n]]), now), refusal);
  await assert.rejects(settleSavings(database, [{ id: late, postedOn: '2024-12-31' }]), refusal);
  // Pending, but written as of a closed year, it would be looked for in vain.
  await assert.rejects(
    enterSavings(database, [{ id: id(), owner, amount: '5' }], new Date('2024-12-20T03:00:00Z')),
    refusal,
  );
  assert.deepEqual(await savingsSummary(database, owner, today), {
    balance: 10n,
    pending: 16n,
    contributionsThisYear: 0n,
    returns: 0n,
  });
  await settleSavings(database, [{ id: late, postedOn: '2026-01-05' }, { id: other }]);
  assert.deepEqual(await savingsSummary(database, owner, today), {
    balance: 17n,
    pending: 0n,
    contributionsThisYear: 7n,
    returns: 0n,
  });
  await closed(database, terms(2025, 0));
  assert.deepEqual(await savingsSummary(database, owner, today), {
    balance: 17n,
    pending: 0n,
    contributionsThisYear: 7n,
    returns: 0n,
  });
  assert.deepEqual(await ledgerDifferences(database), []);
});

test('savings may be held in two parts, each with its own return, read as one', async () => {
  const database = await testDatabase();
  const owner = id();
  const line = { owner, effectiveOn: '2023-06-30' };
  await enterSavings(
    database,
    [
      { ...line, id: id(), amount: '1200000' },
      { ...line, id: id(), amount: '2400000', part: 'additional' },
    ],
    now,
  );
  await closed(database, terms(2023, 6000));
  assert.equal((await savingsSummary(database, owner, today)).balance, 3_600_000n + 108_000n);
  const { rows } = await movementsOf(database, owner, { limit: 10, offset: 0 });
  assert.deepEqual(
    new Set(rows.map(({ amount }) => amount)),
    new Set([1_200_000n, 2_400_000n, 36_000n, 72_000n]),
  );
  assert.deepEqual(await ledgerDifferences(database), []);
});

test('[V1.4.2] balance, pages and year ends are the same before and after years are closed', async () => {
  const days = fc
    .integer({ min: 0, max: 1700 })
    .map((count) => new Date(Date.UTC(2022, 0, 1 + count)).toISOString().slice(0, 10));
  const lines = fc.array(fc.tuple(days, fc.bigInt(1n, 10n ** 9n)), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(lines, async (list) => {
      const database = await testDatabase();
      const owner = id();
      await enterSavings(database, entries(owner, [['2022-01-01', 1n], ...list]), now);
      const read = async () => ({
        summary: await savingsSummary(database, owner, today),
        years: await savingsYearEnds(database, owner, today),
        pages: await pagesOf(database, owner),
      });
      const before = await read();
      for (const year of [2022, 2023, 2024, 2025]) {
        await closed(database, terms(year, 0));
        assert.deepEqual(await read(), before);
      }
      assert.deepEqual(await ledgerDifferences(database), []);
    }),
    { numRuns: 4 },
  );
});

test('what a member sees first costs the same however long the history is: closed years are not read', async () => {
  const database = await testDatabase();
  const owner = id();
  const lines = [2022, 2023, 2024, 2025].flatMap((year) =>
    Array.from({ length: 12 }, (_, month): Line => [
      `${year}-${String(month + 1).padStart(2, '0')}-10`,
      100_000n,
    ]),
  );
  await enterSavings(database, entries(owner, [...lines, ['2026-05-10', 1n]]), now);
  for (const year of [2022, 2023, 2024, 2025]) await closed(database, terms(year, 5000));
  const read = async () => ({
    summary: await savingsSummary(database, owner, today),
    years: await savingsYearEnds(database, owner, today),
    page: await movementsOf(database, owner, { limit: 12, offset: 0 }),
  });
  const before = await read();
  // Somebody detached the old years.
  await database.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    await tx.run(sql`delete from ledger.posting where year < 2025`);
  });
  assert.deepEqual(await read(), before);
});

async function pagesOf(database: Database, owner: string) {
  const pages: unknown[] = [];
  for (let offset = 0; ; offset += 4) {
    const { rows, more } = await movementsOf(database, owner, { limit: 4, offset });
    pages.push(rows);
    if (!more) return pages;
  }
}

test('a year in detail begins where the years before end, closed or not, and has what was written late for it', async () => {
  const database = await testDatabase();
  const owner = id();
  const late = { id: id(), owner, amount: '700' };
  const next = new Date('2026-01-05T03:00:00Z');
  await enterSavings(
    database,
    entries(owner, [
      ['2024-03-01', 1_000n],
      ['2025-03-01', 200n],
      ['2026-03-01', 30n],
    ]),
    now,
  );
  // Entered in 2026 and pending, then posted with a day of 2025 before that year is closed.
  await enterSavings(database, [late], next);
  const of = async (day: string) => {
    const {
      opening: begun,
      lines,
      closing: ended,
      isClosed,
    } = await yearDetail(database, owner, isoDate(day));
    return [begun, lines.map(({ amount }) => amount), ended, isClosed];
  };
  await closed(database, terms(2024, 0));
  assert.deepEqual(await of('2025-12-31'), [1_000n, [200n], 1_200n, false]);
  assert.deepEqual(await of('2026-11-23'), [1_200n, [30n], 1_230n, false]);
  await settleSavings(database, [{ id: late.id, postedOn: '2025-12-30' }]);
  await closed(database, terms(2025, 0));
  assert.deepEqual(await of('2024-12-31'), [0n, [1_000n], 1_000n, true]);
  assert.deepEqual(await of('2025-12-31'), [1_000n, [200n, 700n], 1_900n, true]);
  assert.deepEqual(await of('2026-11-23'), [1_900n, [30n], 1_930n, false]);
  assert.deepEqual(await of('2026-02-28'), [1_900n, [], 1_900n, false]);
});
