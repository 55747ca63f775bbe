import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isoDate, newId } from '#kernel';
import {
  closeYear,
  earnedUntil,
  enter,
  noteRewarded,
  prepareEntries,
  verifyLedger,
  type YearTerms,
} from '#ledger';
import { sql, Statement } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import {
  enterSavings,
  ledgerDifferences,
  returnAccounts,
  settleSavings,
} from '../../tests/support/ledger.ts';

/*
 * Two closed years with what can happen in them: returns, what rounding leaves, entries carried over the end and settled
 * or not, savings paid out within the year. Then somebody with all rights breaks one thing after the other.
 */
const database = await testDatabase();
const at = (day: string) => new Date(`${day}T03:00:00Z`);
const now = at('2026-11-23');
const id = () => newId(now);
const weights = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
const terms = (year: number): YearTerms => ({
  year,
  method: 'opening',
  rate: 5630,
  openingWeight: 12,
  monthWeights: weights,
});
const [siti, budi] = [id(), id()];
const [late, open, correction] = [id(), id(), id()];

await enterSavings(
  database,
  [
    { id: id(), owner: siti, amount: '1000019', effectiveOn: '2024-02-05' },
    { id: id(), owner: budi, amount: '2000017', effectiveOn: '2024-03-05' },
    ...Array.from({ length: 6 }, () => ({
      id: id(),
      owner: id(),
      amount: '1019',
      effectiveOn: '2024-01-05',
    })),
    { id: late, owner: siti, amount: '70000' },
    { id: open, owner: budi, amount: '90000' },
  ],
  at('2024-12-20'),
);
await payOut();
for (const year of [2024, 2025]) {
  const done = await closeYear(database, terms(year), { now, accounts: returnAccounts, partSize: 100 });
  assert.ok(done.ok && done.value.returns > 0n && done.value.rounding > 0n);
  if (year === 2024) await settleSavings(database, [{ id: late, postedOn: '2025-01-10' }]);
}
await enterSavings(
  database,
  [{ id: correction, owner: siti, amount: '-7', effectiveOn: '2026-02-01', kind: 'correction' }],
  now,
);

async function payOut(): Promise<void> {
  const day = isoDate('2024-07-10');
  const entryId = id();
  const { weight } = await earnedUntil(database, budi, terms(2024), day);
  assert.equal(weight, 4n * 2_000_017n);
  await enterSavings(
    database,
    [{ id: id(), owner: budi, amount: '-1000000', effectiveOn: day, kind: 'payment' }],
    at(day),
  );
  await database.transaction(async (tx) => {
    await prepareEntries(tx);
    await tx.run(sql`insert into pg_temp.new_entry (entry_id, state, kind, reason, fund, period, effective_on)
      values (${entryId}::uuid, 'posted', 'return', 'provisional_return', 'JHT', '2024', ${day}::date)`);
    await tx.run(sql`insert into pg_temp.new_posting (entry_id, owner_id, control_name, amount)
      values (${entryId}::uuid, ${budi}::uuid, null, 18000), (${entryId}::uuid, null, 'returns:JHT', -18000)`);
    await enter(tx, at(day));
    await noteRewarded(tx, budi, { entryId, year: 2024, weight: 4_000_000n });
  });
}

const accountOf = (owner: string) =>
  `(select ledger_account_id from ledger.ledger_account where owner_id = '${owner}')`;
const returnOf = (year: number, reason = 'yearly_return') =>
  `(select entry_id from ledger.entry where reason = '${reason}' and period = '${year}' order by entry_id limit 1)`;
const stray = id();

/** What is broken, how, how it is put right, and the checks that name it. */
const tamperings: readonly (readonly [
  what: string,
  breaks: string,
  mends: string,
  checks: readonly string[],
])[] = [
  [
    'a rupiah more on one side',
    `update ledger.posting set amount = amount + 1 where entry_id = '${correction}' and amount < 0`,
    `update ledger.posting set amount = amount - 1 where entry_id = '${correction}' and amount < 0`,
    ['control_total_differs', 'entry_not_balanced'],
  ],
  [
    'an entry without postings',
    `insert into ledger.entry (entry_id, state, kind, reason, fund, entered_at) values ('${stray}', 'pending', 'contribution', 'test', 'JHT', now())`,
    `delete from ledger.entry where entry_id = '${stray}'`,
    ['entry_without_postings'],
  ],
  [
    'an entry in two years',
    `update ledger.posting set year = 2027 where entry_id = '${correction}' and amount < 0`,
    `update ledger.posting set year = 2026 where entry_id = '${correction}' and amount < 0`,
    ['entry_over_several_years'],
  ],
  [
    'postings without an entry',
    `insert into ledger.posting values (${accountOf(siti)}, '${stray}', 5), (${accountOf(budi)}, '${stray}', -5)`,
    `delete from ledger.posting where entry_id = '${stray}'`,
    ['posting_without_entry'],
  ],
  [
    'a posting without an account',
    `update ledger.posting set ledger_account_id = 999999 where entry_id = '${correction}' and amount < 0`,
    `update ledger.posting set ledger_account_id = ${accountOf(siti)} where entry_id = '${correction}' and amount < 0`,
    ['posting_without_account'],
  ],
  [
    'a correction of nothing',
    `update ledger.entry set corrects_entry_id = '${stray}' where entry_id = '${correction}'`,
    `update ledger.entry set corrects_entry_id = null where entry_id = '${correction}'`,
    ['correction_of_nothing'],
  ],
  [
    'a snapshot raised',
    `update ledger.year_end set balance = balance + 3 where year = 2025 and ledger_account_id = ${accountOf(siti)}`,
    `update ledger.year_end set balance = balance - 3 where year = 2025 and ledger_account_id = ${accountOf(siti)}`,
    ['snapshot_differs', 'year_total_differs'],
  ],
  [
    'a snapshot taken away',
    `create table public.kept as select * from ledger.year_end where year = 2025 and ledger_account_id = ${accountOf(siti)}; delete from ledger.year_end where year = 2025 and ledger_account_id = ${accountOf(siti)}`,
    `insert into ledger.year_end table public.kept; drop table public.kept`,
    ['snapshot_differs', 'year_total_differs'],
  ],
  [
    'an old contribution raised on both sides',
    `update ledger.posting set amount = amount + sign(amount) * 500 where entry_id = '${late}'`,
    `update ledger.posting set amount = amount - sign(amount) * 500 where entry_id = '${late}'`,
    ['carried_differs', 'return_differs', 'snapshot_differs'],
  ],
  [
    'a return moved from one member to another',
    `update ledger.posting set amount = amount + case ledger_account_id when ${accountOf(siti)} then 9 when ${accountOf(budi)} then -9 else 0 end where entry_id = ${returnOf(2025)}`,
    `update ledger.posting set amount = amount - case ledger_account_id when ${accountOf(siti)} then 9 when ${accountOf(budi)} then -9 else 0 end where entry_id = ${returnOf(2025)}`,
    ['return_differs', 'snapshot_differs'],
  ],
  [
    'the rate of a closed year',
    `update ledger.closed_year set rate = 9000 where year = 2025`,
    `update ledger.closed_year set rate = 5630 where year = 2025`,
    ['return_differs'],
  ],
  [
    'what a part says it credited',
    `update ledger.year_part set returns = returns + 1 where year = 2025 and first_account = 1`,
    `update ledger.year_part set returns = returns - 1 where year = 2025 and first_account = 1`,
    ['year_total_differs'],
  ],
  [
    'a part taken away',
    `create table public.kept as select * from ledger.year_part where year = 2025 and first_account = 1; delete from ledger.year_part where year = 2025 and first_account = 1`,
    `insert into ledger.year_part table public.kept; drop table public.kept`,
    ['year_total_differs'],
  ],
  [
    'a pending entry forgotten over the end of the year',
    `create table public.kept as select * from ledger.carried where entry_id = '${open}' and year = 2025; delete from ledger.carried where entry_id = '${open}' and year = 2025`,
    `insert into ledger.carried table public.kept; drop table public.kept`,
    ['carried_differs'],
  ],
  [
    'months said to be rewarded that no return was given for',
    `insert into ledger.rewarded values (${accountOf(siti)}, 2026, '${stray}', 5)`,
    `delete from ledger.rewarded where entry_id = '${stray}'`,
    ['rewarded_without_return'],
  ],
  [
    'savings below zero of which nothing was paid out',
    `update ledger.posting set amount = amount + sign(amount) * 9000000 where entry_id = '${correction}'`,
    `update ledger.posting set amount = amount - sign(amount) * 9000000 where entry_id = '${correction}'`,
    ['below_zero_without_payment'],
  ],
  [
    'a guard switched off',
    `alter table ledger.posting_2025 disable trigger posting_balanced`,
    `alter table ledger.posting_2025 enable trigger posting_balanced`,
    ['trigger_missing'],
  ],
];

async function behindTheTriggers(statements: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    for (const statement of statements.split('; ')) await tx.run(new Statement([statement], []));
  });
}

for (const [what, breaks, mends, checks] of tamperings) {
  test(`verification names ${what}`, async () => {
    await behindTheTriggers(breaks);
    const found = await ledgerDifferences(database);
    await behindTheTriggers(mends);
    assert.deepEqual([...new Set(found.map(({ check }) => check))].toSorted(), checks);
    for (const { subject, expected, found: seen } of found)
      assert.ok(subject && expected && seen && expected !== seen, JSON.stringify(found));
  });
}

test('verification finds nothing in a sound ledger, and is a name for each check', async () => {
  assert.deepEqual(await ledgerDifferences(database), []);
  const named = new Set(tamperings.flatMap(([, , , checks]) => checks));
  assert.equal(named.size, 14);
  for await (const difference of verifyLedger(database)) assert.fail(JSON.stringify(difference));
});
