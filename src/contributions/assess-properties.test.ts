import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addMonths, isoDate, month, monthsBetween, type Rupiah, sumRupiah } from '#kernel';
import { type ContributionSegment, contributionSegments, employerScales, riskClasses } from '#rates';
import { assess, type Assessment, type AssessmentInput } from './assess.ts';

const first = month('2015-07');
const today = month('2026-11');
const lawfulMonths = fc
  .integer({ min: 0, max: monthsBetween(first, today) })
  .map((count) => addMonths(first, count));
const employers = fc.record({
  scale: fc.constantFrom(...employerScales),
  riskClass: fc.constantFrom(...riskClasses),
  labourIntensive: fc.boolean(),
  activeWorkers: fc.integer({ min: 1, max: 100 }),
});
const wages = fc.oneof(
  fc.bigInt(1n, 10n ** 12n),
  fc.bigInt(1n, 30_000_000n),
  fc.constantFrom(1_000_000n, 11_086_299n, 11_086_300n, 11_086_301n),
);
const inputs: fc.Arbitrary<AssessmentInput> = fc.record({
  month: lawfulMonths,
  segment: fc.constantFrom<ContributionSegment>('PU', 'PU', 'BPU', 'JAKON'),
  wage: wages,
  employer: employers,
  earliestUnpaidMonth: fc.constantFrom(undefined, ...['2020-07', '2025-01', '2025-02'].map(month)),
  memberSince: fc.constantFrom(undefined, ...['2020-07', '2020-09'].map(month)),
  paidOn: fc.constantFrom(undefined, isoDate('2026-06-30'), isoDate('2026-07-01')),
  transportWorker: fc.boolean(),
  paidByState: fc.boolean(),
  grantedOnRequest: fc.boolean(),
  withoutSavings: fc.boolean(),
});

const shareOf = (of: Assessment, programme: string): Rupiah =>
  sumRupiah(
    of.shares
      .filter((share) => share.programme === programme)
      .map(({ employeeShare, employerShare }) => employeeShare + employerShare),
  );

/** Runs the check for every wage that can be assessed; the others are refused by name. */
function forEveryAssessed(check: (of: Assessment, input: AssessmentInput) => void): void {
  fc.assert(
    fc.property(inputs, (input) => {
      const result = assess(input);
      if (result.ok) check(result.value, input);
      else assert.equal(result.refusal, 'band_not_known');
    }),
    { numRuns: 2_000 },
  );
}

test('shares add up to the total, and none is negative', () => {
  forEveryAssessed(({ shares, total }) => {
    assert.equal(sumRupiah(shares.map((one) => one.employeeShare + one.employerShare)), total);
    for (const { employeeShare, employerShare } of shares)
      assert.ok(employeeShare >= 0n && employerShare >= 0n);
  });
});

test('JKP never changes the bill: it is no share, and takes no more than JKK and JKM hold', () => {
  forEveryAssessed((of) => {
    assert.equal(shareOf(of, 'JKP'), 0n);
    if (!of.jkp) return;
    assert.ok(of.jkp.fromJkk >= 0n && of.jkp.fromJkk <= shareOf(of, 'JKK'));
    assert.ok(of.jkp.fromJkm >= 0n && of.jkp.fromJkm <= shareOf(of, 'JKM'));
  });
});

test('a discount never takes a share below zero nor touches JHT and JP, and what may wait is part of JP', () => {
  forEveryAssessed((of, input) => {
    const full = assess({
      ...input,
      earliestUnpaidMonth: month('2015-07'),
      employer: { scale: 'large', riskClass: 1, ...input.employer, labourIntensive: false, activeWorkers: 0 },
      paidByState: true,
      transportWorker: false,
    });
    assert.ok(full.ok);
    for (const programme of ['JKK', 'JKM'])
      assert.ok(shareOf(of, programme) <= shareOf(full.value, programme));
    for (const programme of ['JHT', 'JP'])
      assert.equal(shareOf(of, programme), shareOf(full.value, programme));
    assert.ok(of.deferred >= 0n && of.deferred <= shareOf(of, 'JP'));
  });
});

test('a higher wage never pays less, and above the ceiling JP stands still', () => {
  fc.assert(
    fc.property(inputs, wages, (input, other) => {
      const [low, high] = input.wage < other ? [input.wage, other] : [other, input.wage];
      const [less, more] = [assess({ ...input, wage: low }), assess({ ...input, wage: high })];
      if (!less.ok || !more.ok) return;
      for (const programme of ['JHT', 'JP', 'JKK', 'JKM'])
        assert.ok(shareOf(less.value, programme) <= shareOf(more.value, programme), programme);
      if (low >= 11_086_300n)
        assert.equal(shareOf(less.value, 'JP'), shareOf(more.value, 'JP'), 'no ceiling was higher');
    }),
    { numRuns: 2_000 },
  );
});

test('each share is the wage times its rate rounded half up, within half a rupiah (decision 4)', () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 12n), fc.constantFrom(...riskClasses), (wage, riskClass) => {
      const employer = { scale: 'large', riskClass, labourIntensive: false, activeWorkers: 1 } as const;
      const result = assess({ month: month('2024-01'), segment: 'PU', wage, employer });
      assert.ok(result.ok);
      const rate = { 1: 240n, 2: 540n, 3: 890n, 4: 1270n, 5: 1740n }[riskClass];
      const off = shareOf(result.value, 'JKK') * 100_000n - wage * rate;
      assert.ok(off > -50_000n && off <= 50_000n);
    }),
  );
});

test('every month since July 2015 is assessed or refused by name, for everyone: never a silent zero', () => {
  const seen = new Set<string>();
  for (let of = first; of <= today; of = addMonths(of, 1)) {
    for (const segment of contributionSegments)
      for (const scale of employerScales)
        for (const wage of [1_000_000n, 5_000_000n, 25_000_000n]) {
          const employer = { scale, riskClass: 1, labourIntensive: false, activeWorkers: 60 };
          const result = assess({ month: of, segment, wage, employer });
          if (!result.ok) seen.add(`${segment} ${result.refusal}`);
          else
            for (const { programme, employeeShare, employerShare } of result.value.shares)
              assert.ok(employeeShare + employerShare > 0n, `${of} ${segment} ${scale} ${wage} ${programme}`);
        }
  }
  assert.deepEqual([...seen].toSorted(), ['BPU band_not_known', 'PMI paid_by_package']);
});
