import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, isoDate } from '#kernel';
import { pensionTerms } from '#rates';
import { addYears, ageOn } from './age.ts';
import { pensionAgeOf } from './pension-age.ts';

// born on, pension age, reached on, pension from (PP 45/2015 Ps.15 and 19)
const cases = [
  ['1955-03-01', 56, '2015-07-01', '2015-08-01'], // 56 before the programme began
  ['1960-05-20', 56, '2016-05-20', '2016-06-01'],
  ['1962-12-31', 56, '2018-12-31', '2019-01-01'],
  ['1963-01-01', 57, '2020-01-01', '2020-02-01'], // 56 on the day on which it became 57
  ['1964-12-31', 57, '2021-12-31', '2022-01-01'],
  ['1965-01-01', 58, '2023-01-01', '2023-02-01'],
  ['1966-12-31', 58, '2024-12-31', '2025-01-01'],
  ['1967-07-15', 59, '2026-07-15', '2026-08-01'],
  ['1968-02-29', 59, '2027-02-28', '2027-03-01'],
  ['1970-12-31', 60, '2030-12-31', '2031-01-01'],
  ['1971-01-01', 61, '2032-01-01', '2032-02-01'],
  ['1973-06-01', 62, '2035-06-01', '2035-07-01'],
  ['1975-01-01', 63, '2038-01-01', '2038-02-01'],
  ['1977-12-31', 64, '2041-12-31', '2042-01-01'],
  ['1978-12-31', 64, '2042-12-31', '2043-01-01'],
  ['1979-01-01', 65, '2044-01-01', '2044-02-01'],
  ['1990-04-07', 65, '2055-04-07', '2055-05-01'],
] as const;

for (const [born, age, reachedOn, startsOn] of cases)
  test(`whoever was born on ${born} has the pension age of ${age}, reached on ${reachedOn}`, () => {
    const found = pensionAgeOf(isoDate(born));
    assert.deepEqual([found.age, found.reachedOn, found.startsOn], [age, reachedOn, startsOn]);
    assert.equal(found.latestOn, addYears(isoDate(reachedOn), 3));
  });

const births = fc.integer({ min: 0, max: 31_000 }).map((days) => addDays(isoDate('1940-01-01'), days));

test('the pension age is the first one that a person reaches while it is in force', () => {
  fc.assert(
    fc.property(births, (born) => {
      const { age, reachedOn } = pensionAgeOf(born);
      const inForce = (day: string) =>
        pensionTerms.ages.find(({ from, to }) => from <= day && (to === null || day <= to))?.age ?? 0;
      assert.equal(inForce(reachedOn), age);
      assert.ok(ageOn(born, reachedOn) >= age);
      const before = addDays(reachedOn, -1);
      assert.ok(before < '2015-07-01' || ageOn(born, before) < inForce(before));
    }),
  );
});

test('whoever is younger never reaches it earlier', () => {
  fc.assert(
    fc.property(births, fc.integer({ min: 1, max: 3000 }), (born, days) => {
      assert.ok(pensionAgeOf(addDays(born, days)).reachedOn >= pensionAgeOf(born).reachedOn);
    }),
  );
});
