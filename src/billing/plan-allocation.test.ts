import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isoDate, month } from '#kernel';
import { monthsLate, penaltyFor } from './penalty.ts';
import { type Credit, type OpenBill, planAllocation } from './plan-allocation.ts';

test('months late: each month begun after the last day to pay', () => {
  const cases = [
    ['2026-01-15', '2026-01-15', 0],
    ['2026-01-15', '2026-01-01', 0],
    ['2026-01-15', '2026-01-16', 1],
    ['2026-01-15', '2026-02-15', 1],
    ['2026-01-15', '2026-02-16', 2],
    ['2026-01-31', '2026-02-28', 1],
    ['2026-01-31', '2026-03-01', 2],
    ['2026-01-15', '2027-01-16', 13],
  ] as const;
  for (const [due, paid, months] of cases)
    assert.equal(monthsLate(isoDate(due), isoDate(paid)), months, `${due} ${paid}`);
});

test('a penalty falls on late contributions, not on penalties and not on what may be paid later', () => {
  const late = { dueOn: isoDate('2026-01-15'), paidOn: isoDate('2026-02-20'), rate: 2000 };
  assert.equal(penaltyFor({ owed: 1_000_000n, paidBefore: 0n, paid: 1_000_000n }, late), 40_000n);
  assert.equal(penaltyFor({ owed: 1_000_000n, paidBefore: 900_000n, paid: 300_000n }, late), 4_000n);
  assert.equal(penaltyFor({ owed: 1_000_000n, paidBefore: 1_000_000n, paid: 300_000n }, late), 0n);
  assert.equal(
    penaltyFor({ owed: 25n, paidBefore: 0n, paid: 25n }, { ...late, paidOn: isoDate('2026-01-16') }),
    1n,
  );
});

const amount = fc.bigInt({ min: 1n, max: 10_000n });
const day = fc.integer({ min: 1, max: 28 }).map((of) => isoDate(`2026-03-${String(of).padStart(2, '0')}`));
const bills: fc.Arbitrary<OpenBill[]> = fc
  .array(fc.record({ amount, share: fc.integer({ min: 0, max: 150 }), on: day }), { maxLength: 6 })
  .map((rows) =>
    rows.map((row, index) => ({
      month: month(`2026-0${index + 1}`),
      segment: 'PU' as const,
      dueOn: isoDate('2026-03-15'),
      penaltyRate: 2000,
      amount: row.amount,
      penalisable: row.amount,
      parts:
        row.share === 0
          ? []
          : [
              {
                paymentId: `old${index}`,
                paidOn: row.on,
                amount: (row.amount * BigInt(row.share)) / 100n + 1n,
              },
            ],
    })),
  );
const credits: fc.Arbitrary<Credit[]> = fc
  .array(fc.record({ left: amount, paidOn: day }), { maxLength: 6 })
  .map((rows) => rows.map((row, index) => ({ paymentId: `p${index}`, ...row })));

test('whatever is billed and paid: no rupiah is lost or used twice, and nothing is left while something is owed', () => {
  fc.assert(
    fc.property(bills, credits, (owed, came) => {
      const plan = planAllocation(owed, came);
      const paid = (of: OpenBill) =>
        of.parts.reduce((sum, part) => sum + part.amount, 0n) +
        plan.filter((one) => one.month === of.month).reduce((sum, one) => sum + one.amount, 0n);
      for (const bill of owed) assert.ok(paid(bill) >= 0n && paid(bill) <= bill.amount);
      const used = (paymentId: string) =>
        plan.filter((one) => one.paymentId === paymentId).reduce((sum, one) => sum + one.amount, 0n);
      for (const { paymentId, left } of came) assert.ok(used(paymentId) >= 0n && used(paymentId) <= left);
      const before = owed.reduce(
        (sum, { parts }) => sum + parts.reduce((all, part) => all + part.amount, 0n),
        0n,
      );
      const available = before + came.reduce((sum, { left }) => sum + left, 0n);
      const usedInAll = owed.reduce((sum, bill) => sum + paid(bill), 0n);
      const owedInAll = owed.reduce((sum, bill) => sum + bill.amount, 0n);
      assert.equal(usedInAll, available < owedInAll ? available : owedInAll);
      const open = owed.findIndex((bill) => paid(bill) < bill.amount);
      if (open >= 0)
        assert.ok(
          owed
            .slice(open + 1)
            .every((bill) => plan.every((one) => one.month !== bill.month || one.amount < 0n)),
        );
    }),
  );
});
