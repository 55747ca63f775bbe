import assert from 'node:assert/strict';
import { test } from 'node:test';
import { month, type Rupiah } from '#kernel';
import { checkMinimumWage, minimumWageOf, type MinimumWageState } from '#rates';
import { parameters } from './parameters.ts';

// month, province, wage, answer, compared with
const cases: readonly (readonly [
  string,
  string | undefined,
  Rupiah,
  MinimumWageState,
  Rupiah | undefined,
])[] = [
  ['2026-05', '31', 5_729_876n, 'met', 5_729_876n],
  ['2026-05', '31', 5_729_875n, 'below_province', 5_729_876n],
  ['2025-12', '31', 5_400_000n, 'met', 5_396_761n],
  ['2026-01', '31', 5_400_000n, 'below_province', 5_729_876n], // the year turns in January
  ['2026-05', '33', 2_317_600n, 'below_lowest', 2_317_601n], // Jawa Barat has the lowest of 2026
  ['2026-05', '31', 999_999n, 'below_floor', 1_000_000n],
  ['2026-05', undefined, 5_000_000n, 'not_known', undefined],
  ['2023-05', '31', 1_968_168n, 'below_lowest', 1_968_169n], // SE B/12/012023
  ['2023-05', '31', 1_968_169n, 'not_known', undefined],
  ['2024-05', '31', 999_999n, 'below_floor', 1_000_000n],
  ['2024-05', '31', 1_000_000n, 'not_known', undefined], // no figure of 2024 is there
  ['2022-12', '31', 500_000n, 'not_known', undefined], // before the letter
];

for (const [of, province, wage, state, amount] of cases) {
  test(`a wage of ${wage} in ${of}, province ${province ?? 'unknown'}: ${state}`, () => {
    const found = checkMinimumWage(month(of), province, wage);
    assert.deepEqual([found.state, found.compared?.amount], [state, amount]);
  });
}

test('what no second source confirms is an example of the demonstration (contoh) and says so', () => {
  assert.equal(minimumWageOf(month('2026-05'), '16')?.example, false);
  assert.equal(minimumWageOf(month('2026-05'), '11')?.example, true);
  for (const { verified, example } of parameters.minimumWages.minimumWages)
    assert.equal(verified, example === undefined);
});

test('each year has every province once, so that its lowest is the lowest of all', () => {
  for (const year of [2025, 2026]) {
    const codes = parameters.minimumWages.minimumWages
      .filter((line) => line.year === year)
      .map(({ provinceCode }) => provinceCode);
    assert.equal(new Set(codes).size, 38, String(year));
    assert.equal(codes.length, 38, String(year));
  }
});
