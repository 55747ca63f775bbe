import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isoDate, type Month } from '#kernel';
import {
  formatDate,
  formatInstant,
  formatMonth,
  formatNumber,
  formatRupiah,
  formatTime,
  type Language,
} from '#platform';

const instant = new Date('2026-11-20T03:10:07Z');
const hard = (text: string) => text.replaceAll(' ', '\u00a0');

const forms: readonly (readonly [string, (language: Language) => string, string, string])[] = [
  ['rupiah', (to) => formatRupiah(66_392_745n, to), 'Rp66.392.745', 'Rp66,392,745'],
  ['rupiah below zero', (to) => formatRupiah(-1_000n, to), '−Rp1.000', '−Rp1,000'],
  ['no rupiah', (to) => formatRupiah(0n, to), 'Rp0', 'Rp0'],
  ['a number', (to) => formatNumber(1_234_567.5, to), '1.234.567,5', '1,234,567.5'],
  ['a time', (to) => formatTime(instant, to), hard('10.10 WIB'), hard('10:10 WIB')],
  ['in the middle', (to) => formatTime(instant, to, 'WITA'), hard('11.10 WITA'), hard('11:10 WITA')],
  ['to the second', (to) => formatTime(instant, to, 'WIT', true), hard('12.10.07 WIT'), hard('12:10:07 WIT')],
  [
    'midnight',
    (to) => formatTime(new Date('2026-11-20T17:00:00Z'), to),
    hard('00.00 WIB'),
    hard('00:00 WIB'),
  ],
  ['a day', (to) => formatDate(isoDate('2026-10-05'), to), hard('5 Oktober 2026'), hard('5 October 2026')],
  ['a day, short', (to) => formatDate(isoDate('2026-10-05'), to, 'short'), hard('5 Okt'), hard('5 Oct')],
  ['a month', (to) => formatMonth('2026-10' as Month, to), hard('Oktober 2026'), hard('October 2026')],
  [
    'a day and a time',
    (to) => formatInstant(instant, to),
    `${hard('20 November 2026')} ${hard('10.10 WIB')}`,
    `${hard('20 November 2026')} ${hard('10:10 WIB')}`,
  ],
];

for (const [name, format, indonesian, english] of forms)
  test(`${name} is written as each language writes it`, () => {
    assert.equal(format('id'), indonesian);
    assert.equal(format('en'), english);
  });
