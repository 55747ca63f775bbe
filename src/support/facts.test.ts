import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isoDate, month } from '#kernel';
import { plainName, readMonth, readRupiah } from './answers.ts';
import { aboutFact, areRight, type AskedRecord, drawFacts, type Fact, type FactName } from './facts.ts';

const card = (
  membershipId: string,
  employerName: string | undefined,
  startedOn: string,
  endedOn?: string,
) => ({
  membershipId,
  memberNumber: `1900000${membershipId}77`,
  segment: 'PU' as const,
  employerId: employerName === undefined ? undefined : membershipId,
  employerName,
  startedOn: isoDate(startedOn),
  endedOn: endedOn === undefined ? undefined : isoDate(endedOn),
});
const record: AskedRecord = {
  birthPlace: 'Kab. Bandung Barat',
  motherName: 'Siti Nur’aini',
  memberships: [
    card('02', 'PT. Maju Jaya (Persero) Tbk', '2019-03-04'),
    card('01', 'CV Sumber Rejeki', '2012-06-01', '2019-02-28'),
  ],
  reported: [
    { month: month('2026-10'), wage: 5_000_000n },
    { month: month('2026-09'), wage: 4_900_000n },
  ],
};
const first = (fact: Fact): readonly Fact[] => [fact, { fact: 'card_digits' }, { fact: 'first_year' }];
const isRight = (fact: Fact, typed: string) => areRight(first(fact), record, [typed, '0277', '2012']);

test('an answer is right however a person writes it, and wrong when it is another', () => {
  const cases: readonly (readonly [Fact, readonly string[], readonly string[]])[] = [
    [
      { fact: 'employer', card: '02' },
      ['maju jaya', 'PT Maju Jaya', 'P.T. MAJU JAYA tbk', 'MajuJaya'],
      ['maju', 'CV Sumber Rejeki', '', 'PT'],
    ],
    [
      { fact: 'wage', month: month('2026-10') },
      ['5000000', 'Rp 5.000.000,00', '4.500.000', '5,500,000'],
      ['4499999', '5500001', '', 'lima juta', '50000000'],
    ],
    [
      { fact: 'last_month' },
      ['2026-10', '10/2026', 'Oktober 2026', 'okt 2026', 'september 2026'],
      ['11/2026', '2026', 'Oktober', '10-2025', ''],
    ],
    [{ fact: 'mother_name' }, ['siti nur aini', 'SITI NURAINI', 'Siti Nur’aini'], ['Siti', '', 'Aini Siti']],
    [{ fact: 'birth_place' }, ['Bandung Barat', 'kabupaten bandung barat'], ['Bandung', '', 'kab']],
  ];
  for (const [fact, right, wrong] of cases) {
    for (const typed of right) assert.equal(isRight(fact, typed), true, `${fact.fact} ${typed}`);
    for (const typed of wrong) assert.equal(isRight(fact, typed), false, `${fact.fact} ${typed}`);
  }
});

test('one wrong answer of three is as wrong as three', () => {
  const facts: readonly Fact[] = [{ fact: 'mother_name' }, { fact: 'card_digits' }, { fact: 'first_year' }];
  const right = ['siti nuraini', '0177', '2012'];
  assert.equal(areRight(facts, record, right), true);
  for (const place of [0, 1, 2])
    assert.equal(
      areRight(
        facts,
        record,
        right.map((one, index) => (index === place ? 'x' : one)),
      ),
      false,
    );
  assert.equal(areRight(facts, record, right.slice(0, 2)), false);
  assert.equal(areRight([], record, []), false);
});

test('what is drawn never stands on paper alone, and no question tells the answer to another', () => {
  const seen = new Set<FactName>();
  for (let seed = 0; seed < 400; seed += 1) {
    let turn = seed;
    const drawn = drawFacts(record, (below) => {
      turn = (turn * 31 + 7) % 9973;
      return turn % below;
    });
    const names = (drawn ?? assert.fail()).map(({ fact }) => fact);
    for (const name of names) seen.add(name);
    assert.equal(new Set(names).size, 3);
    const onPaper = names.filter((name) => ['mother_name', 'birth_place', 'card_digits'].includes(name));
    assert.ok(onPaper.length <= 1, names.join());
    assert.ok(!(names.includes('employer') && names.includes('first_year')), names.join());
    assert.ok(!(names.includes('wage') && names.includes('last_month')), names.join());
  }
  assert.equal(seen.size, 7, 'each of them is asked sometimes');
});

test('nothing is asked that the record lacks; a thin one is not asked at all', () => {
  assert.equal(drawFacts({ ...record, reported: [] }), undefined);
  assert.equal(drawFacts({ ...record, memberships: [] }), undefined);
  const bare = drawFacts({ ...record, motherName: undefined, birthPlace: undefined });
  assert.ok(bare?.some(({ fact }) => fact === 'card_digits'));
});

test('what a question says of its period comes from the card, and no more', () => {
  assert.deepEqual(aboutFact({ fact: 'employer', card: '01' }, record), { from: '2012-06', to: '2019-02' });
  assert.deepEqual(aboutFact({ fact: 'mother_name' }, record), {});
  assert.equal(plainName('PT'), 'pt');
  assert.equal(readMonth('13/2026'), undefined);
  assert.equal(readRupiah('9'.repeat(13)), undefined);
});
