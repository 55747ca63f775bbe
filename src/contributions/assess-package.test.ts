import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isoDate, type Rupiah } from '#kernel';
import type { MigrantPackageId } from '#rates';
import { assessPackage, type PackageInput } from './assess-package.ts';

const input = (id: MigrantPackageId, day: string, more: Partial<PackageInput> = {}): PackageInput => ({
  package: id,
  takenOn: isoDate(day),
  ...more,
});

// package, day taken, months of an extension, savings (monthly, months), protection, savings (Permenaker 4/2023 Ps.18)
const packages: readonly (readonly [
  MigrantPackageId,
  string,
  number | undefined,
  readonly [Rupiah, number] | undefined,
  Rupiah,
  Rupiah,
])[] = [
  ['before', '2023-02-22', undefined, undefined, 37_500n, 0n],
  ['24-months', '2026-11-23', undefined, undefined, 332_500n, 0n],
  ['12-months', '2024-01-01', undefined, undefined, 189_000n, 0n],
  ['6-months', '2024-01-01', undefined, undefined, 108_000n, 0n],
  ['extension', '2025-05-01', 1, undefined, 13_500n, 0n],
  ['extension', '2025-05-01', 7, undefined, 94_500n, 0n],
  ['24-months', '2025-05-01', undefined, [50_000n, 24], 332_500n, 1_200_000n],
  ['12-months', '2025-05-01', undefined, [600_000n, 1], 189_000n, 600_000n],
];

for (const [id, day, extensionMonths, savings, protection, saved] of packages) {
  const named = savings ? `, saving ${savings[0]} for ${savings[1]} months` : '';
  test(`package ${id} taken on ${day}${named} costs ${protection} and ${saved}`, () => {
    const result = assessPackage(
      input(id, day, {
        extensionMonths,
        savings: savings && { monthly: savings[0], months: savings[1] },
      }),
    );
    assert.deepEqual(result, {
      ok: true,
      value: {
        protection,
        savings: saved,
        total: protection + saved,
        legalSource: 'Permenaker 4/2023 Ps.18',
        certainty: 'verified',
      },
    });
  });
}

// what is asked, refusal
const refusals = [
  [input('24-months', '2023-02-21'), 'package_uncertain'],
  [input('before', '2015-07-01'), 'package_uncertain'],
  [input('before', '2015-06-30'), 'package_not_known'],
  [input('extension', '2024-01-01'), 'months_out_of_range'],
  [input('extension', '2024-01-01', { extensionMonths: 25 }), 'months_out_of_range'],
  [input('extension', '2024-01-01', { extensionMonths: 1.5 }), 'months_out_of_range'],
  [input('12-months', '2024-01-01', { extensionMonths: 2 }), 'months_not_expected'],
  [input('12-months', '2024-01-01', { savings: { monthly: 49_999n, months: 1 } }), 'savings_out_of_range'],
  [input('12-months', '2024-01-01', { savings: { monthly: 600_001n, months: 1 } }), 'savings_out_of_range'],
  [input('12-months', '2024-01-01', { savings: { monthly: 50_000n, months: 0 } }), 'months_out_of_range'],
] as const;

for (const [asked, refusal] of refusals) {
  test(`package ${asked.package} on ${asked.takenOn} is refused: ${refusal}`, () => {
    assert.deepEqual(assessPackage(asked), { ok: false, refusal });
  });
}
