import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import {
  findPersonByMemberNumber,
  importMembers,
  importFamilies,
  membershipsOf,
  personDetails,
} from '#members';
import { testDatabase } from './support/database.ts';
import { testKeys } from './support/keys.ts';

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
