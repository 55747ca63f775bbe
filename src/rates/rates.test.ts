import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addMonths, isoDate, month } from '#kernel';
import {
  assessmentTerms,
  contributionSegments,
  dueOn,
  employerScales,
  isDueDayAssumed,
  isDueDayExample,
  lastMonthDueBefore,
  paymentRule,
  penaltyRate,
  riskClasses,
} from '#rates';
import { discountsSchema, dueDaysSchema } from './schema.ts';

// contribution month, segment, the last day to pay
const dueDays = [
  ['2026-09', 'PU', '2026-10-15'],
  ['2026-10', 'PU', '2026-11-16'], // the 15th is a Sunday
  ['2026-07', 'PU', '2026-08-18'], // a Saturday, and the Monday is listed as a holiday
  ['2026-10', 'BPU', '2026-10-15'],
  ['2026-11', 'BPU', '2026-11-16'],
  ['2020-08', 'PU', '2020-09-30'], // PP 49/2020
  ['2021-01', 'PU', '2021-03-01'], // the 30th of February is the last day of it, a Sunday
] as const;

for (const [of, segment, day] of dueDays) {
  test(`${of} of ${segment} is due on ${day}`, () => {
    assert.equal(dueOn(month(of), segment), day);
  });
}

// contribution month, segment, whether a holiday of the demonstration moves its due day
const exampleDays = [
  ['2026-07', 'PU', true], // Monday 17 August
  ['2026-07', 'JAKON', true],
  ['2026-07', 'BPU', false], // 15 July, a Wednesday
  ['2026-10', 'PU', false], // a Sunday moves it
  ['2026-09', 'PU', false],
] as const;

for (const [of, segment, isExample] of exampleDays) {
  test(`the due day of ${of} of ${segment} is ${isExample ? '' : 'not '}moved by a made-up holiday`, () => {
    assert.equal(isDueDayExample(month(of), segment), isExample);
  });
}

test('the newest month that is due moves on the day after its due day', () => {
  assert.equal(lastMonthDueBefore(isoDate('2026-11-16'), 'PU'), '2026-09');
  assert.equal(lastMonthDueBefore(isoDate('2026-11-17'), 'PU'), '2026-10');
  assert.equal(lastMonthDueBefore(isoDate('2026-11-17'), 'BPU'), '2026-11');
});

test('no due day is a day off, and it lies within four days of the day the law names', () => {
  for (const segment of ['PU', 'BPU', 'JAKON'] as const)
    for (let of = month('2015-07'); of <= '2027-12'; of = addMonths(of, 1)) {
      const day = dueOn(of, segment);
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
      assert.ok(weekday !== 0 && weekday !== 6, day);
      const { dueDay, monthOffset } = paymentRule(of, segment);
      const late = day.slice(0, 7) > addMonths(of, monthOffset) ? 30 : 0;
      const found = Number(day.slice(8)) + late;
      assert.ok(found >= Math.min(dueDay, 28) && found <= dueDay + 4, `${of} ${segment} ${day}`);
    }
});

test('being late costs 2 % a month, 0,5 % in the months of PP 49/2020, and nothing for the self-employed', () => {
  assert.equal(paymentRule(month('2024-01'), 'PU').penaltyRate, 2000);
  assert.equal(paymentRule(month('2020-09'), 'PU').penaltyRate, 500);
  assert.equal(paymentRule(month('2024-01'), 'BPU').penaltyRate, 0);
});

// month, segment, discounts that hold, what a month of delay costs
const penalties = [
  ['2024-01', 'PU', [], 2000],
  ['2020-09', 'PU', ['covid-2020'], 500], // PP 49/2020, for everybody
  ['2025-03', 'PU', ['labour-intensive-2025a'], 500], // PP 7/2025
  ['2025-03', 'PU', [], 2000],
  ['2025-08', 'PU', ['labour-intensive-2025b'], 2000], // PP 36/2025
  ['2026-05', 'BPU', ['self-employed-2026'], 0],
  ['2024-01', 'JAKON', [], 0], // the rule of wage earners is only taken over
  ['2020-09', 'JAKON', ['covid-2020'], 0],
] as const;

for (const [of, segment, discounts, rate] of penalties) {
  test(`a month late costs ${rate} for ${of} of ${segment} with ${discounts.join() || 'no discount'}`, () => {
    assert.equal(penaltyRate(month(of), segment, discounts), rate);
  });
}

// segment, whether its due day is taken from elsewhere
const assumed = { PU: false, BPU: false, JAKON: true, PMI: true } as const;

test('what is taken from another segment is known as such, and a month before the programmes is refused by name', () => {
  for (const segment of contributionSegments) {
    assert.equal(isDueDayAssumed(month('2024-01'), segment), assumed[segment], segment);
    assert.throws(() => dueOn(month('2015-06'), segment), /due_day_not_known: .*2015-06 of /);
  }
});

// the months of the rules of one segment, the month that is named at start
const coverings = [
  [[['2015-07', null]], undefined],
  [
    [
      ['2015-07', '2020-07'],
      ['2020-08', null],
    ],
    undefined,
  ],
  [
    [
      ['2015-07', '2020-07'],
      ['2020-09', null],
    ],
    '2020-08',
  ],
  [
    [
      ['2015-07', '2020-07'],
      ['2020-07', null],
    ],
    '2020-08',
  ],
  [[['2015-07', '2020-07']], '2020-08'],
  [[['2016-01', null]], '2015-07'],
  [
    [
      ['2015-07', null],
      ['2021-01', null],
    ],
    '2021-01',
  ],
  [[], '2015-07'],
] as const;

for (const [months, gap] of coverings) {
  const told = months.map(([from, to]) => `${from} to ${to ?? 'now'}`).join(', ') || 'no month';
  test(`due days for ${told} ${gap ? `are refused at start for ${gap}` : 'are taken'}`, () => {
    const line = { dueDay: 15, monthOffset: 1, penaltyRate: 0, legalSource: 'none', verified: false };
    const rules = contributionSegments.flatMap((segment) =>
      (segment === 'PU' ? months : ([['2015-07', null]] as const)).map(([from, to]) => ({
        ...line,
        segment,
        from,
        to,
      })),
    );
    const read = dueDaysSchema.safeParse({ about: '', rules });
    assert.deepEqual(
      read.error?.issues.map(({ message }) => message),
      gap && [`due_day_not_known: PU has no rule, or two, for ${gap}`],
    );
  });
}

test('every month of the known law has terms for every scale and risk class', () => {
  for (let of = month('2015-07'); of <= '2027-02'; of = addMonths(of, 1)) {
    for (const scale of employerScales) {
      for (const riskClass of riskClasses) {
        const terms = assessmentTerms(of, { segment: 'PU', scale, riskClass });
        assert.ok(terms.ok && terms.value.jkkRate && terms.value.jkmRate, `${of} ${scale} ${riskClass}`);
        assert.equal(terms.value.jpWageCeiling !== undefined, scale === 'large' || scale === 'medium');
      }
    }
    const [own, construction] = [
      assessmentTerms(of, { segment: 'BPU' }),
      assessmentTerms(of, { segment: 'JAKON' }),
    ];
    assert.ok(own.ok && own.value.bands);
    assert.ok(construction.ok && construction.value.jkkRate);
  }
});

// what is asked for, the name of the refusal
const refusals = [
  ['2015-06', { segment: 'BPU' }, 'before_the_programme'],
  ['2024-01', { segment: 'PMI' }, 'paid_by_package'],
  ['2024-01', { segment: 'PU', scale: 'large', riskClass: 6 }, 'rate_not_known'],
  ['2024-01', { segment: 'PU', scale: 'large' }, 'rate_not_known'],
  ['2024-01', { segment: 'PU' }, 'rate_not_known'],
  ['2027-03', { segment: 'PU', scale: 'medium', riskClass: 2 }, 'ceiling_not_known'],
] as const;

for (const [of, payer, refusal] of refusals) {
  test(`${of} of ${Object.values(payer).join(' ')} is refused: ${refusal}`, () => {
    assert.deepEqual(assessmentTerms(month(of), payer), { ok: false, refusal });
  });
}

test('a discount with a condition that nobody knows is refused at start', () => {
  const rule = {
    id: 'x',
    segments: ['PU'],
    effects: [{ programme: 'JKK', reliefRate: 50_000 }],
    conditions: { onTuesdays: true },
    from: '2025-01',
    to: '2025-02',
    legalSource: 'none',
    verified: false,
  };
  assert.equal(discountsSchema.safeParse({ about: '', rules: [rule] }).success, false);
  assert.equal(discountsSchema.safeParse({ about: '', rules: [{ ...rule, conditions: {} }] }).success, true);
});
