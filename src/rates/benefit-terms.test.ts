import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, isoDate } from '#kernel';
import {
  deathTermsOn,
  heirOrderOf,
  jobLossTermsOn,
  pensionBounds,
  pensionTerms,
  programmes,
  scholarshipTermsOn,
} from '#rates';

test('every lowest and highest pension follows from the one before by the formula of PP 45/2015 Ps.18', () => {
  const rows = pensionBounds();
  const next = (amount: bigint, rate: number, step: bigint) => {
    const grown = amount * BigInt(100_000 + rate);
    const whole = step * 100_000n;
    return ((grown + whole - 1n) / whole) * step;
  };
  for (const [index, { from, minimum, maximum, inflationRate }] of rows.entries()) {
    const before = rows[index - 1];
    if (!before || inflationRate === null) continue;
    const step = from < '2020' ? 50n : 100n;
    assert.deepEqual(
      [next(before.minimum, inflationRate, step), next(before.maximum, inflationRate, step)],
      [minimum, maximum],
      from,
    );
    assert.equal(before.to, addDays(from, -1), 'no day between two lines is left out');
  }
  assert.equal(rows.length, 12);
  assert.equal(rows.at(-1)?.to, null);
});

test('the steps of the pension age leave out no day and rise by a year each (PP 45/2015 Ps.15)', () => {
  const { ages } = pensionTerms;
  for (const [index, { age, from }] of ages.entries()) {
    const before = ages[index - 1];
    if (before) assert.deepEqual([before.to, before.age], [addDays(from, -1), age - 1], from);
  }
  assert.equal(ages.at(-1)?.age, 65);
});

test('the day of the event decides which law holds', () => {
  assert.equal(deathTermsOn(isoDate('2019-12-01'))?.standing, 'uncertain');
  assert.equal(deathTermsOn(isoDate('2019-12-02'))?.lumpSum, 20_000_000n);
  assert.deepEqual(
    jobLossTermsOn(isoDate('2025-02-06'))?.steps.map(({ rate }) => rate),
    [45_000, 25_000],
  );
  assert.deepEqual(
    jobLossTermsOn(isoDate('2025-02-07'))?.steps.map(({ rate }) => rate),
    [60_000],
  );
  assert.equal(jobLossTermsOn(isoDate('2021-02-01')), undefined);
});

test('the scholarship of one child over all levels is at most 87.000.000', () => {
  const levels = scholarshipTermsOn(isoDate('2026-11-23'))?.levels ?? [];
  assert.equal(
    levels.reduce((sum, { perYear, years }) => sum + perYear * BigInt(years), 0n),
    87_000_000n,
  );
});

test('every programme but JKP has its order of heirs', () => {
  assert.deepEqual(
    programmes.filter((programme) => !heirOrderOf(programme)),
    ['JKP'],
  );
});
