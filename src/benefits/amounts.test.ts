import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isoDate, type Rupiah } from '#kernel';
import { accidentBenefit } from './accident-benefit.ts';
import { deathBenefit, type DeathInput } from './death-benefit.ts';
import { jobLossBenefit } from './job-loss-benefit.ts';

const today = isoDate('2026-11-23');

// wage, death (48 wages, 12.000.000, 10.000.000), total disability (56 wages, 12.000.000) (PP 82/2019)
const accidents: readonly (readonly [Rupiah, Rupiah, Rupiah])[] = [
  [5_000_000n, 262_000_000n, 292_000_000n],
  [12_735_000n, 633_280_000n, 725_160_000n],
  [1_000_000n, 70_000_000n, 68_000_000n],
  [400_000n, 42_000_000n, 34_400_000n], // 48 wages are 19.200.000: raised to the 20.000.000 of JKM
];
for (const [wage, died, disabled] of accidents)
  test(`an accident at a wage of ${wage} pays ${died} on death, ${disabled} on total disability`, () => {
    const found = accidentBenefit(today, wage);
    assert.ok(found.ok);
    assert.deepEqual(
      [found.value.death.total, found.value.totalDisability.total, found.value.death.raised],
      [died, disabled, wage === 400_000n],
    );
    assert.deepEqual([found.value.fullPay, found.value.laterPay], [wage, wage / 2n]);
  });

// wage, counted, each month, in all (PP 6/2025)
const jobLosses: readonly (readonly [Rupiah, Rupiah, Rupiah, Rupiah])[] = [
  [3_000_000n, 3_000_000n, 1_800_000n, 10_800_000n],
  [4_999_999n, 4_999_999n, 2_999_999n, 17_999_994n],
  [5_000_000n, 5_000_000n, 3_000_000n, 18_000_000n],
  [20_000_000n, 5_000_000n, 3_000_000n, 18_000_000n], // above the ceiling
];
for (const [wage, counted, perMonth, total] of jobLosses)
  test(`a dismissal at a wage of ${wage} pays ${perMonth} a month, ${total} in all`, () => {
    const found = jobLossBenefit(today, wage);
    assert.ok(found.ok);
    assert.deepEqual(
      [found.value.counted, found.value.steps[0]?.perMonth, found.value.total],
      [counted, perMonth, total],
    );
  });

test('the law of the day holds: 45 and 25 percent until 6 February 2025, nothing before JKP began', () => {
  const before = jobLossBenefit(isoDate('2025-02-06'), 5_000_000n);
  assert.deepEqual(before.ok && before.value.steps.map(({ amount }) => amount), [6_750_000n, 3_750_000n]);
  const never = jobLossBenefit(isoDate('2020-01-01'), 5_000_000n);
  assert.equal(!never.ok && never.refusal, 'job_loss_not_in_force');
});

test('without a reported wage no amount is made up', () => {
  for (const wage of [undefined, 0n])
    for (const found of [accidentBenefit(today, wage), jobLossBenefit(today, wage)])
      assert.equal(!found.ok && found.refusal, 'wage_not_known');
});

const death = (more: Partial<DeathInput> = {}, on = today) =>
  deathBenefit({ today: on, selfEmployed: false, months: 36, childrenBornOn: [], ...more });

test('JKM is 20.000.000, 24 times 500.000 and 10.000.000: 42.000.000 in all', () => {
  const found = death();
  assert.ok(found.ok);
  const { lumpSum, periodic, perMonth, funeral, total } = found.value;
  assert.deepEqual(
    [lumpSum, periodic, perMonth, funeral, total],
    [20_000_000n, 12_000_000n, 500_000n, 10_000_000n, 42_000_000n],
  );
});

test('the self-employed have the funeral costs only until three months are paid', () => {
  for (const [months, total] of [
    [0, 10_000_000n],
    [2, 10_000_000n],
    [3, 42_000_000n],
  ] as const) {
    const found = death({ selfEmployed: true, months });
    assert.equal(found.ok && found.value.total, total, String(months));
  }
});

test('what JKM paid before 2 December 2019 could not be confirmed, so no amount is given', () => {
  const found = death({}, isoDate('2019-12-01'));
  assert.equal(!found.ok && found.refusal, 'death_amount_not_known');
});

// children born on, how many count, at most (PP 82/2019: two, below 23)
const families: readonly (readonly [readonly (string | undefined)[], number, number, Rupiah])[] = [
  [[], 0, 0, 0n],
  [['2015-01-01'], 1, 0, 87_000_000n],
  [['2015-01-01', '2018-01-01', '2020-01-01'], 2, 0, 174_000_000n],
  [['2003-11-23'], 0, 0, 0n], // 23 today
  [['2003-11-24'], 1, 0, 87_000_000n],
  [[undefined, '2015-01-01'], 1, 1, 87_000_000n],
];
for (const [born, children, unknown, most] of families)
  test(`children born on ${born.join(', ') || 'no day'} could have at most ${most} of scholarship`, () => {
    const found = death({ childrenBornOn: born.map((day) => (day ? isoDate(day) : undefined)) });
    const scholarship = found.ok ? found.value.scholarship : undefined;
    assert.deepEqual(
      [scholarship?.children, scholarship?.childrenOfUnknownAge, scholarship?.most, scholarship?.reached],
      [children, unknown, most, true],
    );
  });

test('the scholarship of JKM needs three years of contributions', () => {
  const found = death({ months: 35 });
  assert.deepEqual(found.ok && [found.value.scholarship?.reached, found.value.scholarship?.monthsMissing], [
    false,
    1,
  ]);
});

test('a higher wage never yields less, JKK never less than JKM, JKP never more than its ceiling', () => {
  const wages = fc.bigInt({ min: 1n, max: 1_000_000_000n });
  fc.assert(
    fc.property(wages, wages, (wage, more) => {
      const [less, greater] = [accidentBenefit(today, wage), accidentBenefit(today, wage + more)];
      assert.ok(less.ok && greater.ok);
      assert.ok(greater.value.death.total >= less.value.death.total && less.value.death.total >= 42_000_000n);
      const [smaller, larger] = [jobLossBenefit(today, wage), jobLossBenefit(today, wage + more)];
      assert.ok(smaller.ok && larger.ok);
      assert.ok(larger.value.total >= smaller.value.total && larger.value.total <= 18_000_000n);
    }),
  );
});
