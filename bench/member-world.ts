import { Readable } from 'node:stream';
import { creditReturns, declareReturn, usualReturnMethod } from '#contributions';
import { addMonths, type Month } from '#kernel';
import { importMembers } from '#members';
import { type Database, type KeyRing, openDatabase, sql, Statement, type Transaction } from '#platform';
import { finishedMonth } from '../src/commands/finished-month.ts';
import {
  accountsOfEmployer,
  fillContributions,
  fillPostings,
  inOneGo,
  openAccounts,
} from './many-postings.ts';

/** Somebody whose pages are opened: on the register by the front door, so that what is sealed can be read. */
export type Sampled = { readonly number: number; readonly personId: string };

const months = 12;
const memberNumberOf = (number: number) => `9${String(number).padStart(10, '0')}`;
const personIdOf = (number: number) => {
  const hex = number.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/**
 * So many members with twelve months each, posted, the year before closed: register, contributions and ledger in the
 * order in which months of files would have brought them, by sets, the books beside the register and its rows. The sampled
 * members lie evenly among them.
 */
export async function fillMembers(
  databaseUrl: string,
  keys: KeyRing,
  members: number,
  sampled: number,
): Promise<Sampled[]> {
  const database = openDatabase({ url: databaseUrl, statementTimeoutSeconds: 0 });
  const now = new Date();
  const step = Math.floor(members / sampled);
  const sample = Array.from({ length: sampled }, (_, index) => index * step + 1);
  const last = finishedMonth(now);
  const told = Array.from({ length: months }, (_, index) => addMonths(last, index + 1 - months));
  await Promise.all([
    fillBooks(database, members, told, now),
    fillRegister(database, { keys, now, members, sample, step }).then(() =>
      fillRows(database, members, told),
    ),
  ]);
  await database.close();
  return sample.map((number) => ({ number, personId: personIdOf(number) }));
}

async function fillRegister(
  database: Database,
  world: { keys: KeyRing; now: Date; members: number; sample: readonly number[]; step: number },
): Promise<void> {
  const { keys, now, members, sample, step } = world;
  await inOneGo(database, (tx) => insertEmployers(tx, members));
  await importMembers(database, Readable.from([...memberLines(sample)]), {
    keys,
    now,
    onRefusal: (refusal) => {
      throw new Error(JSON.stringify(refusal));
    },
  });
  await inOneGo(database, (tx) => spreadSample(tx));
  await inOneGo(database, (tx) => insertMembers(tx, members, step));
  await readyToRead(database, 'members.person, members.national_number, members.membership');
  await readyToRead(database, 'members.member_number, members.employer');
}

/** An index of twelve million rows is made in one go; what was removed comes back as it was. Nobody will miss these rows. */
async function fillRows(database: Database, members: number, told: readonly Month[]): Promise<void> {
  await inOneGo(database, async (tx) => {
    await tx.run(sql`alter table contributions.contribution set unlogged`);
    await tx.run(sql`alter table contributions.contribution drop constraint contribution_pkey`);
  });
  await fillContributions(database, members, told, 'every programme');
  await inOneGo(database, (tx) =>
    tx.run(
      sql`alter table contributions.contribution add primary key (person_id, membership_id, month, revision)`,
    ),
  );
  await readyToRead(database, 'contributions.contribution');
}

/** The year before is closed when its months are in, so that a balance is what it is in the field: a snapshot and the postings since. */
async function fillBooks(
  database: Database,
  members: number,
  told: readonly Month[],
  now: Date,
): Promise<void> {
  const running = Number(told.at(-1)?.slice(0, 4));
  await inOneGo(database, async (tx) => {
    for (const year of [running - 1, running])
      await tx.run(new Statement([`alter table ledger.posting_${year} set unlogged`], []));
    await tx.run(sql`alter table ledger.posting drop constraint posting_pkey`);
  });
  await openAccounts(database, members);
  const before = told.filter((month) => Number(month.slice(0, 4)) < running);
  await fillPostings(database, members, before);
  // In January there is none.
  if (before.length > 0) await closeYear(database, running - 1, now);
  await fillPostings(database, members, told.slice(before.length));
  await inOneGo(database, (tx) =>
    tx.run(sql`alter table ledger.posting add primary key (ledger_account_id, year, entry_id)`),
  );
  await readyToRead(database, 'ledger.ledger_account, ledger.entry, ledger.posting, ledger.year_end');
}

async function readyToRead(database: Database, tables: string): Promise<void> {
  await database.run(new Statement([`vacuum (analyze) ${tables}`], []));
}

function* memberLines(sample: readonly number[]): Generator<string> {
  yield 'nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on\n';
  for (const [index, number] of sample.entries()) {
    const npp = 10_000_000 + Math.floor((number - 1) / accountsOfEmployer) + 1;
    const nik = `320101010190${String(index + 1).padStart(4, '0')}`;
    yield `${nik},Peserta ${number},1990-01-01,,L,Ibu Contoh,Jalan Contoh 1,32,,,${memberNumberOf(number)},${npp},PU,2020-01-01,\n`;
  }
}

async function insertEmployers(tx: Transaction, members: number): Promise<void> {
  await tx.run(sql`
    insert into members.employer (employer_id, npp, name, scale, sector, risk_class, labour_intensive, province_code, registered_on)
    select lpad(to_hex(n), 32, '0')::uuid, (10000000 + n)::text, 'PT Contoh ' || n, 'medium', 'manufacturing', n % 5 + 1, false, '32',
      '2010-01-01'
    from generate_series(1, ${Math.ceil(members / accountsOfEmployer)}::int) n`);
}

/** The sampled get the ids that their place in the world has; what is sealed is bound to the national number, not to the id. */
async function spreadSample(tx: Transaction): Promise<void> {
  await tx.run(sql`
    create temp table place on commit drop as
    select person_id as was, lpad(to_hex(substr(member_number, 2)::int), 32, '0')::uuid as id from members.member_number`);
  await tx.run(
    sql`update members.person t set person_id = p.id from pg_temp.place p where t.person_id = p.was`,
  );
  await tx.run(
    sql`update members.national_number t set person_id = p.id from pg_temp.place p where t.person_id = p.was`,
  );
  await tx.run(sql`
    update members.membership t set person_id = p.id, membership_id = p.id, started_on = '2020-01-01'
    from pg_temp.place p where t.person_id = p.was`);
  await tx.run(sql`
    update members.member_number t set person_id = p.id, membership_id = p.id from pg_temp.place p where t.person_id = p.was`);
}

async function insertMembers(tx: Transaction, members: number, step: number): Promise<void> {
  await tx.run(sql`
    create temp table other on commit drop as
    select n, lpad(to_hex(n), 32, '0')::uuid as id from generate_series(1, ${members}::int) n where (n - 1) % ${step}::int <> 0
      or not exists (select from members.person where person_id = lpad(to_hex(n), 32, '0')::uuid)`);
  await tx.run(sql`
    insert into members.person (person_id, full_name, birth_date, birth_place, sex, address, province_code, national_number_sealed,
      mother_name_sealed, sealed_digest)
    select id, 'Peserta ' || n, '1990-01-01', 'Bandung', 'P', 'Jalan Contoh ' || n, '32', sha256(id::text::bytea) || sha256(id::text::bytea),
      sha256(id::text::bytea) || sha256(id::text::bytea), sha256(id::text::bytea)
    from pg_temp.other`);
  await tx.run(sql`
    insert into members.national_number (index, person_id) select sha256(('nik' || n)::bytea), id from pg_temp.other`);
  await tx.run(sql`
    insert into members.membership (person_id, membership_id, member_number, employer_id, segment, started_on)
    select id, id, '9' || lpad(n::text, 10, '0'), lpad(to_hex((n - 1) / ${accountsOfEmployer}::int + 1), 32, '0')::uuid, 'PU', '2020-01-01'
    from pg_temp.other`);
  await tx.run(sql`
    insert into members.member_number (member_number, person_id, membership_id)
    select '9' || lpad(n::text, 10, '0'), id, id from pg_temp.other`);
}

async function closeYear(database: Database, year: number, now: Date): Promise<void> {
  const terms = { year, method: usualReturnMethod, rate: 5630, source: 'bench', isExample: true } as const;
  await declareReturn(database, { ...terms, kind: 'declared' }, now);
  await declareReturn(database, { ...terms, year: year + 1, kind: 'provisional' }, now);
  const closed = await creditReturns(database, year, { now });
  if (!closed.ok) throw new Error(closed.refusal.reason);
}
