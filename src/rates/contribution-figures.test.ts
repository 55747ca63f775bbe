import assert from 'node:assert/strict';
import { test } from 'node:test';
import { month } from '#kernel';
import { contributionFigures } from '#rates';

const told = (of: string, segment: 'PU' | 'BPU' | 'JAKON' | 'PMI') =>
  contributionFigures(month(of), segment).map(({ programme, figure, certainty }) =>
    [
      programme,
      certainty,
      ...Object.values(figure).map((value) =>
        Array.isArray(value) ? value.join(' ') : typeof value === 'object' ? value.amount : value,
      ),
    ].join(' '),
  );

test('a wage earner is told the rates of the month, JP with its ceiling and JKP as set aside', () => {
  assert.deepEqual(told('2026-11', 'PU'), [
    'JHT verified shares 3700 2000 ',
    'JP verified shares 2000 1000 11086300',
    'JKK verified by_class 240 540 890 1270 1740',
    'JKM verified shares 300 0 ',
    'JKP verified set_aside 140 220 5000000',
  ]);
});

test('a figure that follows from others says so', () => {
  assert.ok(told('2022-05', 'PU').includes('JP derived shares 2000 1000 9077600'));
  assert.deepEqual(told('2026-11', 'BPU'), [
    'JHT derived amounts 20000 414000',
    'JKK derived amounts 10000 207000',
    'JKM verified amounts 6800 6800',
  ]);
});

test('what is not known is left out, and migrant workers pay by package', () => {
  assert.deepEqual(
    contributionFigures(month('2027-03'), 'PU').map(({ programme }) => programme),
    ['JHT', 'JKK', 'JKM', 'JKP'],
  );
  assert.deepEqual(told('2026-11', 'PMI'), []);
  assert.deepEqual(told('2026-11', 'JAKON'), ['JKK verified shares 1740 0 ', 'JKM verified shares 300 0 ']);
});

test('a discount in force is told with its months, one for a single trade is not', () => {
  const reliefIn = (of: string) =>
    contributionFigures(month(of), 'BPU').find(({ programme }) => programme === 'JKK')?.relief;
  assert.deepEqual(reliefIn('2026-11'), {
    rate: 50_000,
    from: '2026-04',
    to: '2026-12',
    legalSource: 'PP 50/2025',
  });
  assert.equal(reliefIn('2027-02'), undefined, 'transport alone');
});
