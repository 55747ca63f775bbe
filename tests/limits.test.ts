import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { processFilings } from '#filings';
import {
  findPersonByMemberNumber,
  importMembers,
  importFamilies,
  membershipsOf,
  personDetails,
} from '#members';
import { type Database, sql } from '#platform';
import { billOn } from '../bench/billing.ts';
import { credit, prepareYears, rate } from '../bench/crediting.ts';
import { creditInOneStatement } from '../bench/crediting-floor.ts';
import { fittedExponent } from '../bench/figures.ts';
import { fileOn } from '../bench/filing.ts';
import { emptyRecords } from '../bench/filing-floor.ts';
import { fillMembers } from '../bench/member-world.ts';
import { testDatabase } from './support/database.ts';
import { testKeys } from './support/keys.ts';
import { ledgerDifferences } from './support/ledger.ts';

const database = await testDatabase();
const options = {
  keys: testKeys,
  now: new Date('2026-11-23T03:00:00Z'),
  onRefusal: (refusal: unknown) => assert.fail(JSON.stringify(refusal)),
};

test('a person whom a faulty file gave thousands of cards or relatives is read with the newest hundred', async () => {
  const nik = '3273014101500001';
  const cards = Array.from({ length: 150 }, (_, index) => {
    const year = 1990 + Math.floor(index / 12);
    const kpj = String(10_000_000_000 + index);
    return `${nik},Siti Aminah,1950-01-01,,P,,,32,,,${kpj},,BPU,${year}-${String((index % 12) + 1).padStart(2, '0')}-02,`;
  });
  const header =
    'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on';
  await importMembers(database, Readable.from([[header, ...cards, ''].join('\n')]), options);
  const family = Array.from({ length: 150 }, (_, index) => `${nik},sibling,Saudara ${index},`);
  await importFamilies(
    database,
    Readable.from([['nik,relation,full_name,birth_date', ...family, ''].join('\n')]),
    options,
  );
  const personId = (await findPersonByMemberNumber(database, '10000000149')) ?? assert.fail();
  const memberships = await membershipsOf(database, personId);
  assert.equal(memberships.length, 100);
  assert.equal(memberships[0]?.memberNumber, '10000000149');
  const details = await personDetails(database, testKeys, personId);
  assert.deepEqual(
    details?.memberships.map(({ memberNumber }) => memberNumber),
    memberships.map(({ memberNumber }) => memberNumber),
  );
  assert.equal(details?.family.length, 100);
});

/*
 * The benches that measure the limits at size, each small, so that none of them stops working unseen; and what a bench sets
 * beside the program must come to the same as the program.
 */
test('the world of the members that the benches open pages of ties, whatever its size', async () => {
  const world = await testDatabase({ statementTimeoutSeconds: 0 });
  const sampled = await fillMembers(world.url, testKeys, 205, 2);
  assert.deepEqual(
    sampled.map(({ number }) => number),
    [1, 103],
  );
  assert.deepEqual(await ledgerDifferences(world), []);
  const [, second] = sampled;
  assert.equal(await findPersonByMemberNumber(world, '90000000103'), second?.personId);
  const details = await personDetails(world, testKeys, second?.personId ?? '');
  assert.equal(details?.fullName, 'Peserta 103');
  const counted = await world.one(sql`
    select (select count(*)::int from members.person) as people, (select count(*)::int from contributions.contribution) as rows,
      (select count(*)::int from ledger.posting where amount > 0) - (select count(*)::int from ledger.year_end where returns > 0) as given`);
  assert.deepEqual(counted, { people: 205, rows: 205 * 12, given: 205 * 12 });
});

const books = await testDatabase({ statementTimeoutSeconds: 0 });

test('the one statement that crediting is measured by credits every account the same', async () => {
  await prepareYears(books, 120);
  const ends = sql`select count(*)::int as ends, sum(balance)::bigint as balance, sum(returns)::bigint as returns from ledger.year_end
    join ledger.ledger_account using (ledger_account_id) where year = 2025 and kind = 'savings'`;
  let floor: unknown;
  await assert.rejects(
    books.transaction(async (tx) => {
      const within: Database = { ...tx, transaction: (work) => work(tx), close: () => Promise.resolve() };
      await creditInOneStatement(within, 2025, rate);
      floor = await tx.one(ends);
      throw new Error('undone');
    }),
    /undone/,
  );
  await credit(books);
  assert.deepEqual(await books.one(ends), floor);
  assert.equal((floor as { ends: number }).ends, 120);
});

test('bills and payments at size tie in the end', async () => {
  assert.deepEqual(await billOn(books, 3), []);
});

test('filing, the bare statements and batched inserts write the same wages, shares and remarks', async () => {
  await emptyRecords(books);
  const nothing = { seconds: 1, megabytes: 0, cpu: 0 };
  const { written } = await fileOn(books, 5, {
    postgresCpu: () => 0,
    work: async (services) => {
      await processFilings(services);
      return nothing;
    },
  });
  const [filed, batched, bare] = written;
  assert.equal(filed?.rows, 498);
  assert.deepEqual([batched, bare], [filed, filed]);
});

test('the exponent of what does not grow is zero, and of what doubles with the size one', () => {
  const sizes = [10_000, 100_000, 1_000_000];
  assert.equal(fittedExponent(sizes.map((size) => ({ size, cost: 7 }))), 0);
  assert.ok(Math.abs(fittedExponent(sizes.map((size) => ({ size, cost: size * 3 }))) - 1) < 1e-9);
});
