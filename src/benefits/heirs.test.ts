import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isoDate } from '#kernel';
import type { FamilyMember, Relation } from '#members';
import { programmes } from '#rates';
import { heirsOf } from './heirs.ts';

const today = isoDate('2026-11-23');
const relative = (relation: Relation, born?: string): FamilyMember => ({
  relation,
  fullName: `${relation} ${born ?? ''}`.trim(),
  birthDate: born ? isoDate(born) : undefined,
});
const spouse = relative('spouse', '1988-11-30');
const child = relative('child', '2015-02-01');
const grownChild = relative('child', '2000-02-01');
const parent = relative('parent', '1960-02-01');
const sibling = relative('sibling', '1992-02-01');

// the family on the register, who receives JHT, JKK and JKM, who receives JP
const cases: readonly (readonly [readonly FamilyMember[], string | undefined, string | undefined])[] = [
  [[spouse, child, parent, sibling], 'spouse_or_child', 'spouse'],
  [[child, parent], 'spouse_or_child', 'young_child'],
  [[grownChild, parent], 'spouse_or_child', 'parent'], // a child of 26 has savings, but no child's pension
  [[relative('child')], 'spouse_or_child', 'young_child'], // the birth date is not on the register
  [[parent, sibling], 'direct_line', 'parent'],
  [[sibling], 'sibling', undefined],
  [[], undefined, undefined],
];
for (const [family, savings, pension] of cases)
  test(`of ${family.map(({ fullName }) => fullName).join(', ') || 'nobody'} ${savings ?? 'nobody'} comes first, for JP ${pension ?? 'nobody'}`, () => {
    for (const programme of ['JHT', 'JKK', 'JKM'] as const)
      assert.equal(heirsOf(programme, family, today)?.receiver, savings, programme);
    assert.equal(heirsOf('JP', family, today)?.receiver, pension);
    assert.equal(heirsOf('JKP', family, today), undefined);
  });

test('the last in line of JHT is the estate chamber, of JKK and JKM the social-security fund', () => {
  const last = (programme: 'JHT' | 'JKK' | 'JKM') => heirsOf(programme, [], today)?.order.classes.at(-1);
  assert.deepEqual([last('JHT'), last('JKK'), last('JKM')], ['estate_chamber', 'social_fund', 'social_fund']);
});

test('what the register leaves open is remarked: two spouses, no birth date, an age past belief', () => {
  assert.equal(heirsOf('JHT', [spouse, spouse], today)?.severalSpouses, true);
  const remarks = (family: readonly FamilyMember[], programme: 'JP' | 'JHT' = 'JP') =>
    heirsOf(programme, family, today)?.classes.flatMap(({ people }) => people.map(({ remark }) => remark));
  assert.deepEqual(remarks([relative('child')]), ['age_unknown']);
  assert.deepEqual(remarks([relative('child', '2003-11-23')]), ['too_old']);
  assert.deepEqual(remarks([relative('child', '2003-11-24')]), [undefined]);
  assert.deepEqual(remarks([relative('parent', '1900-01-01')], 'JHT'), ['check_age']);
});

const families = fc.array(
  fc.record({
    relation: fc.constantFrom<Relation>('spouse', 'child', 'parent', 'sibling'),
    year: fc.option(fc.integer({ min: 1890, max: 2026 }), { nil: undefined }),
  }),
  { maxLength: 12 },
);

test('nobody of the register is lost or counted twice, and at most one class receives', () => {
  fc.assert(
    fc.property(families, fc.constantFrom(...programmes), (people, programme) => {
      const family = people.map(({ relation, year }) =>
        relative(relation, (year && `${year}-01-15`) || undefined),
      );
      const found = heirsOf(programme, family, today);
      if (!found) return;
      const placed = found.classes.flatMap((one) => one.people);
      assert.equal(placed.length + found.others.length, family.length);
      const receiving = found.classes.filter(({ receives }) => receives);
      assert.ok(receiving.length <= 1);
      assert.equal(receiving[0]?.name, found.receiver);
      const earlier = found.classes.slice(
        0,
        found.classes.findIndex(({ receives }) => receives),
      );
      if (found.receiver)
        assert.ok(earlier.every((one) => one.people.every(({ remark }) => remark === 'too_old')));
    }),
  );
});
