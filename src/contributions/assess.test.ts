import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isoDate, month, type Rupiah } from '#kernel';
import type { EmployerScale, Programme } from '#rates';
import { assess, type Assessment, type AssessmentInput } from './assess.ts';

type Employer = NonNullable<AssessmentInput['employer']>;
const large: Employer = { scale: 'large', riskClass: 3, labourIntensive: false, activeWorkers: 200 };
const factory = (activeWorkers: number, riskClass = 3): Employer => ({
  scale: 'large',
  riskClass,
  labourIntensive: true,
  activeWorkers,
});

function assessed(input: AssessmentInput): Assessment {
  const result = assess(input);
  assert.ok(result.ok, result.ok ? '' : result.refusal);
  return result.value;
}

function shareIn(of: Assessment, programme: Programme): readonly [Rupiah, Rupiah] | undefined {
  const found = of.shares.find((share) => share.programme === programme);
  return found && [found.employerShare, found.employeeShare];
}

test('the worked example of a wage earner, class III, wage 7.500.000 in March 2026', () => {
  const result = assessed({ month: month('2026-03'), segment: 'PU', wage: 7_500_000n, employer: large });
  assert.deepEqual(shareIn(result, 'JHT'), [277_500n, 150_000n]);
  assert.deepEqual(shareIn(result, 'JP'), [150_000n, 75_000n]);
  assert.deepEqual(shareIn(result, 'JKK'), [66_750n, 0n]);
  assert.deepEqual(shareIn(result, 'JKM'), [22_500n, 0n]);
  assert.equal(result.total, 741_750n);
  assert.deepEqual(result.jkp, { fromJkk: 7_000n, fromJkm: 0n, fromState: 11_000n });
});

// month, wage, JP of the employer (2 %), JP of the worker (1 %)
const pensionCases: readonly (readonly [string, Rupiah, Rupiah, Rupiah])[] = [
  ['2015-07', 6_999_999n, 140_000n, 70_000n],
  ['2015-07', 7_000_000n, 140_000n, 70_000n],
  ['2015-07', 7_000_001n, 140_000n, 70_000n],
  ['2015-07', 9_000_000n, 140_000n, 70_000n],
  ['2016-02', 9_000_000n, 140_000n, 70_000n], // until February the ceiling of the year before
  ['2016-03', 9_000_000n, 146_706n, 73_353n], // 7.335.300
  ['2021-02', 9_000_000n, 178_794n, 89_397n], // 8.939.700
  ['2021-03', 9_000_000n, 175_092n, 87_546n], // 8.754.600: the ceiling fell
  ['2022-03', 9_077_599n, 181_552n, 90_776n],
  ['2022-03', 9_077_600n, 181_552n, 90_776n],
  ['2022-03', 9_077_601n, 181_552n, 90_776n],
  ['2025-02', 20_000_000n, 200_846n, 100_423n], // 10.042.300
  ['2025-03', 20_000_000n, 210_948n, 105_474n], // 10.547.400
  ['2026-02', 20_000_000n, 210_948n, 105_474n], // paid in March 2026, still the ceiling of 2025
  ['2026-03', 20_000_000n, 221_726n, 110_863n], // 11.086.300
  ['2026-03', 11_086_299n, 221_726n, 110_863n],
  ['2026-03', 11_086_300n, 221_726n, 110_863n],
  ['2026-03', 11_086_301n, 221_726n, 110_863n],
  ['2026-03', 11_086_200n, 221_724n, 110_862n],
];

for (const [text, wage, employer, employee] of pensionCases) {
  test(`JP of a wage of ${wage} in ${text} is ${employer} and ${employee}`, () => {
    const result = assessed({ month: month(text), segment: 'PU', wage, employer: large });
    assert.deepEqual(shareIn(result, 'JP'), [employer, employee]);
  });
}

// risk class, JKK in full (January 2025), JKK at half (PP 7/2025), wage 10.000.000
const accidentCases: readonly (readonly [number, Rupiah, Rupiah])[] = [
  [1, 24_000n, 12_000n],
  [2, 54_000n, 27_000n],
  [3, 89_000n, 44_500n],
  [4, 127_000n, 63_500n],
  [5, 174_000n, 87_000n],
];

for (const [riskClass, full, half] of accidentCases) {
  test(`JKK of class ${riskClass} is ${full}, and ${half} with the relief for labour-intensive work`, () => {
    const jkk = (text: string, activeWorkers: number, more: Partial<AssessmentInput> = {}) =>
      shareIn(
        assessed({
          month: month(text),
          segment: 'PU',
          wage: 10_000_000n,
          employer: factory(activeWorkers, riskClass),
          ...more,
        }),
        'JKK',
      )?.[0];
    assert.equal(jkk('2025-01', 50), full, 'before the relief');
    assert.equal(jkk('2025-02', 50), half, '50 workers');
    assert.equal(jkk('2025-02', 49), full, '49 workers');
    assert.equal(jkk('2025-07', 50), half, 'last month of PP 7/2025');
    assert.equal(jkk('2025-08', 50), half, 'PP 36/2025 goes on');
    assert.equal(jkk('2026-01', 50), half, 'last month of PP 36/2025');
    assert.equal(jkk('2026-02', 50), full, 'no rule holds');
    assert.equal(jkk('2025-02', 50, { earliestUnpaidMonth: month('2025-01') }), full, 'January is unpaid');
    assert.equal(jkk('2025-02', 50, { earliestUnpaidMonth: month('2025-02') }), half, 'paid up to January');
    assert.equal(jkk('2025-09', 50, { paidOn: isoDate('2026-06-30') }), half, 'paid on the last day');
    assert.equal(jkk('2025-09', 50, { paidOn: isoDate('2026-07-01') }), full, 'paid a day too late');
  });
}

test('an employer whose work is not labour-intensive pays JKK in full', () => {
  const result = assessed({ month: month('2025-04'), segment: 'PU', wage: 10_000_000n, employer: large });
  assert.deepEqual(shareIn(result, 'JKK'), [89_000n, 0n]);
});

test('back pay is assessed by the law of the month it was earned for', () => {
  const input = { segment: 'PU', wage: 12_000_000n, employer: large, paidOn: isoDate('2026-11-10') } as const;
  assert.deepEqual(shareIn(assessed({ ...input, month: month('2019-05') }), 'JP'), [170_248n, 85_124n]);
  assert.deepEqual(shareIn(assessed({ ...input, month: month('2026-05') }), 'JP'), [221_726n, 110_863n]);
});

// month, JKK, JKM, JP deferred; wage 5.000.000, class III
const covidCases: readonly (readonly [string, Rupiah, Rupiah, Rupiah])[] = [
  ['2020-07', 44_500n, 15_000n, 0n],
  ['2020-08', 445n, 150n, 148_500n],
  ['2021-01', 445n, 150n, 148_500n],
  ['2021-02', 44_500n, 15_000n, 0n],
];

for (const [text, jkk, jkm, deferred] of covidCases) {
  test(`in ${text} JKK is ${jkk}, JKM ${jkm}, and ${deferred} of JP may wait (PP 49/2020)`, () => {
    const input = { month: month(text), segment: 'PU', wage: 5_000_000n, employer: large } as const;
    const result = assessed({ ...input, grantedOnRequest: true });
    assert.deepEqual(shareIn(result, 'JKK'), [jkk, 0n]);
    assert.deepEqual(shareIn(result, 'JKM'), [jkm, 0n]);
    assert.deepEqual(shareIn(result, 'JP'), [100_000n, 50_000n]);
    assert.equal(result.deferred, deferred);
    assert.equal(assessed(input).deferred, 0n, 'never without a request (Ps.18, Ps.21)');
    const inArrears = assessed({ ...input, grantedOnRequest: true, earliestUnpaidMonth: month('2020-07') });
    assert.deepEqual([shareIn(inArrears, 'JKK'), inArrears.deferred], [[44_500n, 0n], 0n]);
  });
}

// when the card began, month, JKK of a wage of 5.000.000, class III
const joinedInPandemic: readonly (readonly [string, string, Rupiah])[] = [
  ['2020-07', '2020-08', 445n],
  ['2020-08', '2020-08', 44_500n],
  ['2020-08', '2020-09', 44_500n],
  ['2020-08', '2020-10', 445n],
  ['2020-12', '2021-01', 44_500n],
];

for (const [since, text, jkk] of joinedInPandemic) {
  test(`a card that began in ${since} pays JKK ${jkk} in ${text} (PP 49/2020 Ps.13)`, () => {
    const input = { month: month(text), memberSince: month(since), segment: 'PU', wage: 5_000_000n } as const;
    assert.deepEqual(shareIn(assessed({ ...input, employer: large }), 'JKK'), [jkk, 0n]);
  });
}

const programmesByScale: readonly (readonly [EmployerScale, readonly Programme[], boolean])[] = [
  ['large', ['JHT', 'JP', 'JKK', 'JKM'], true],
  ['medium', ['JHT', 'JP', 'JKK', 'JKM'], true],
  ['small', ['JHT', 'JKK', 'JKM'], true],
  ['micro', ['JKK', 'JKM'], false],
];

for (const [scale, programmes, joinsJkp] of programmesByScale) {
  test(`a ${scale} employer pays for ${programmes.join(', ')}`, () => {
    const employer = { ...large, scale };
    const result = assessed({ month: month('2024-06'), segment: 'PU', wage: 4_000_000n, employer });
    assert.deepEqual(
      result.shares.map((share) => share.programme),
      programmes,
    );
    assert.equal(result.jkp !== undefined, joinsJkp);
  });
}

// month, JKP from JKK, from JKM, from the state; wage 6.000.000 of which 5.000.000 count
const jkpCases: readonly (readonly [string, Assessment['jkp']])[] = [
  ['2021-01', undefined],
  ['2021-02', { fromJkk: 7_000n, fromJkm: 5_000n, fromState: 11_000n }],
  ['2025-01', { fromJkk: 7_000n, fromJkm: 5_000n, fromState: 11_000n }],
  ['2025-02', { fromJkk: 7_000n, fromJkm: 0n, fromState: 11_000n }],
];

for (const [text, jkp] of jkpCases) {
  test(`JKP in ${text} never changes the bill`, () => {
    const result = assessed({ month: month(text), segment: 'PU', wage: 6_000_000n, employer: large });
    assert.deepEqual(result.jkp, jkp);
    assert.equal(shareIn(result, 'JKP'), undefined);
    const { JKK, JKM } = { JKK: shareIn(result, 'JKK'), JKM: shareIn(result, 'JKM') };
    if (text >= '2021-02')
      assert.deepEqual(
        [JKK, JKM],
        [
          [53_400n, 0n],
          [18_000n, 0n],
        ],
      );
  });
}

test('JKP takes no more than the JKK that a relief leaves', () => {
  const result = assessed({
    month: month('2025-03'),
    segment: 'PU',
    wage: 4_000_000n,
    employer: factory(80, 1),
  });
  assert.deepEqual(shareIn(result, 'JKK'), [4_800n, 0n]);
  assert.equal(result.jkp?.fromJkk, 4_800n);
});

// month, transport worker, paid by the state, JKK, JKM; the worker pays all of it
const selfEmployedCases: readonly (readonly [string, boolean, boolean, Rupiah, Rupiah])[] = [
  ['2025-12', true, false, 10_000n, 6_800n],
  ['2026-01', true, false, 5_000n, 3_400n],
  ['2026-03', false, false, 10_000n, 6_800n],
  ['2026-04', false, false, 5_000n, 3_400n],
  ['2026-04', false, true, 10_000n, 6_800n],
  ['2026-12', false, false, 5_000n, 3_400n],
  ['2027-01', false, false, 10_000n, 6_800n],
  ['2027-03', true, false, 5_000n, 3_400n],
  ['2027-04', true, false, 10_000n, 6_800n],
  ['2020-09', false, false, 100n, 68n],
];

for (const [text, transportWorker, paidByState, jkk, jkm] of selfEmployedCases) {
  test(`self-employed in ${text}, transport ${transportWorker}, by the state ${paidByState}: ${jkk} and ${jkm}`, () => {
    const result = assessed({
      month: month(text),
      segment: 'BPU',
      wage: 1_000_000n,
      transportWorker,
      paidByState,
    });
    assert.deepEqual(shareIn(result, 'JKK'), [0n, jkk]);
    assert.deepEqual(shareIn(result, 'JKM'), [0n, jkm]);
    assert.deepEqual(shareIn(result, 'JHT'), [0n, 20_000n]);
  });
}

// declared income, JKK, JKM, JHT; what lies between the ends of the table is not known
const incomeCases: readonly (readonly [Rupiah, Rupiah, Rupiah, Rupiah])[] = [
  [1n, 10_000n, 6_800n, 20_000n],
  [999_999n, 10_000n, 6_800n, 20_000n],
  [1_000_000n, 10_000n, 6_800n, 20_000n],
  [20_700_000n, 207_000n, 6_800n, 414_000n],
  [50_000_000n, 207_000n, 6_800n, 414_000n],
];

for (const [wage, jkk, jkm, jht] of incomeCases) {
  test(`self-employed with ${wage}: JKK ${jkk}, JKM ${jkm}, JHT ${jht}`, () => {
    const result = assessed({ month: month('2024-01'), segment: 'BPU', wage });
    assert.deepEqual(
      (['JKK', 'JKM', 'JHT'] as const).map((programme) => shareIn(result, programme)),
      [jkk, jkm, jht].map((amount) => [0n, amount]),
    );
    assert.deepEqual(
      result.shares.map(({ programme, certainty }) => `${programme} ${certainty}`),
      ['JHT derived', 'JKK derived', 'JKM verified'],
    );
    const without = assessed({ month: month('2024-01'), segment: 'BPU', wage, withoutSavings: true });
    assert.equal(without.total, jkk + jkm, 'JHT is of free choice');
  });
}

test('construction with known wages pays JKK 1,74 % and JKM 0,30 %', () => {
  const result = assessed({ month: month('2024-01'), segment: 'JAKON', wage: 3_000_000n, employer: large });
  assert.deepEqual(
    [shareIn(result, 'JKK'), shareIn(result, 'JKM')],
    [
      [52_200n, 0n],
      [9_000n, 0n],
    ],
  );
  assert.deepEqual([result.shares.length, result.jkp], [2, undefined]);
});

const refusals: readonly (readonly [string, AssessmentInput, string])[] = [
  [
    'a month before July 2015',
    { month: month('2015-06'), segment: 'PU', wage: 1n, employer: large },
    'before_the_programme',
  ],
  ['a migrant worker', { month: month('2024-01'), segment: 'PMI', wage: 1n }, 'paid_by_package'],
  [
    'self-employed above the known band',
    { month: month('2024-01'), segment: 'BPU', wage: 1_000_001n },
    'band_not_known',
  ],
  [
    'self-employed just under the highest band',
    { month: month('2024-01'), segment: 'BPU', wage: 20_699_999n },
    'band_not_known',
  ],
  ['a wage of nothing', { month: month('2024-01'), segment: 'BPU', wage: 0n }, 'wage_out_of_range'],
  ['a wage below nothing', { month: month('2024-01'), segment: 'BPU', wage: -1n }, 'wage_out_of_range'],
  [
    'a month whose ceiling is not announced',
    { month: month('2027-03'), segment: 'PU', wage: 1n, employer: large },
    'ceiling_not_known',
  ],
  [
    'a risk class that is none',
    { month: month('2024-01'), segment: 'PU', wage: 1n, employer: { ...large, riskClass: 0 } },
    'rate_not_known',
  ],
  [
    'a wage earner without an employer',
    { month: month('2024-01'), segment: 'PU', wage: 1n },
    'employer_needed',
  ],
];

for (const [name, input, refusal] of refusals) {
  test(`${name} is refused: ${refusal}`, () => {
    assert.deepEqual(assess(input), { ok: false, refusal });
  });
}

test('a figure that follows from others is marked as derived', () => {
  const in2022 = assessed({ month: month('2022-05'), segment: 'PU', wage: 5_000_000n, employer: large });
  const in2024 = assessed({ month: month('2024-05'), segment: 'PU', wage: 5_000_000n, employer: large });
  const derived = (of: Assessment) =>
    of.shares.filter(({ certainty }) => certainty === 'derived').map(({ programme }) => programme);
  assert.deepEqual([derived(in2022), derived(in2024)], [['JP'], []]);
});
