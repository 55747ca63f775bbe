import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { YearTotals } from '#contributions';
import { isoDate, type Rupiah } from '#kernel';
import { pensionEstimate, pensionOutcome, priceRateSince } from './pension-estimate.ts';

const today = isoDate('2026-11-23');
const bounds = { minimum: 411_400n, maximum: 4_932_300n };

// months, average wage of a month, by the formula, paid, why (bounds of 2026)
const cases: readonly (readonly [number, Rupiah, Rupiah, Rupiah, 'minimum' | 'maximum' | undefined])[] = [
  [180, 8_000_000n, 1_200_000n, 1_200_000n, undefined], // 1 % × 15 × 8.000.000
  [181, 8_000_000n, 1_206_667n, 1_206_667n, undefined],
  [240, 5_729_876n, 1_145_975n, 1_145_975n, undefined], // 1 % × 20 × the minimum wage of Jakarta
  [180, 2_327_386n, 349_108n, 411_400n, 'minimum'],
  [180, 2_742_666n, 411_400n, 411_400n, undefined],
  [360, 11_086_300n, 3_325_890n, 3_325_890n, undefined],
  [540, 11_086_300n, 4_988_835n, 4_932_300n, 'maximum'],
];

for (const [months, average, formula, amount, boundedBy] of cases)
  test(`${months} months with an average wage of ${average} yield ${amount} a month`, () => {
    const wages = average * BigInt(months);
    assert.deepEqual(pensionOutcome({ months, wages, contributions: 0n }, bounds), {
      kind: 'monthly',
      months,
      average,
      formula,
      amount,
      boundedBy,
    });
  });

test('one month short of 180 is paid in one sum, without a return that nobody knows', () => {
  assert.deepEqual(
    pensionOutcome({ months: 179, wages: 1_000_000_000n, contributions: 30_000_000n }, bounds),
    { kind: 'lump_sum', months: 179, missing: 1, contributions: 30_000_000n },
  );
});

// a year, its prices against those of 2026
for (const [year, rate] of [
  [2026, 100_000],
  [2025, 102_920], // + 2,92 %
  [2024, 104_536], // and 1,57 % before it
  [2015, 136_994],
] as const)
  test(`a wage of ${year} counts ${rate} thousandths of a percent of itself in 2026`, () =>
    assert.equal(priceRateSince(year, 2026), rate));

const yearOf = (year: number, months: number, wage: Rupiah): YearTotals => ({
  year,
  firstPensionMonth: undefined,
  pensionMonths: months,
  pensionWages: wage * BigInt(months),
  pensionContributions: ((wage * 3n) / 100n) * BigInt(months),
  pensionUnpaidMonths: 0,
  deathMonths: months,
});

test('whoever goes on reaches the 180 months, whoever stops does not', () => {
  const found = pensionEstimate({
    today,
    birthDate: isoDate('1990-04-07'),
    years: [yearOf(2025, 12, 6_000_000n), yearOf(2026, 10, 7_000_000n)],
    wage: 7_000_000n,
    monthly: 210_000n,
  });
  assert.deepEqual([found.monthsPaid, found.monthsMissing, found.monthsToGo], [22, 158, 341]);
  assert.equal(found.fullIn, '2039-12', 'November 2026 is the first of the 158');
  assert.equal(found.stopNow.kind, 'lump_sum');
  assert.deepEqual(
    found.stopNow.kind === 'lump_sum' && found.stopNow.contributions,
    12n * 180_000n + 10n * 210_000n,
  );
  // 72.000.000 × 102,92 % + 70.000.000 + 341 × 7.000.000 = 2.531.102.400, over 363 months
  assert.deepEqual(found.goOn, {
    kind: 'monthly',
    months: 363,
    average: 6_972_734n,
    formula: 2_109_252n,
    amount: 2_109_252n,
    boundedBy: undefined,
  });
});

test('whoever reaches the pension age too soon has one sum either way, and past it only what is paid counts', () => {
  const near = pensionEstimate({
    today,
    birthDate: isoDate('1970-11-30'),
    years: [yearOf(2026, 10, 7_000_000n)],
    wage: 7_000_000n,
    monthly: 210_000n,
  });
  assert.equal(near.fullIn, undefined);
  assert.deepEqual([near.monthsToGo, near.goOn?.kind, near.goOn?.months], [48, 'lump_sum', 58]);
  const past = pensionEstimate({
    today,
    birthDate: isoDate('1962-01-01'),
    years: [yearOf(2018, 12, 7_000_000n)],
    wage: 7_000_000n,
    monthly: 210_000n,
  });
  assert.deepEqual([past.monthsToGo, past.goOn, past.stopNow.kind], [0, undefined, 'lump_sum']);
});

const wages = fc.bigInt({ min: 500_000n, max: 11_086_300n });
const lives = fc.record({
  born: fc.integer({ min: 1962, max: 2005 }),
  years: fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), wages), { minLength: 1, maxLength: 12 }),
  wage: wages,
});
type Life = { born: number; years: [number, Rupiah][]; wage: Rupiah };

const estimateOf = ({ born, years, wage }: Life) =>
  pensionEstimate({
    today,
    birthDate: isoDate(`${born}-06-15`),
    years: years.map(([months, each], index) => yearOf(2015 + index, months, each)),
    wage,
    monthly: (wage * 3n) / 100n,
  });

test('a pension is never below the minimum, above the maximum, or paid for fewer than 180 months', () => {
  fc.assert(
    fc.property(lives, (life) => {
      const found = estimateOf(life);
      for (const outcome of [found.stopNow, found.goOn]) {
        if (outcome?.kind === 'monthly')
          assert.ok(
            outcome.months >= 180 && outcome.amount >= bounds.minimum && outcome.amount <= bounds.maximum,
          );
        else if (outcome) assert.equal(outcome.missing, 180 - outcome.months);
      }
    }),
  );
});

test('a higher wage or one month more never yields less', () => {
  const worth = (life: Life) => {
    const { goOn, stopNow } = estimateOf(life);
    const outcome = goOn ?? stopNow;
    return outcome.kind === 'monthly' ? outcome.amount : outcome.contributions;
  };
  fc.assert(
    fc.property(lives, fc.bigInt({ min: 1n, max: 3_000_000n }), (life, more) => {
      assert.ok(worth({ ...life, wage: life.wage + more }) >= worth(life));
      const [first, ...rest] = life.years;
      if (!first || first[0] === 12) return;
      const longer = { ...life, years: [[first[0] + 1, first[1]] as [number, Rupiah], ...rest] };
      const [before, after] = [estimateOf(life), estimateOf(longer)];
      const kind = (estimate: typeof before) => (estimate.goOn ?? estimate.stopNow).kind;
      if (kind(before) === kind(after)) assert.ok(worth(longer) >= worth(life));
      else assert.equal(kind(after), 'monthly');
    }),
  );
});
