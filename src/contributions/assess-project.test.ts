import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { month, type Rupiah } from '#kernel';
import { assessProject } from './assess-project.ts';
import { largestContract } from './limits.ts';

const of = (contractValue: Rupiah, text = '2024-05') => assessProject({ month: month(text), contractValue });

// contract value, JKK, JKM (PP 44/2015 Ps.54–56): each rate for its own slice
const projects: readonly (readonly [Rupiah, Rupiah, Rupiah])[] = [
  [1n, 0n, 0n],
  [50_000_000n, 105_000n, 15_000n],
  [100_000_000n, 210_000n, 30_000n],
  [100_000_001n, 210_000n, 30_000n],
  [300_000_000n, 550_000n, 70_000n],
  [500_000_000n, 890_000n, 110_000n],
  [750_000_000n, 1_215_000n, 160_000n],
  [1_000_000_000n, 1_540_000n, 210_000n],
  [2_500_000_000n, 3_190_000n, 360_000n],
  [5_000_000_000n, 5_940_000n, 610_000n],
  [12_000_000_000n, 12_240_000n, 1_310_000n],
];

for (const [contractValue, jkk, jkm] of projects) {
  test(`a project of ${contractValue} pays JKK ${jkk} and JKM ${jkm}`, () => {
    const result = of(contractValue);
    assert.ok(result.ok);
    assert.deepEqual([result.value.jkk, result.value.jkm, result.value.total], [jkk, jkm, jkk + jkm]);
    assert.equal(
      result.value.slices.reduce((sum, { slice }) => sum + slice, 0n),
      contractValue,
      'the slices are the contract',
    );
  });
}

test('a dearer project never pays less, and a rupiah more costs at most a rupiah more', () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 12n), (value) => {
      const [less, more] = [of(value), of(value + 1n)];
      assert.ok(less.ok && more.ok);
      const step = more.value.total - less.value.total;
      assert.ok(step >= 0n && step <= 2n);
    }),
  );
});

// month, value, refusal
const refusals = [
  ['2015-06', 100_000_000n, 'before_the_programme'],
  ['2020-08', 100_000_000n, 'discount_uncertain'], // PP 49/2020: what was paid first was not found
  ['2021-01', 100_000_000n, 'discount_uncertain'],
  ['2024-05', 0n, 'value_out_of_range'],
  ['2024-05', -5n, 'value_out_of_range'],
  ['2024-05', largestContract + 1n, 'value_out_of_range'],
] as const;

for (const [text, value, refusal] of refusals) {
  test(`a project of ${value} in ${text} is refused: ${refusal}`, () => {
    assert.deepEqual(of(value, text), { ok: false, refusal });
  });
}

test('the months beside the discount that is not understood are assessed', () => {
  assert.ok(of(100_000_000n, '2020-07').ok);
  assert.ok(of(100_000_000n, '2021-02').ok);
});
