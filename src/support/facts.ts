import { randomInt } from 'node:crypto';
import type { ContributionRow } from '#contributions';
import { addMonths, type Month, monthOf, yearOf } from '#kernel';
import type { DeskRecord, Membership } from '#members';
import { plainName, readMonth, readRupiah } from './answers.ts';

/**
 * A fact that the desk asks about, as it is kept: a name, and a card or a month where it needs one. No value of the record
 * stands in it.
 */
export type Fact =
  | { readonly fact: 'employer'; readonly card: string }
  | { readonly fact: 'wage'; readonly month: Month }
  | { readonly fact: 'last_month' | 'first_year' | 'mother_name' | 'birth_place' | 'card_digits' };
export type FactName = Fact['fact'];

/** `record` stands only in the member's record; `paper` on an identity card, a family card or the member's card. */
const kinds: Readonly<Record<FactName, 'record' | 'paper'>> = {
  employer: 'record',
  wage: 'record',
  last_month: 'record',
  first_year: 'record',
  mother_name: 'paper',
  birth_place: 'paper',
  card_digits: 'paper',
};

export type AskedRecord = DeskRecord & {
  /** The newest reported months, the newest first. */
  readonly reported: readonly Pick<ContributionRow, 'month' | 'wage'>[];
};

/** How many are asked, and how many of them stand on no paper that somebody may have found or stolen. */
export const askedFacts = 3;
const fromRecord = 2;

/** What the page says of one would answer the other: a period begins in its year, a wage has its month. */
const tells: Partial<Record<FactName, FactName>> = {
  employer: 'first_year',
  first_year: 'employer',
  wage: 'last_month',
  last_month: 'wage',
};

/** Everything that this record can be asked; nothing that it lacks. */
export function factsOf(record: AskedRecord): Fact[] {
  const { memberships, reported } = record;
  const employers = memberships.filter(({ employerName }) => employerName !== undefined);
  const first = memberships.length > 0;
  return [
    ...employers.map(({ membershipId: card }): Fact => ({ fact: 'employer', card })),
    ...reported
      .filter(({ wage }) => wage !== undefined && wage > 0n)
      .slice(0, 3)
      .map(({ month }): Fact => ({ fact: 'wage', month })),
    ...(reported.length > 0 ? [{ fact: 'last_month' } as const] : []),
    ...(first ? [{ fact: 'first_year' } as const, { fact: 'card_digits' } as const] : []),
    ...(record.motherName ? [{ fact: 'mother_name' } as const] : []),
    ...(record.birthPlace ? [{ fact: 'birth_place' } as const] : []),
  ];
}

/**
 * Three facts at random, each of another name, two of them at least from the record alone. Undefined when the record is
 * too thin: then the branch sees the papers.
 */
export function drawFacts(
  record: AskedRecord,
  pick: (below: number) => number = randomInt,
): Fact[] | undefined {
  let left = factsOf(record);
  const drawn: Fact[] = [];
  while (drawn.length < askedFacts) {
    const wanted = drawn.length < fromRecord ? left.filter(({ fact }) => kinds[fact] === 'record') : left;
    const one = wanted.length > 0 ? wanted[pick(wanted.length)] : undefined;
    if (!one) return undefined;
    drawn.push(one);
    left = left.filter(({ fact }) => fact !== one.fact && fact !== tells[one.fact]);
  }
  return drawn;
}

/** What the page says beside the question: the period of a card, the month of a wage; nothing that answers another. */
export function aboutFact(
  fact: Fact,
  { memberships }: AskedRecord,
): { readonly from?: Month; readonly to?: Month | undefined } {
  if (fact.fact === 'wage') return { from: fact.month };
  if (fact.fact !== 'employer') return {};
  const card = memberships.find(({ membershipId }) => membershipId === fact.card);
  return card ? { from: monthOf(card.startedOn), to: card.endedOn && monthOf(card.endedOn) } : {};
}

/** Nobody knows a wage to the rupiah. */
const tolerance = 10n;

const same = (known: string | undefined, typed: string) =>
  known !== undefined && plainName(typed) !== '' && plainName(known) === plainName(typed);

const checks: Readonly<Record<FactName, (fact: Fact, record: AskedRecord, typed: string) => boolean>> = {
  employer: (fact, { memberships }, typed) =>
    same(memberships.find((card) => 'card' in fact && card.membershipId === fact.card)?.employerName, typed),
  wage: (fact, { reported }, typed) => {
    const wage = reported.find(({ month }) => 'month' in fact && month === fact.month)?.wage;
    const said = readRupiah(typed);
    if (wage === undefined || said === undefined) return false;
    return (said > wage ? said - wage : wage - said) * tolerance <= wage;
  },
  // The newest may have been reported since the member looked.
  last_month: (_, { reported }, typed) => {
    const [newest] = reported;
    const said = readMonth(typed);
    return newest !== undefined && (said === newest.month || said === addMonths(newest.month, -1));
  },
  first_year: (_, { memberships }, typed) => typed.trim() === String(firstYear(memberships)),
  mother_name: (_, { motherName }, typed) => same(motherName, typed),
  birth_place: (_, { birthPlace }, typed) => same(birthPlace, typed),
  card_digits: (_, { memberships }, typed) => {
    const said = typed.replaceAll(/\D/g, '');
    return said.length === 4 && memberships.some(({ memberNumber }) => memberNumber.endsWith(said));
  },
};

const firstYear = (memberships: readonly Membership[]) =>
  Math.min(...memberships.map(({ startedOn }) => yearOf(startedOn)));

/** Whether all answers are right: every one is looked at, so that neither the time nor the answer says which was wrong. */
export function areRight(facts: readonly Fact[], record: AskedRecord, typed: readonly string[]): boolean {
  const results = facts.map((fact, place) => checks[fact.fact](fact, record, typed[place] ?? ''));
  return results.length === askedFacts && results.filter(Boolean).length === askedFacts;
}
