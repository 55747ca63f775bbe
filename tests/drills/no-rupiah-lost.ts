import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isoDate, newId } from '#kernel';
import { creditReturns, declareReturn, payOutSavings, savingsMovements, savingsOf } from '#contributions';
import { joinRecords } from '#privacy';
import { cards, importPeople, importRows, personOf } from '../support/contributions.ts';
import { testDatabase } from '../support/database.ts';
import { enterSavings } from '../support/ledger.ts';
import { differences } from '../support/money.ts';

/*
 * A clerk's notebook beside the program: for each member the rupiah on the account month by month, and what is reported
 * and not posted. Whatever is filed, posted, corrected, paid out, credited and merged in whatever order, both say the same.
 */
const members = ['siti', 'budi', 'joko'] as const;
const employers = { siti: '1001', budi: '1001', joko: '1003' } as const;
type Member = (typeof members)[number];
const share = 570_000n;
const rates: Readonly<Record<number, bigint>> = { 2024: 5630n, 2025: 6000n };
const provisional = 4000n;

class Notebook {
  readonly lines: { readonly month: number; readonly amount: bigint }[] = [];
  pending = 0n;
  /** Rupiah times months of this year that a pay-out has had its return for. */
  rewarded = 0n;
  /** What was paid out: savings may lack as much, when a month is taken back after it was paid. */
  paid = 0n;

  balance(): bigint {
    return this.lines.reduce((sum, { amount }) => sum + amount, 0n);
  }

  /**
   * Rupiah times months from the first month of `year` up to month `until`, each by the balance that it began with; one that
   * began below zero counts for nothing.
   */
  rupiahMonths(year: number, until: number): bigint {
    let sum = 0n;
    for (let month = year * 12; month < until; month += 1) {
      let balance = 0n;
      for (const line of this.lines) if (line.month < month) balance += line.amount;
      if (balance > 0n) sum += balance;
    }
    return sum - this.rewarded;
  }

  close(year: number): void {
    const weight = this.rupiahMonths(year, (year + 1) * 12);
    const earned = weight > 0n ? (weight * (rates[year] ?? 0n)) / 1_200_000n : 0n;
    if (earned > 0n) this.lines.push({ month: year * 12 + 11, amount: earned });
    this.rewarded = 0n;
  }

  /** Two records of one person: from now on it is as if there had always been one. */
  take(other: Notebook): void {
    this.lines.push(...other.lines);
    this.pending += other.pending;
    this.rewarded += other.rewarded;
    this.paid += other.paid;
  }

  payOut(amount: bigint, month: number): bigint {
    const weight = this.rupiahMonths(Math.floor(month / 12), month + 1);
    const part = ((weight > 0n ? weight : 0n) * amount) / this.balance();
    const earned = (part * provisional) / 1_200_000n;
    if (earned > 0n) this.rewarded += part;
    this.lines.push({ month, amount: -amount });
    this.paid += amount;
    return earned;
  }
}

type Step =
  | { readonly what: 'report' | 'post'; readonly member: Member }
  | { readonly what: 'merge'; readonly member: Member; readonly into: Member }
  | { readonly what: 'correct' | 'payOut'; readonly member: Member; readonly thousands: number };

const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.record({ what: fc.constantFrom('report', 'post'), member: fc.constantFrom(...members) }),
  fc.record({
    what: fc.constant('merge'),
    member: fc.constantFrom(...members),
    into: fc.constantFrom(...members),
  }),
  fc.record({
    what: fc.constantFrom('correct', 'payOut'),
    member: fc.constantFrom(...members),
    thousands: fc.integer({ min: 1, max: 700 }),
  }),
);
/** What happens in each month of two years, two things at most. */
const months = fc.array(fc.array(step, { maxLength: 2 }), { minLength: 24, maxLength: 24 });

/** No rupiah is lost or made by any sequence of filing, posting, correcting, paying out, crediting and merging. */
export async function compareWithNotebook({ runs }: { readonly runs: number }): Promise<void> {
  await fc.assert(
    fc.asyncProperty(months, async (list) => {
      const world = await begin();
      for (const [index, steps] of list.entries()) {
        const month = 2024 * 12 + index;
        for (const each of steps) await happen(world, each, month);
        if (month % 12 === 11) await closeYear(world, Math.floor(month / 12));
      }
      for (const member of members) {
        const savings = await savingsOf(world.database, world.persons[member], isoDate('2026-11-23'));
        const { balance, pending } = {
          balance: world.books[member].balance(),
          pending: world.books[member].pending,
        };
        assert.deepEqual([savings.balance, savings.pending], [balance, pending], member);
        const { rows } = await savingsMovements(world.database, world.persons[member], {
          limit: 200,
          offset: 0,
        });
        assert.equal(
          rows.reduce((sum, { amount }) => sum + amount, 0n),
          balance,
          member,
        );
      }
      assert.deepEqual(await differences(world.database), []);
    }),
    { numRuns: runs },
  );
}

async function begin() {
  const database = await testDatabase();
  await importPeople(database);
  const at = new Date('2024-01-02T03:00:00Z');
  const persons = {
    siti: await personOf(database, cards.siti),
    budi: await personOf(database, cards.budi),
    joko: await personOf(database, cards.joko),
  };
  for (const year of [2024, 2025]) {
    const terms = { year, method: 'monthly_opening_balance', source: 'uji', isExample: true } as const;
    await declareReturn(database, { ...terms, kind: 'declared', rate: Number(rates[year]) }, at);
    await declareReturn(database, { ...terms, kind: 'provisional', rate: Number(provisional) }, at);
  }
  // The ledger begins in 2024, whatever happens then.
  const first = `1003,${cards.joko},2024-01,10000000,2024-01-02,2024-01-02,2024-01-02,2024-01-02`;
  assert.deepEqual((await importRows(database, [first], at)).refusals, []);
  const books = { siti: new Notebook(), budi: new Notebook(), joko: new Notebook() };
  books.joko.lines.push({ month: 2024 * 12, amount: share });
  const reported = { siti: [] as string[], budi: [] as string[], joko: [] as string[] };
  return { database, persons, books, reported };
}

type World = Awaited<ReturnType<typeof begin>>;
const dayOf = (month: number, day: number) =>
  isoDate(
    `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
  );

async function happen(world: World, each: Step, month: number): Promise<void> {
  const { database, persons, books, reported } = world;
  const book = books[each.member];
  const now = new Date(`${dayOf(month, 20)}T03:00:00Z`);
  switch (each.what) {
    case 'report': {
      const of = dayOf(month, 1).slice(0, 7);
      if (reported[each.member].some((row) => row.includes(of)) || of < '2024-02') return;
      const row = `${employers[each.member]},${cards[each.member]},${of},10000000,${dayOf(month, 2)}`;
      assert.deepEqual((await importRows(database, [`${row},,,`], now)).refusals, []);
      reported[each.member].push(row);
      book.pending += share;
      return;
    }
    case 'post': {
      const row = reported[each.member].find((open) => !open.endsWith(' posted'));
      if (!row) return;
      const day = dayOf(month, 15);
      assert.deepEqual((await importRows(database, [`${row},${day},${day},${day}`], now)).refusals, []);
      reported[each.member][reported[each.member].indexOf(row)] = `${row} posted`;
      book.pending -= share;
      book.lines.push({ month, amount: share });
      return;
    }
    case 'merge':
      return merge(world, each, now);
    case 'correct': {
      const asked = BigInt(each.thousands) * 1001n;
      const most = book.balance() + book.paid;
      // An odd one takes back, at most what is there or was paid out.
      const amount = each.thousands % 2 === 0 ? asked : asked < most ? -asked : -most;
      if (amount === 0n) return;
      const correction = {
        id: newId(now),
        owner: persons[each.member],
        amount: String(amount),
        effectiveOn: dayOf(month, 17),
      };
      await enterSavings(database, [{ ...correction, kind: 'correction' }], now);
      book.lines.push({ month, amount });
      return;
    }
    case 'payOut':
    default: {
      const amount = BigInt(each.thousands) * 1000n;
      const before = book.balance();
      const asked = {
        personId: persons[each.member],
        payOutId: newId(now),
        paidOn: dayOf(month, 18),
        savings: amount,
      };
      const done = await database.transaction((tx) => payOutSavings(tx, asked, now));
      if (amount > before) assert.deepEqual(done, { ok: false, refusal: 'more_than_balance' });
      else
        assert.deepEqual(done, {
          ok: true,
          value: { savings: amount, returnAmount: book.payOut(amount, month) },
        });
    }
  }
}

/** One employer reported the same month in both: which is the double one is for people to find out. */
const haveDouble = (reported: World['reported'], one: readonly Member[], other: readonly Member[]) =>
  ['1001', '1003'].some((npp) => {
    const monthsOf = (all: readonly Member[]) =>
      all
        .flatMap((member) => reported[member])
        .filter((row) => row.startsWith(npp))
        .map((row) => row.split(',')[2]);
    return monthsOf(one).some((month) => monthsOf(other).includes(month));
  });

async function merge(
  { database, persons, books, reported }: World,
  { member, into }: Extract<Step, { what: 'merge' }>,
  now: Date,
): Promise<void> {
  const [gone, stays] = [persons[member], persons[into]];
  if (gone === stays) return;
  const of = (person: string) => members.filter((each) => persons[each] === person);
  const [going, staying] = [of(gone), of(stays)];
  const merging = { mergingId: newId(now), gone, stays, caseNumber: 'UJI', now };
  const done = await database.transaction((tx) => joinRecords(tx, merging));
  if (haveDouble(reported, going, staying))
    return assert.deepEqual(done, { ok: false, refusal: 'double_months' });
  assert.ok(done.ok);
  const book = books[into];
  book.take(books[member]);
  for (const each of going) [persons[each], books[each]] = [stays, book];
}

async function closeYear({ database, books }: World, year: number): Promise<void> {
  const credited = await creditReturns(database, year, {
    now: new Date(`${year + 1}-01-20T03:00:00Z`),
    partSize: 3,
  });
  assert.ok(credited.ok);
  for (const book of new Set(Object.values(books))) book.close(year);
}
