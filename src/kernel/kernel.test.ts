import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  dayIn,
  hourIn,
  isIsoDate,
  isoDate,
  lastDayOf,
  month,
  monthsBetween,
  newId,
  newToken,
  parseRupiah,
  shareOf,
  timeZoneOf,
} from '#kernel';

test('a share is rounded half up to the whole rupiah', () => {
  assert.equal(shareOf(12_735_000n, 3700), 471_195n);
  assert.equal(shareOf(100n, 500), 1n);
  assert.equal(shareOf(99n, 500), 0n);
});

test('a share never differs from the exact amount by more than half a rupiah', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 15n), fc.integer({ min: 0, max: 100_000 }), (amount, rate) => {
      const twiceError = 2n * (shareOf(amount, rate) * 100_000n - amount * BigInt(rate));
      return twiceError <= 100_000n && twiceError > -100_000n - 1n;
    }),
  );
});

test('adding months and counting them back agree', () => {
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 400 }), (count) => {
      const start = month('2020-02');
      return monthsBetween(start, addMonths(start, count)) === count;
    }),
  );
});

test('days that do not exist are refused', () => {
  for (const text of ['2025-02-29', '2024-13-01', '2024-00-10', '2024-1-1', '2024-04-31', ''])
    assert.equal(isIsoDate(text), false, text);
  assert.ok(isIsoDate('2024-02-29'));
});

test('the last day of a month knows leap years', () => {
  assert.equal(lastDayOf(month('2024-02')), '2024-02-29');
  assert.equal(lastDayOf(month('2023-02')), '2023-02-28');
  assert.equal(addDays(isoDate('2024-02-28'), 2), '2024-03-01');
});

test('the day changes at midnight in the zone, not in Greenwich', () => {
  const instant = new Date('2026-11-20T16:30:00Z');
  assert.deepEqual(
    [dayIn(instant, 'WIB'), dayIn(instant, 'WITA'), dayIn(instant, 'WIT')],
    ['2026-11-20', '2026-11-21', '2026-11-21'],
  );
});

test('identifiers sort by the time they were made', () => {
  assert.ok(newId(new Date(1_000)) < newId(new Date(2_000)));
});

test('every province has its time zone, and an unknown one western time', () => {
  for (const [zone, codes] of [
    ['WIB', ['11', '31', '36', '61', '62', '3171', '00', '', undefined]],
    ['WITA', ['51', '52', '53', '63', '64', '65', '71', '73', '76', '5171']],
    ['WIT', ['81', '82', '91', '92', '94', '96']],
  ] as const)
    for (const code of codes) assert.equal(timeZoneOf(code), zone, code);
});

test('the hour of the day follows the zone over midnight', () => {
  const instant = new Date('2026-11-20T15:30:00Z');
  assert.deepEqual([hourIn(instant, 'WIB'), hourIn(instant, 'WITA'), hourIn(instant, 'WIT')], [22, 23, 0]);
});

test('[V7.2.3 V11.5.1] a token is 256 random bits unless asked otherwise, and none comes twice', () => {
  const tokens = Array.from({ length: 20_000 }, () => newToken());
  assert.equal(new Set(tokens).size, tokens.length);
  for (const token of tokens) assert.match(token, /^[\w-]{43}$/);
  const ones = tokens
    .slice(0, 2000)
    .map((token) => Buffer.from(token, 'base64url'))
    .flatMap((bytes) => [...bytes].map((byte) => byte.toString(2).replaceAll('0', '').length))
    .reduce((sum, count) => sum + count, 0);
  const share = ones / (2000 * 256);
  assert.ok(share > 0.49 && share < 0.51, `${share} of the bits are set`);
});

test('rupiah are read as people type them, and what is not whole rupiah is not guessed', () => {
  const read = [
    '2500000',
    '2.500.000',
    'Rp2.500.000',
    'rp 2.500.000,00',
    ' 2 500 000 ',
    '2,500,000',
    '2.500.000,-',
  ];
  for (const text of read) assert.equal(parseRupiah(text), 2_500_000n, text);
  assert.deepEqual([parseRupiah('0'), parseRupiah('7')], [0n, 7n]);
  for (const text of [
    '',
    '2,5 juta',
    '2.5',
    '2.500,5',
    '2.50.000',
    '2.500,000',
    '-5',
    '1e6',
    'Rp',
    '9'.repeat(16),
  ])
    assert.equal(parseRupiah(text), undefined, text);
});
