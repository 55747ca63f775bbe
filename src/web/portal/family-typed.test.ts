import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isoDate } from '#kernel';
import { familySeen, noChangeTyped, readChange } from './family-typed.ts';

const ani = { relation: 'spouse', fullName: 'Ani', birthDate: isoDate('1991-02-03') } as const;
const sastro = { relation: 'parent', fullName: 'Sastro', birthDate: undefined } as const;
const family = [ani, sastro];
const now = new Date('2026-11-23T03:00:00Z');
const reason = 'Sesuai KK';
const day = isoDate('2015-04-09');

// what is typed, the change or what is wrong
const cases = [
  [
    { relation: 'child', fullName: 'Laras', birthDate: '9-4-2015' },
    { before: undefined, after: { relation: 'child', fullName: 'Laras', birthDate: day } },
  ],
  [
    { relation: 'sibling', fullName: 'Joko' },
    { before: undefined, after: { relation: 'sibling', fullName: 'Joko', birthDate: undefined } },
  ],
  [
    { relative: '1', gone: true },
    { before: sastro, after: undefined },
  ],
  [
    { relative: '0', fullName: 'Ani Lestari' },
    { before: ani, after: { ...ani, fullName: 'Ani Lestari' } },
  ],
  [
    { relative: '1', birthDate: '9-4-2015' },
    { before: sastro, after: { ...sastro, birthDate: day } },
  ],
  [{ relation: 'child', fullName: 'Laras' }, ['birth_date']],
  [{ relation: 'child', fullName: 'Laras', birthDate: '31-2-2015' }, ['birth_date']],
  [{ relation: 'cousin', fullName: 'Joko' }, ['relation']],
  [{ fullName: 'Joko' }, ['relation']],
  [{ relation: 'spouse', fullName: '' }, ['full_name']],
  [{ relation: 'spouse', fullName: 'Ani <b>' }, ['full_name']],
  [{ relative: '0' }, ['nothing']],
  [{ relative: '0', fullName: 'Ani' }, ['nothing']],
  [{ relative: '2', gone: true }, ['relative']],
  [{ relative: '1', gone: true, reason: '' }, ['reason']],
] as const;

for (const [typed, expected] of cases)
  test(`of the family, ${JSON.stringify(typed)} is ${'before' in expected ? 'a change' : `wrong: ${expected.join()}`}`, () => {
    const { change, faults } = readChange({ ...noChangeTyped, reason, ...typed }, family, now);
    assert.deepEqual(
      'before' in expected ? [change, faults] : faults,
      'before' in expected ? [expected, []] : expected,
    );
  });

test('a place in the family counts only while the family is the one that the page showed', () => {
  assert.equal(familySeen(family), familySeen([...family]));
  assert.notEqual(familySeen(family), familySeen([sastro, ani]));
});
