import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { findPersonByMemberNumber, importEmployers, importMembers, personDetails } from '#members';
import { openDatabase, sql } from '#platform';
import { cloneDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { employersCsv, membersCsv } from '../../tests/support/member-files.ts';

const options = { keys: testKeys, now: new Date('2026-11-23T03:00:00Z'), onRefusal: () => assert.fail() };

test('the worker imports, the portal reads a person, the sign-in finds one and sees no family', async () => {
  const url = await cloneDatabase();
  const [worker, portal, sso] = ['goid_worker', 'goid_portal', 'goid_sso'].map((role) =>
    openDatabase({ url, role }),
  );
  assert.ok(worker && portal && sso);
  try {
    await importEmployers(worker, Readable.from([employersCsv()]), options);
    assert.equal((await importMembers(worker, Readable.from([membersCsv()]), options)).rowsWritten, 4);
    const personId = (await findPersonByMemberNumber(sso, '01234567890')) ?? '';
    assert.equal((await personDetails(portal, testKeys, personId))?.fullName, 'Siti Rahayu');
    await assert.rejects(portal.run(sql`update members.person set full_name = 'x'`), /permission denied/);
    await assert.rejects(sso.many(sql`select * from members.family`), /permission denied/);
  } finally {
    await Promise.all([worker.close(), portal.close(), sso.close()]);
  }
});
