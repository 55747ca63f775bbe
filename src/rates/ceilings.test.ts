import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMonths, type Month } from '#kernel';
import { assessmentTerms } from '#rates';
import { certaintyOf } from './certainty.ts';
import { parameters } from './parameters.ts';

const large = { segment: 'PU', scale: 'large', riskClass: 1 } as const;
const ceilingIn = (month: Month) => {
  const terms = assessmentTerms(month, large);
  return terms.ok ? terms.value.jpWageCeiling : terms.refusal;
};

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

test('after the last announced ceiling a month is refused, and never assessed with the old one', () => {
  const last = parameters.ceilings.at(-1);
  assert.ok(last?.to);
  assert.equal(ceilingIn(last.to), last.amount);
  assert.equal(ceilingIn(addMonths(last.to, 1)), 'ceiling_not_known');
  const small = assessmentTerms(addMonths(last.to, 1), { ...large, scale: 'small' });
  assert.ok(small.ok, 'who pays no JP needs no ceiling');
});

test('a ceiling that no source names follows from the formula and says so', () => {
  for (const ceiling of parameters.ceilings) assert.notEqual(certaintyOf(ceiling), 'uncertain', ceiling.from);
  const derived = parameters.ceilings.filter((ceiling) => certaintyOf(ceiling) === 'derived');
  assert.deepEqual(
    derived.map(({ from }) => from),
    ['2022-03'],
  );
});
