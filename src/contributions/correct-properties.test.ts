import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { savingsSummary } from '#ledger';
import { addMonths, isoDate, month, newId } from '#kernel';
import { type Database } from '#platform';
import { cards, correct, importPeople, importRows, personOf } from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { differences } from '../../tests/support/money.ts';
import { assess } from './assess.ts';

const database = await testDatabase();
before(() => importPeople(database));
const today = isoDate('2026-11-23');

type Step = { readonly kind: 'correct'; readonly wage: bigint } | { readonly kind: 'pay' | 'post' };
const wages = fc.constantFrom(4_000_000n, 7_500_000n, 11_086_300n, 20_000_000n);
const steps = fc.array(
  fc.oneof(
    wages.map((wage): Step => ({ kind: 'correct', wage })),
    fc.constantFrom<Step>({ kind: 'pay' }, { kind: 'post' }),
  ),
  { minLength: 1, maxLength: 6 },
);

/** What one month must hold, kept by the simplest rules: what was posted at most, and what is asked for now. */
type Model = { wage: bigint; paid: bigint; posted: bigint; balance: bigint };

/** The large employer of the file: JHT 5.7 % of the wage, and the total of all programmes, by the law of the month. */
function assessed(of: string, wage: bigint) {
  const employer = { scale: 'large', riskClass: 3, labourIntensive: false, activeWorkers: 2 } as const;
  const result = assess({ month: month(of), segment: 'PU', wage, employer });
  assert.ok(result.ok);
  const savings = result.value.shares.find(({ programme }) => programme === 'JHT');
  return {
    total: result.value.total,
    savings: (savings?.employeeShare ?? 0n) + (savings?.employerShare ?? 0n),
  };
}

async function run(of: string, model: Model, step: Step): Promise<void> {
  const row = { npp: '1001', memberNumber: cards.budi, month: month(of), reason: 'Uji' };
  if (step.kind === 'correct') {
    await correct(database, [{ ...row, correctionId: newId(new Date()), wage: step.wage }]);
    model.wage = step.wage;
  } else {
    if (assessed(of, model.wage).total <= model.posted) return;
    const dates = step.kind === 'pay' ? ',,2026-11-20,' : ',,2026-11-20,2026-11-21';
    const row = `1001,${cards.budi},${of},${model.wage},2026-02-05${dates}`;
    assert.deepEqual((await importRows(database, [row])).refusals, [], row);
    const { total } = assessed(of, model.wage);
    if (total > model.paid) model.paid = total;
    if (step.kind === 'post' && total > model.posted) model.posted = total;
  }
  const now = assessed(of, model.wage);
  if (now.total <= model.posted) model.balance = now.savings;
}

async function savings(of: Database) {
  return savingsSummary(of, await personOf(of, cards.budi), today);
}

test('no rupiah is lost by any order of filing, correcting, paying and posting', async () => {
  let of = month('2024-02');
  await fc.assert(
    fc.asyncProperty(wages, steps, async (first, list) => {
      of = addMonths(of, 1);
      if (of > '2026-01') of = month('2024-02');
      const before = await savings(database);
      const known = await importRows(database, [`1001,${cards.budi},${of},${first},2026-02-05,,,`]);
      if (known.rowsWritten === 0) return;
      const model: Model = { wage: first, paid: 0n, posted: 0n, balance: 0n };
      for (const step of list) {
        await run(of, model, step);
        const found = await savings(database);
        assert.equal(found.balance - before.balance, model.balance, JSON.stringify(step, text));
        const asked = assessed(of, model.wage).savings;
        assert.equal(found.balance + found.pending - before.balance - before.pending, asked);
      }
      assert.deepEqual(await differences(database), []);
    }),
    { numRuns: 5 },
  );
});

const text = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
