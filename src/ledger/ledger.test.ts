import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isoDate, newId } from '#kernel';
import { movementsOf, prepareEntries, savingsSummary, savingsYearEnds, settle } from '#ledger';
import { type Database, sql } from '#platform';
import { testDatabase } from '../../tests/support/database.ts';
import { enterSavings, type SavingsEntry } from '../../tests/support/ledger.ts';
import { raceOverTwoProcesses } from '../../tests/support/race.ts';

const database = await testDatabase();
const now = new Date('2026-11-23T03:00:00Z');
const today = isoDate('2026-11-23');
const all = { limit: 1000, offset: 0 };

type NewEntry = { id?: string; owner: string; amount: bigint; effectiveOn?: string; control?: bigint };

const handedOver = (entries: readonly NewEntry[]): SavingsEntry[] =>
  entries.map(({ id = newId(new Date()), amount, control = -amount, ...rest }) => ({
    id,
    amount: String(amount),
    control: String(control),
    ...rest,
  }));

function post(entries: readonly NewEntry[], to: Database = database) {
  return enterSavings(to, handedOver(entries), now);
}

test('an entry that does not add up to zero is refused by the database', async () => {
  await assert.rejects(
    post([{ owner: newId(new Date()), amount: 100n, control: -99n, effectiveOn: '2026-01-01' }]),
    /do not add up to zero/,
  );
});

test('an entry is entered once, whoever tries again', async () => {
  const entry = { id: newId(new Date()), owner: newId(new Date()), amount: 100n, effectiveOn: '2026-01-01' };
  assert.deepEqual(await post([entry]), { entries: 1, postings: 2 });
  await assert.rejects(post([entry]), /entry_pkey/);
  assert.equal((await savingsSummary(database, entry.owner, today)).balance, 100n);
});

test('[V2.3.4] of sixteen on two processes who enter the same entry at once, one succeeds', async () => {
  const [entry = assert.fail()] = handedOver([
    { owner: newId(new Date()), amount: 5n, effectiveOn: '2026-01-01' },
  ]);
  const answers = await raceOverTwoProcesses(database.url, { verb: 'enter', entry, now });
  assert.equal(answers.length, 16);
  const refused = answers.filter((answer) => typeof answer === 'string');
  assert.equal(refused.length, 15);
  for (const answer of refused) assert.match(answer, /entry_pkey/);
  assert.equal((await savingsSummary(database, entry.owner, today)).balance, 5n);
});

test('two entries that open the same account at once share it', async () => {
  const owner = newId(new Date());
  await Promise.all([1n, 2n, 3n, 4n].map((amount) => post([{ owner, amount, effectiveOn: '2026-01-01' }])));
  assert.equal((await savingsSummary(database, owner, today)).balance, 10n);
  const accounts = sql`select count(*) from ledger.ledger_account where owner_id = ${owner}::uuid`;
  assert.deepEqual(await database.one(accounts), { count: 1n });
});

const forbidden = [
  ['a posting', sql`update ledger.posting set amount = amount + 1`],
  ['a posting away', sql`delete from ledger.posting`],
  ['all postings at once', sql`truncate ledger.posting`],
  ['an entry away', sql`delete from ledger.entry`],
  ['all entries at once', sql`truncate ledger.entry`],
  ['the reason of an entry', sql`update ledger.entry set reason = 'other'`],
  [
    'a posted entry back to pending',
    sql`update ledger.entry set state = 'pending', effective_on = null where state = 'posted'`,
  ],
  [
    'the day of a posted entry',
    sql`update ledger.entry set effective_on = '2020-01-01' where state = 'posted'`,
  ],
  [
    'the owner of an account',
    sql`update ledger.ledger_account set owner_id = gen_random_uuid() where kind = 'savings'`,
  ],
] as const;

for (const [what, statement] of forbidden) {
  test(`even the owner of the database cannot change ${what}`, async () => {
    await post([{ owner: newId(new Date()), amount: 1n, effectiveOn: '2026-01-01' }]);
    await assert.rejects(database.run(statement), /only grows|changes only from pending/);
  });
}

test('a pending entry counts once it is posted, and never when it is voided', async () => {
  const owner = newId(new Date());
  const [first, second] = [newId(new Date()), newId(new Date())];
  await post([
    { id: first, owner, amount: 10n },
    { id: second, owner, amount: 7n },
  ]);
  assert.deepEqual(await savingsSummary(database, owner, today), {
    balance: 0n,
    pending: 17n,
    contributionsThisYear: 0n,
    returns: 0n,
  });
  await database.transaction(async (tx) => {
    await prepareEntries(tx);
    await tx.run(
      sql`insert into pg_temp.settlement values (${first}::uuid, 'posted', '2026-02-03'), (${second}::uuid, 'voided', null)`,
    );
    await settle(tx);
  });
  assert.deepEqual(await savingsSummary(database, owner, today), {
    balance: 10n,
    pending: 0n,
    contributionsThisYear: 10n,
    returns: 0n,
  });
  const again = database.transaction(async (tx) => {
    await prepareEntries(tx);
    await tx.run(sql`insert into pg_temp.settlement values (${second}::uuid, 'posted', '2026-02-03')`);
    await settle(tx);
  });
  await assert.rejects(again, /were not pending/);
});

test('[V1.4.2] balance, running balance and year ends are one and the same sum', async () => {
  const days = fc
    .integer({ min: 0, max: 2000 })
    .map((count) => new Date(Date.UTC(2020, 0, 1 + count)).toISOString().slice(0, 10));
  const lines = fc.array(fc.tuple(fc.bigInt(1n, 10n ** 9n), days), { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(lines, async (list) => {
      const owner = newId(new Date());
      await post(list.map(([amount, effectiveOn]) => ({ owner, amount, effectiveOn })));
      const total = list.reduce((sum, [amount]) => sum + amount, 0n);
      const { rows } = await movementsOf(database, owner, all);
      assert.equal(rows.length, list.length);
      assert.equal(rows[0]?.balanceAfter, total);
      for (const [index, row] of rows.entries())
        assert.equal(row.balanceAfter - row.amount, rows[index + 1]?.balanceAfter ?? 0n);
      for (const { year, balance } of await savingsYearEnds(database, owner, today)) {
        const until = list.filter(([, day]) => Number(day.slice(0, 4)) <= year);
        assert.equal(
          balance,
          until.reduce((sum, [amount]) => sum + amount, 0n),
        );
      }
      assert.equal((await savingsSummary(database, owner, today)).balance, total);
    }),
    { numRuns: 15 },
  );
});
