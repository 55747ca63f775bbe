import assert from 'node:assert/strict';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { importContributions } from '#contributions';
import { demonstrationCast, defaultUntil, generate } from '#generate';
import {
  type RowRefusal,
  findPersonByMemberNumber,
  importEmployers,
  importFamilies,
  importMembers,
  personDetails,
} from '#members';
import { sql } from '#platform';
import { testDatabase } from './support/database.ts';
import { testKeys } from './support/keys.ts';
import { differences } from './support/money.ts';

const folder = mkdtempSync(join(tmpdir(), 'goid-generate-'));
after(() => rmSync(folder, { recursive: true }));

test('everything generated is taken without a refusal, and the ledger ties', async () => {
  const database = await testDatabase();
  const { rows } = await generate({ members: 6000, months: 3, seed: 11, out: folder, cast: true });
  const refusals: RowRefusal[] = [];
  const options = {
    keys: testKeys,
    now: new Date('2026-11-23T03:00:00Z'),
    onRefusal: (refusal: RowRefusal) => void refusals.push(refusal),
  };
  const file = (name: string) => createReadStream(join(folder, `${name}.csv`));
  const employers = await importEmployers(database, file('employers'), options);
  const members = await importMembers(database, file('members'), options);
  const families = await importFamilies(database, file('families'), options);
  const contributions = await importContributions(database, file('contributions'), options);
  assert.deepEqual(refusals, []);
  assert.equal(contributions.rowsWritten, rows.contributions);
  assert.deepEqual(await differences(database), []);
  assert.deepEqual(
    [employers.rowsWritten, members.rowsWritten, families.rowsWritten],
    [rows.employers, rows.members, rows.families],
  );
  const { persons } = await database.one<{ persons: bigint }>(
    sql`select count(*) as persons from members.national_number`,
  );
  const cast = demonstrationCast(defaultUntil);
  assert.equal(persons, BigInt(6000 + cast.length));
  // The mismatches that were made are the mismatches that were noticed, card by card.
  assert.ok((members.warnings ?? 0) > 100 && (members.warnings ?? 0) < 300, String(members.warnings));
  for (const member of cast) {
    const personId = (await findPersonByMemberNumber(database, member.kpj)) ?? assert.fail(member.name);
    const details = await personDetails(database, testKeys, personId);
    assert.deepEqual(
      [details?.fullName, details?.email, details?.phone],
      [member.name, member.email, member.phone],
    );
  }
  const labourIntensive = await database.many<{ workers: bigint }>(sql`
    select count(*) as workers from members.membership join members.employer using (employer_id)
    where labour_intensive and ended_on is null and started_on < '2026-10-01' and npp in
      (select npp from members.employer where labour_intensive and scale = 'medium')
    group by employer_id having count(*) in (49, 50) order by 1`);
  assert.ok(
    labourIntensive.some(({ workers }) => workers === 49n) &&
      labourIntensive.some(({ workers }) => workers === 50n),
  );
});

test('files of two seeds go into one database without a refusal', async () => {
  const database = await testDatabase();
  const refusals: RowRefusal[] = [];
  const options = {
    keys: testKeys,
    now: new Date('2026-11-23T03:00:00Z'),
    onRefusal: (refusal: RowRefusal) => void refusals.push(refusal),
  };
  for (const [seed, cast] of [
    [2026, true],
    [5, false],
  ] as const) {
    const out = join(folder, String(seed));
    const { rows } = await generate({ members: 200, months: 3, seed, out, cast });
    const file = (name: string) => createReadStream(join(out, `${name}.csv`));
    const reports = [
      await importEmployers(database, file('employers'), options),
      await importMembers(database, file('members'), options),
      await importFamilies(database, file('families'), options),
      await importContributions(database, file('contributions'), options),
    ];
    assert.deepEqual(refusals, []);
    assert.deepEqual(
      reports.map(({ rowsWritten }) => rowsWritten),
      [rows.employers, rows.members, rows.families, rows.contributions],
    );
  }
});
