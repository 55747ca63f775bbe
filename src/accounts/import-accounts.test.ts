import assert from 'node:assert/strict';
import { pbkdf2Sync } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { importAccounts, isIdentifierTaken, resetPassword, signIn } from '#accounts';
import { findPersonByMemberNumber, type RowRefusal } from '#members';
import { openDatabase, sql } from '#platform';
import { accountServices, newTestAccount, signInRequest, testOrigin } from '../../tests/support/accounts.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { testKeys } from '../../tests/support/keys.ts';
import { fillRegister, type RegisterPerson, registerPerson } from '../../tests/support/registering.ts';
import { hashPassword } from './password-hash.ts';
import { openDisplayName } from './sealing.ts';
import * as queries from './queries.ts';
import { openResetLink } from './reset-password.ts';

const owner = await testDatabase();
const sso = openDatabase({ url: owner.url, role: 'goid_sso' });
after(() => sso.close());
const services = () => ({ ...accountServices(sso), memberRegister: { findPersonByMemberNumber } });

const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
const pbkdf2 = '$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ';
const ldap = '{SSHA256}czO44OTV17PcF1cRxWrLZLy9xHd7CWyVYplr1rOhuMlx/7IK';

const header = 'username,email,phone,kpj,nik,password_hash';
const take = (...rows: readonly string[]) => takeInPieces(undefined, rows);

async function takeInPieces(rowsAtOnce: number | undefined, rows: readonly string[]) {
  const refusals: RowRefusal[] = [];
  const file = Readable.from([[header, ...rows, ''].join('\n')]);
  const onRefusal = (refusal: RowRefusal) => void refusals.push(refusal);
  const options = { keys: testKeys, now: new Date('2026-11-20T03:00:00Z'), onRefusal };
  const report = await importAccounts(owner, file, options, rowsAtOnce);
  return { ...report, refusals: refusals.map(({ row, column, reason }) => `${row} ${column} ${reason}`) };
}

async function onRegister(count: number): Promise<readonly [RegisterPerson, ...RegisterPerson[]]> {
  const [first, ...others] = Array.from({ length: count }, () => registerPerson());
  assert.ok(first);
  await fillRegister(owner, [first, ...others]);
  return [first, ...others];
}

const standing = (kpj: string) =>
  owner.one<{ own: string | null; foreign: boolean }>(sql`
    select (select hash from accounts.password p where p.account_id = a.account_id) as own,
      exists (select from accounts.foreign_password f where f.account_id = a.account_id) as foreign
    from accounts.account a join members.member_number using (person_id) where member_number = ${kpj}`);

test('an account of another system signs in with its old password, and from then on by a hash of ours', async () => {
  const [person] = await onRegister(1);
  const report = await take(`lama.satu,lama1@contoh.id,,${person.kpj},,${bcrypt}`);
  assert.deepEqual([report.rowsWritten, report.rowsRefused], [1, 0]);
  assert.deepEqual(await standing(person.kpj), { own: null, foreign: true });
  assert.equal((await signIn(services(), signInRequest(person.kpj, { password: 'U*u' }))).ok, false);
  assert.deepEqual(await signIn(services(), signInRequest('Lama.Satu', { password: 'U*U' })), {
    ok: true,
    value: { step: 'new-password' },
  });
  const then = await standing(person.kpj);
  assert.equal(then.foreign, false);
  assert.match(then.own ?? '', /^\$argon2id\$/);
  assert.ok((await signIn(services(), signInRequest('lama1@contoh.id', { password: 'U*U' }))).ok);
  assert.deepEqual(await standing(person.kpj), then, 'hashed once');
});

test('the same file again changes nothing, before and after the passwords were replaced', async () => {
  const people = await onRegister(3);
  const hashes = [bcrypt, pbkdf2, ldap];
  const rows = people.map(({ kpj, nik }, index) =>
    [`sama.${index}`, '', '', index === 0 ? '' : kpj, index === 2 ? '' : nik, hashes[index]].join(','),
  );
  assert.equal((await take(...rows)).rowsWritten, 3);
  const counts = ({
    rowsRead,
    rowsWritten,
    rowsUnchanged,
    rowsRefused,
  }: Awaited<ReturnType<typeof take>>) => [rowsRead, rowsWritten, rowsUnchanged, rowsRefused];
  assert.deepEqual(counts(await take(...rows)), [3, 0, 3, 0]);
  assert.ok((await signIn(services(), signInRequest('sama.1', { password: 'password' }))).ok);
  assert.ok((await signIn(services(), signInRequest('sama.2', { password: 'test123' }))).ok);
  assert.deepEqual(counts(await take(...rows)), [3, 0, 3, 0]);
  assert.equal((await standing(people[1]?.kpj ?? '')).foreign, false);
});

test('every row that is wrong is refused by name, and the others are taken', async () => {
  const people = await onRegister(6);
  const [one, two, three, four, five, six] = people.map(({ kpj }) => kpj);
  await newTestAccount({ ...services(), database: owner }, { username: 'sudah.ada' });
  await take(`ada.lebih.dulu,,,${six},,${bcrypt}`);
  const report = await take(
    `1salah,,,${one},,${bcrypt}`,
    `,bukan-email,,${one},,${bcrypt}`,
    `,,0812,${one},,${bcrypt}`,
    `,,,,,${bcrypt}`,
    `,,,${one},,rahasia123`,
    `,,,${one},,${bcrypt.replace('$05$', '$15$')}`,
    `,,,99999999999,,${bcrypt}`,
    `,,,,3273019999990001,${bcrypt}`,
    `,,,${one},${people[1]?.nik},${bcrypt}`,
    `sudah.ada,,,${one},,${bcrypt}`,
    `baru.dua,,,${two},,${bcrypt}`,
    `baru.dua,,,${three},,${bcrypt}`,
    `,,,${four},,${bcrypt}`,
    `,,,${four},,${pbkdf2}`,
    `,,,${five},,${bcrypt}`,
    `,,,${five},,${bcrypt}`,
    `,,,${six},,${pbkdf2}`,
  );
  assert.deepEqual(report.refusals, [
    '2 username username_wrong',
    '3 email email_wrong',
    '4 phone phone_wrong',
    '5 kpj value_missing',
    '6 password_hash password_hash_unknown',
    '7 password_hash password_hash_too_costly',
    '8 kpj member_number_unknown',
    '9 nik person_unknown',
    '10 kpj member_number_taken',
    '11 username username_taken',
    '13 username username_taken',
    '15 kpj person_has_account',
    '17 kpj row_repeated',
    '18 kpj person_has_account',
  ]);
  assert.equal(report.rowsWritten, 3);
});

test('a phone that two people share stays a contact of both and finds the first', async () => {
  const [one, two] = await onRegister(2);
  const phone = '+6281388880001';
  const report = await take(
    `pertama,,${phone},${one.kpj},,${bcrypt}`,
    `kedua,,${phone},${two?.kpj},,${pbkdf2}`,
  );
  assert.equal(report.rowsWritten, 2);
  assert.ok(await isIdentifierTaken(owner, testKeys, phone));
  assert.ok((await signIn(services(), signInRequest('081388880001', { password: 'U*U' }))).ok);
  assert.ok((await signIn(services(), signInRequest('kedua', { password: 'password' }))).ok);
  const contacts = await owner.many(sql`
    select 1 from accounts.contact join accounts.account using (account_id) join members.member_number using (person_id)
    where member_number in (${one.kpj}, ${two?.kpj ?? ''})`);
  assert.equal(contacts.length, 2);
});

test('a hash of ours that comes from elsewhere, a reset for instance, ends the old password', async () => {
  const [person] = await onRegister(1);
  await take(`,,,${person.kpj},,${bcrypt}`);
  const stored = await hashPassword(services(), 'Kata-Sandi-Baru-1');
  await owner.run(sql`
    update accounts.password set hash = ${stored.hash}, pepper_key_id = ${stored.pepperKeyId}, changed_at = now()
    from accounts.account join members.member_number using (person_id)
    where account.account_id = password.account_id and member_number = ${person.kpj}`);
  assert.equal((await standing(person.kpj)).foreign, false);
  assert.equal((await signIn(services(), signInRequest(person.kpj, { password: 'U*U' }))).ok, false);
  assert.ok((await signIn(services(), signInRequest(person.kpj, { password: 'Kata-Sandi-Baru-1' }))).ok);
});

test('no hash stands open in the database, and a sealed one opens for its own account only', async () => {
  const people = await onRegister(2);
  await take(...people.map(({ kpj }) => `,,,${kpj},,${bcrypt}`));
  const rows = await owner.many<{ sealed: Buffer }>(sql`select sealed from accounts.foreign_password`);
  for (const { sealed } of rows) assert.ok(!sealed.toString('latin1').includes('$2a$'));
  await owner.run(sql`
    update accounts.foreign_password set sealed = (select sealed from accounts.foreign_password o
      where o.account_id <> foreign_password.account_id limit 1)`);
  await assert.rejects(signIn(services(), signInRequest(people[0].kpj, { password: 'U*U' })));
});

test('a file of more rows than one piece: every account has its own name, and again nothing changes', async () => {
  const people = await onRegister(17);
  const rows = people.map(({ kpj }, index) => `,banyak${index}@contoh.id,,${kpj},,${ldap}`);
  assert.deepEqual(numbersOf(await takeInPieces(8, rows)), [17, 0, 0]);
  for (const person of people) {
    const row = await owner.one<{ account_id: string; display_name: Buffer; entries: bigint }>(sql`
      select account_id, display_name,
        (select count(*) from activity.entry e where e.account_id = a.account_id and event = 'account_created') as entries
      from accounts.account a join members.member_number using (person_id) where member_number = ${person.kpj}`);
    assert.equal(openDisplayName(testKeys, row.account_id, row.display_name), person.name);
    assert.equal(row.entries, 1n);
  }
  assert.deepEqual(numbersOf(await takeInPieces(8, rows)), [0, 17, 0]);
});

const numbersOf = (report: {
  readonly rowsWritten: number;
  readonly rowsUnchanged: number;
  readonly rowsRefused: number;
}) => [report.rowsWritten, report.rowsUnchanged, report.rowsRefused];
const accountOf = async (kpj: string) =>
  (
    await owner.one<{ account_id: string }>(sql`
      select account_id from accounts.account join members.member_number using (person_id) where member_number = ${kpj}`)
  ).account_id;

test('an account that was taken over can be marked, closed and reset before its first sign-in', async () => {
  const [marked, reset] = await onRegister(2);
  assert.ok(reset);
  // PBKDF2 of a passphrase that no list has, so that the mark alone decides.
  const long = `$pbkdf2-sha256$1000$${Buffer.from('garamgaram').toString('base64').replaceAll('=', '')}$${pbkdf2Sync(
    'angin laut membawa kabar',
    'garamgaram',
    1000,
    32,
    'sha256',
  )
    .toString('base64')
    .replaceAll('=', '')}`;
  await take(`,,,${marked.kpj},,${long}`, `,,,${reset.kpj},,${long}`);
  const typed = (kpj: string, password = 'angin laut membawa kabar') => signInRequest(kpj, { password });
  await owner.transaction(async (tx) => queries.demandNewPassword(tx, await accountOf(marked.kpj)));
  const step = await signIn(services(), typed(marked.kpj));
  assert.deepEqual(step, { ok: true, value: { step: 'reset-due' } });
  const accountId = await accountOf(reset.kpj);
  const disabled = await queries.disablePassword(sso, accountId, undefined, services().clock.now());
  assert.equal(disabled, 1);
  assert.equal((await signIn(services(), typed(reset.kpj))).ok, false);
  const at = services();
  const link = await sso.transaction((tx) => openResetLink(at, tx, accountId, at.clock.now()));
  const fresh = 'kuda hitam makan rumput';
  assert.ok((await resetPassword(at, link, { password: fresh, repeat: fresh }, testOrigin)).ok);
  assert.deepEqual((await standing(reset.kpj)).foreign, false);
  assert.equal((await signIn(services(), typed(reset.kpj))).ok, false);
  assert.deepEqual(await signIn(services(), typed(reset.kpj, fresh)), { ok: true, value: { step: 'done' } });
});
