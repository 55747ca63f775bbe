import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import {
  contributionHistory,
  creditReturns,
  declareReturn,
  payOutSavings,
  savingsMovements,
  savingsOf,
  savingsReturns,
} from '#contributions';
import { isoDate, month, newId } from '#kernel';
import { findPersonByNationalNumber, importMembers, membershipsOf, recordsOf } from '#members';
import { type Database, openDatabase, sql, Statement } from '#platform';
import { joinRecords } from '#privacy';
import { yearStatement } from '#statements';
import {
  cards,
  correct,
  importPeople,
  importRows,
  now,
  personOf,
} from '../../tests/support/contributions.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { eventually } from '../../tests/support/messages.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { differences } from '../../tests/support/money.ts';

const today = isoDate('2026-11-23');

async function newWorld() {
  const database = await testDatabase();
  await importPeople(database);
  for (const year of [2024, 2025, 2026]) {
    const terms = { year, method: 'monthly_opening_balance', source: 'uji', isExample: true } as const;
    for (const kind of ['declared', 'provisional'] as const)
      await declareReturn(database, { ...terms, kind, rate: 5630 }, new Date('2024-01-02T03:00:00Z'));
  }
  const persons = {
    siti: await personOf(database, cards.siti),
    budi: await personOf(database, cards.budi),
    joko: await personOf(database, cards.joko),
    maria: await personOf(database, cards.maria),
  };
  return { database, persons };
}
type Name = 'siti' | 'budi' | 'joko' | 'maria';

const posted = (database: Database, npp: string, card: string, of: string) =>
  importRows(
    database,
    [`${npp},${card},${of},10000000,${of}-02,${of}-03,${of}-04,${of}-15`],
    new Date(`${of}-20T03:00:00Z`),
  );

const mergingOf = (persons: Record<Name, string>, gone: Name, stays: Name) => ({
  mergingId: newId(now),
  gone: persons[gone],
  stays: persons[stays],
  caseNumber: 'UJI-1',
  now,
});

async function credit(database: Database, year: number): Promise<void> {
  const done = await creditReturns(database, year, {
    now: new Date(`${year + 1}-01-20T03:00:00Z`),
    partSize: 4,
  });
  assert.ok(done.ok);
}

/** Joko's savings go into Siti's, in a year of which neither return was credited yet. */
async function mergedWorld() {
  const { database, persons } = await newWorld();
  for (const on of ['2024-02', '2024-08', '2025-03'])
    assert.deepEqual((await posted(database, '1003', cards.joko, on)).refusals, []);
  for (const on of ['2024-04', '2025-05'])
    assert.deepEqual((await posted(database, '1001', cards.siti, on)).refusals, []);
  await credit(database, 2024);
  await database.run(
    sql`insert into members.address_change (change_id, person_id, changed_at) values (${newId(now)}, ${persons.joko}, ${now})`,
  );
  const merging = mergingOf(persons, 'joko', 'siti');
  const done = await database.transaction((tx) => joinRecords(tx, merging));
  assert.deepEqual(done, { ok: true, value: undefined });
  return { database, persons, merging };
}

test('two records become one: every card, month, rupiah and closed year under one person, and the other NIK is free', async () => {
  const { database, persons } = await mergedWorld();
  assert.deepEqual(
    (await membershipsOf(database, persons.siti)).map(({ memberNumber }) => memberNumber).toSorted(),
    [cards.siti, cards.sitiBefore, cards.joko],
  );
  assert.equal(await personOf(database, cards.joko), persons.siti);
  assert.deepEqual(await recordsOf(database, persons.siti), [persons.siti, persons.joko]);
  assert.equal(await findPersonByNationalNumber(database, testKeys, '3273010101750004'), undefined);
  const left = await database.one<{ count: bigint }>(
    sql`select count(*) from members.person where person_id = ${persons.joko}`,
  );
  assert.equal(left.count, 0n);
  const { rows } = await contributionHistory(database, persons.siti, today, {}, { limit: 200, offset: 0 });
  assert.equal(rows.filter(({ state }) => state !== 'missing').length, 5);
  await credit(database, 2025);
  const { balance } = await savingsOf(database, persons.siti, today);
  const movements = await savingsMovements(database, persons.siti, { limit: 50, offset: 0 });
  assert.equal(movements.rows[0]?.balanceAfter, balance);
  assert.equal(
    movements.rows.reduce((sum, { amount }) => sum + amount, 0n),
    balance,
  );
  const statements = await Promise.all(
    [2024, 2025, 2026].map((year) => yearStatement(database, testKeys, persons.siti, { year, today })),
  );
  assert.deepEqual(
    statements.map((statement) => [statement?.ties, statement?.reckoned?.records]),
    [
      [true, 2],
      [true, 1],
      [true, undefined],
    ],
  );
  assert.equal(statements[1]?.amounts.closing, balance);
  assert.equal((await savingsReturns(database, persons.siti, today)).length, 3);
  assert.equal((await savingsOf(database, persons.joko, today)).balance, 0n);
  assert.deepEqual(await differences(database), []);
});

/** Every column that names a person, by docs/decisions/0043-merging-records.md: one that is new has to be thought of there first. */
const moved =
  `accounts.account.person_id accounts.claim.person_id accounts.freeze.person_id accounts.officer.own_person_id
  accounts.officer_enrolment.own_person_id cases.case.person_id contributions.alert_choice.person_id
  contributions.contribution.person_id contributions.pay_out.person_id filings.remark.person_id filings.wage_remark.person_id ledger.ledger_account.owner_id
  members.address_change.person_id members.correction.person_id members.exit.person_id members.family.person_id
  members.family_change.person_id members.member_number.person_id members.membership.person_id
  members.merged_person.into_person_id members.national_number.person_id members.person.person_id privacy.correction.person_id
  privacy.request.person_id`.split(/\s+/);
const kept = `activity.entry.person_id members.merged_person.person_id privacy.merging.gone_person_id
  privacy.merging.stays_person_id support.look.person_id support.proposal.person_id support.search.person_id`.split(
  /\s+/,
);
/** Of accounts, not of persons. */
const others = ['platform.data_key.owner_id'];

test('every table that names a person was thought of, and none but history names the record that went', async () => {
  const { database, persons } = await mergedWorld();
  const columns = await database.many<{ name: string; table: string; column: string }>(sql`
    select concat_ws('.', table_schema, table_name, column_name) as name, concat_ws('.', table_schema, quote_ident(table_name)) as table,
      column_name as column
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where column_name ~ '(person_id|owner_id)$' and table_type = 'BASE TABLE'`);
  assert.deepEqual(
    columns.map(({ name }) => name).toSorted(),
    [...moved, ...kept, ...others].toSorted((one, other) => (one < other ? -1 : 1)),
  );
  for (const { name, table, column } of columns.filter((each) => moved.includes(each.name))) {
    const found = new Statement(
      [`select count(*)::int as rows from ${table} where ${column} = `, ''],
      [persons.joko],
    );
    assert.deepEqual([name, await database.one(found)], [name, { rows: 0 }]);
  }
});

test('what was posted to the one part is corrected and paid out from all of them, and one below zero costs nothing', async () => {
  const { database, persons } = await mergedWorld();
  const at = new Date('2025-06-20T03:00:00Z');
  const before = await savingsOf(database, persons.siti, isoDate('2025-06-20'));
  const correction = {
    correctionId: newId(at),
    npp: '1003',
    memberNumber: cards.joko,
    month: month('2025-03'),
    wage: 1_000_000n,
    reason: 'Salah ketik',
  };
  assert.equal((await correct(database, [correction], at)).corrected, 1);
  const after = await savingsOf(database, persons.siti, isoDate('2025-06-20'));
  assert.equal(before.balance - after.balance, 513_000n);
  const asked = {
    personId: persons.siti,
    payOutId: newId(at),
    paidOn: isoDate('2025-06-20'),
    savings: after.balance,
  };
  const paid = await database.transaction((tx) => payOutSavings(tx, asked, at));
  assert.ok(paid.ok && paid.value.savings === after.balance && paid.value.returnAmount > 0n);
  assert.equal((await savingsOf(database, persons.siti, isoDate('2025-06-20'))).balance, 0n);
  await credit(database, 2025);
  // All was paid with its return: the year brings nothing more, though a part of it stands above zero and another below.
  assert.equal((await savingsOf(database, persons.siti, today)).balance, 0n);
  assert.deepEqual(await differences(database), []);
});

test('a record goes on into a third with all that came to it, and comes back from nowhere', async () => {
  const { database, persons } = await mergedWorld();
  const before = (await savingsOf(database, persons.siti, today)).balance;
  const merge = (gone: Name, stays: Name) =>
    database.transaction((tx) => joinRecords(tx, mergingOf(persons, gone, stays)));
  assert.ok((await merge('siti', 'maria')).ok);
  assert.equal((await savingsOf(database, persons.maria, today)).balance, before);
  assert.ok((await recordsOf(database, persons.maria)).includes(persons.joko));
  for (const [gone, stays] of [
    ['joko', 'budi'],
    ['budi', 'siti'],
  ] as const)
    assert.deepEqual(await merge(gone, stays), { ok: false, refusal: 'unknown' });
  await credit(database, 2025);
  assert.deepEqual(await differences(database), []);
});

test('one month reported by one employer in both records is settled first, and nothing is changed', async () => {
  const { database, persons } = await newWorld();
  for (const card of [cards.siti, cards.budi]) await posted(database, '1001', card, '2026-02');
  const done = await database.transaction((tx) => joinRecords(tx, mergingOf(persons, 'budi', 'siti')));
  assert.deepEqual(done, { ok: false, refusal: 'double_months' });
  await database.run(sql`update members.person set died_on = '2026-01-01' where person_id = ${persons.budi}`);
  assert.deepEqual(await database.transaction((tx) => joinRecords(tx, mergingOf(persons, 'budi', 'siti'))), {
    ok: false,
    refusal: 'dead',
  });
  assert.equal(await personOf(database, cards.budi), persons.budi);
});

test('while the return of a year is half credited nothing is merged', async () => {
  const { database, persons } = await newWorld();
  await posted(database, '1003', cards.joko, '2024-02');
  await database.run(sql`
    insert into ledger.closed_year (year, state, method, rate, opening_weight, month_weights, began_at)
    values (2024, 'closing', 'monthly_opening_balance', 5630, 12, '{11,10,9,8,7,6,5,4,3,2,1,0}', ${now})`);
  assert.deepEqual(await database.transaction((tx) => joinRecords(tx, mergingOf(persons, 'joko', 'siti'))), {
    ok: false,
    refusal: 'year_closing',
  });
});

test('a file that brings the wrong NIK again opens no second record for the card', async () => {
  const { database, persons } = await newWorld();
  assert.ok((await database.transaction((tx) => joinRecords(tx, mergingOf(persons, 'joko', 'siti')))).ok);
  const head =
    'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on';
  const rows = [`3273010101750004,Joko Susilo,1975-01-01,,L,,,32,,,${cards.joko},1003,PU,2019-01-01,`, ''];
  const refusals: string[] = [];
  await importMembers(database, Readable.from([[head, ...rows].join('\n')]), {
    keys: testKeys,
    now,
    onRefusal: ({ reason }) => void refusals.push(reason),
  });
  assert.equal(refusals.length, 1);
  assert.equal(await personOf(database, cards.joko), persons.siti);
  assert.equal(await findPersonByNationalNumber(database, testKeys, '3273010101750004'), undefined);
});

test('broken off in the middle nothing has happened, and it can be done again', async () => {
  const { database, persons } = await newWorld();
  await posted(database, '1003', cards.joko, '2026-02');
  const merging = mergingOf(persons, 'joko', 'siti');
  const worker = openDatabase({ url: database.url, role: 'goid_worker', poolSize: 2 });
  try {
    const killed = worker.transaction(async (tx) => {
      assert.ok((await joinRecords(tx, merging)).ok);
      const { id } = await tx.one<{ id: number }>(sql`select pg_backend_pid() as id`);
      await database.run(sql`select pg_terminate_backend(${id}::int)`);
      await tx.run(sql`select 1`);
    });
    await assert.rejects(killed);
    assert.equal(await personOf(database, cards.joko), persons.joko);
    assert.equal((await savingsOf(database, persons.joko, today)).balance, 570_000n);
    assert.deepEqual(await differences(database), []);
    assert.ok((await worker.transaction((tx) => joinRecords(tx, merging))).ok);
  } finally {
    await worker.close();
  }
  assert.equal((await savingsOf(database, persons.siti, today)).balance, 570_000n);
  assert.deepEqual(await differences(database), []);
});

test('mergings at the same time, and a file of the very card, end in one record without a rupiah lost', async () => {
  const { database, persons } = await newWorld();
  await posted(database, '1003', cards.joko, '2026-02');
  await posted(database, '1001', cards.siti, '2026-03');
  const merge = (gone: Name, stays: Name) =>
    database.transaction((tx) => joinRecords(tx, mergingOf(persons, gone, stays)));
  const [forth, back, on, filed] = await Promise.all([
    merge('joko', 'siti'),
    merge('siti', 'joko'),
    merge('joko', 'maria'),
    posted(database, '1003', cards.joko, '2026-04'),
  ]);
  assert.deepEqual(filed.refusals, []);
  assert.ok(forth.ok || back.ok || on.ok);
  for (const done of [forth, back, on]) if (!done.ok) assert.equal(done.refusal, 'unknown');
  const holder = await personOf(database, cards.joko);
  assert.equal(
    (await savingsOf(database, holder, today)).balance,
    forth.ok || back.ok ? 1_710_000n : 1_140_000n,
  );
  assert.deepEqual(await differences(database), []);
});

test('a file that comes while records are being merged waits, and finds the card where it is then', async () => {
  const { database, persons } = await newWorld();
  await posted(database, '1003', cards.joko, '2026-02');
  let filing: ReturnType<typeof posted> | undefined;
  await database.transaction(async (tx) => {
    assert.ok((await joinRecords(tx, mergingOf(persons, 'joko', 'siti'))).ok);
    filing = posted(database, '1003', cards.joko, '2026-03');
    await eventually(async () => {
      const { waiting } = await tx.one<{ waiting: bigint }>(
        sql`select count(*) as waiting from pg_locks l join pg_database d on d.oid = l.database
          where d.datname = current_database() and not l.granted`,
      );
      return waiting > 0n;
    }, 'the file waits for the merging');
  });
  assert.deepEqual((await filing)?.refusals, []);
  assert.equal((await savingsOf(database, persons.siti, today)).balance, 1_140_000n);
  const left = await database.one<{ rows: bigint }>(
    sql`select count(*) as rows from contributions.contribution where person_id = ${persons.joko}`,
  );
  assert.equal(left.rows, 0n);
  assert.deepEqual(await differences(database), []);
});

test('the checks of the books name a merging that somebody made up, undid, or did by hand', async () => {
  const { database, persons } = await mergedWorld();
  const checks = async (statement: Parameters<Database['run']>[0]) => {
    await database.transaction(async (tx) => {
      await tx.run(sql`set local session_replication_role = replica`);
      await tx.run(statement);
    });
    return (await differences(database)).map((row) => (row as { check: string }).check);
  };
  const back = sql`update ledger.ledger_account set owner_id = ${persons.joko}, part = null where part like 'main:%'`;
  assert.ok((await checks(back)).includes('owner_differs'));
  const forth = sql`update ledger.ledger_account set owner_id = ${persons.siti}, part = concat('main:', ledger_account_id)
    where owner_id = ${persons.joko}`;
  assert.deepEqual(await checks(forth), []);
  assert.ok((await checks(sql`delete from ledger.merging`)).includes('owner_differs'));
});

test('no face may do it, and the worker only by the functions', async () => {
  const { database, persons } = await newWorld();
  await posted(database, '1003', cards.joko, '2026-02');
  for (const role of ['goid_console', 'goid_portal', 'goid_employer', 'goid_sso', 'goid_worker'] as const) {
    const face = openDatabase({ url: database.url, role, poolSize: 1 });
    try {
      const direct = [
        sql`update contributions.contribution set person_id = ${persons.siti} where person_id = ${persons.joko}`,
        sql`update contributions.pay_out set person_id = ${persons.siti}`,
        sql`update ledger.ledger_account set owner_id = ${persons.siti} where owner_id = ${persons.joko}`,
        sql`insert into ledger.merging (merging_id) values (${newId(now)})`,
        sql`insert into members.merged_person (person_id) values (${newId(now)})`,
      ];
      for (const statement of direct) await assert.rejects(face.run(statement), /permission denied/, role);
      if (role !== 'goid_worker')
        await assert.rejects(
          face.transaction((tx) => joinRecords(tx, mergingOf(persons, 'joko', 'siti'))),
          /permission denied/,
        );
    } finally {
      await face.close();
    }
  }
  // Even with the right to write the table, an owner changes by a merging only.
  await assert.rejects(
    database.run(
      sql`update ledger.ledger_account set owner_id = ${persons.siti} where owner_id = ${persons.joko}`,
    ),
    /by a merging only/,
  );
  await assert.rejects(
    database.run(sql`select contributions.merge_record(${persons.joko}, ${persons.siti})`),
    /were not merged/,
  );
});
