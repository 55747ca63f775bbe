import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addMonths, isoDate, month, type Rupiah } from '#kernel';
import { savingsEstimate, savingsTax } from './savings-estimate.ts';
import { growSavings } from './savings-growth.ts';

const today = isoDate('2026-11-23');
const from = month('2026-11');

// what stands there, each month, months, yearly rate in 1/1000 %, contributions, return, in all
const growths: readonly (readonly [Rupiah, Rupiah, number, number, Rupiah, Rupiah, Rupiah])[] = [
  [10_000_000n, 0n, 0, 3_870, 0n, 0n, 10_000_000n],
  [10_000_000n, 0n, 2, 3_870, 0n, 64_500n, 10_064_500n], // 10.000.000 × 3,87 % × 2/12
  [10_000_000n, 0n, 12, 3_870, 0n, 389_080n, 10_389_080n], // 64.500 until December, 324.580 on 10.064.500
  [10_000_000n, 570_000n, 2, 3_870, 1_140_000n, 66_338n, 11_206_338n], // the second month earns on 10.570.000
  [0n, 570_000n, 1, 5_630, 570_000n, 0n, 570_000n], // paid at the end of its month
  [0n, 0n, 120, 5_630, 0n, 0n, 0n],
];

for (const [balance, monthly, months, rate, contributions, returned, total] of growths)
  test(`${balance} and ${months} months of ${monthly} at ${rate} grow to ${total}`, () => {
    const grown = growSavings({ balance, monthly, from, until: addMonths(from, months), rate });
    assert.deepEqual([grown.contributions, grown.returned, grown.total], [contributions, returned, total]);
  });

// paid out in one sum, tax (PP 68/2009)
for (const [amount, tax] of [
  [0n, 0n],
  [50_000_000n, 0n],
  [50_000_020n, 1n],
  [60_000_000n, 500_000n],
  [100_000_000n, 2_500_000n],
] as const)
  test(`the tax on ${amount} is ${tax}`, () => assert.equal(savingsTax(amount), tax));

const estimate = (birthDate: string, balance: Rupiah, monthly: Rupiah) =>
  savingsEstimate({
    today,
    birthDate: isoDate(birthDate),
    balance,
    monthly,
    memberSince: isoDate('2019-03-01'),
  });

test('a balance below zero earns nothing and is charged nothing, and contributions meet it first', () => {
  const from = month('2026-01');
  const grown = growSavings({ balance: -300n, monthly: 100n, from, until: month('2027-01'), rate: 12_000 });
  // From the fifth month on 100, 200, … 800 stand there at the beginning of a month; one per cent of each.
  assert.deepEqual([grown.contributions, grown.returned, grown.total], [1_200n, 36n, 936n]);
});

test('a member of 36 who goes on has 233 months of contributions before 56', () => {
  const found = estimate('1990-04-07', 86_412_350n, 725_895n);
  assert.deepEqual([found.payableOn, found.monthsToGo], ['2046-04-07', 233]);
  assert.equal(found.goOn?.low.contributions, 233n * 725_895n);
  assert.equal(found.stopNow.low.contributions, 0n);
  assert.ok(found.goOn.low.total < found.goOn.high.total);
  assert.equal(found.goOn.low.total, found.goOn.low.contributions + found.goOn.low.returned + 86_412_350n);
});

test('past 56 nothing is added to what stands there, and one who left is told what stopping yields', () => {
  for (const born of ['1970-11-23', '1970-11-30', '1950-01-01']) {
    const { monthsToGo, goOn, stopNow } = estimate(born, 60_000_000n, 500_000n);
    assert.deepEqual([monthsToGo, goOn, stopNow.high.total], [0, undefined, 60_000_000n], born);
    assert.equal(stopNow.high.afterTax, 59_500_000n);
  }
  assert.equal(estimate('1990-04-07', 60_000_000n, 0n).goOn, undefined);
});

test('a part can be taken once ten years of membership are full', () => {
  assert.deepEqual(
    estimate('1990-04-07', 86_412_350n, 0n).parts.map(({ reason, amount, since }) => [reason, amount, since]),
    [
      ['part_for_retirement', 8_641_235n, '2029-03-01'],
      ['part_for_housing', 25_923_705n, '2029-03-01'],
    ],
  );
});

const amounts = fc.bigInt({ min: 0n, max: 2_000_000_000n });
const months = fc.integer({ min: 0, max: 500 });
const rates = fc.integer({ min: 0, max: 12_000 });

test('more savings, more each month, more months and a higher return never yield less', () => {
  fc.assert(
    fc.property(amounts, amounts, months, rates, (balance, monthly, count, rate) => {
      const grow = (more: { balance?: bigint; monthly?: bigint; count?: number; rate?: number }) =>
        growSavings({
          balance: balance + (more.balance ?? 0n),
          monthly: monthly + (more.monthly ?? 0n),
          from,
          until: addMonths(from, count + (more.count ?? 0)),
          rate: rate + (more.rate ?? 0),
        }).total;
      const least = grow({});
      for (const more of [{ balance: 7n }, { monthly: 7n }, { count: 1 }, { rate: 10 }])
        assert.ok(grow(more) >= least, JSON.stringify(Object.keys(more)));
    }),
    { numRuns: 60 },
  );
});

test('the years add up to the sum, to the rupiah', () => {
  fc.assert(
    fc.property(amounts, amounts, months, rates, (balance, monthly, count, rate) => {
      const { total, contributions, returned, years } = growSavings({
        balance,
        monthly,
        from,
        until: addMonths(from, count),
        rate,
      });
      assert.equal(total, balance + contributions + returned);
      assert.equal(contributions, monthly * BigInt(count));
      assert.equal(years.at(-1)?.balance ?? balance, total);
    }),
    { numRuns: 60 },
  );
});
