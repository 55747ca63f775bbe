import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMonths, type Month } from '#kernel';
import { assessmentTerms } from '#rates';
import { parameters } from './parameters.ts';

const ceilingIn = (month: Month) =>
  assessmentTerms(month, { segment: 'PU', scale: 'large', riskClass: 1 })?.jpWageCeiling;

test('every ceiling follows from the one before by the formula of PP 45/2015 Ps.29', () => {
  const ceilings = parameters.ceilings;
  for (const [index, { amount, growthRate, from }] of ceilings.entries()) {
    const before = ceilings[index - 1];
    if (!before || growthRate === null) continue;
    const grown = (before.amount * BigInt(100_000 + growthRate)) / 100_000n;
    assert.equal(amount, grown - (grown % 100n), from);
    assert.equal(before.to, addMonths(from, -1), 'no month between two ceilings is left out');
    assert.equal(ceilingIn(addMonths(from, -1)), before.amount);
    assert.equal(ceilingIn(from), amount);
  }
  assert.equal(ceilings.length, 12);
});
