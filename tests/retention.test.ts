import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { forgetOldAccess, forgetOldSignIns } from '#accounts';
import { forgetOldCases } from '#cases';
import { columnNotes, inChunks, openDatabase, readConfig, rowsAtOnce, settings, sql } from '#platform';
import { forgetOldDesk } from '#support';
import { jobsWith } from '../src/commands/jobs.ts';
import { accountServices, newTestAccount } from './support/accounts.ts';
import { testDatabase } from './support/database.ts';

const owner = await testDatabase();
/** With the rights of the worker, whose jobs these are. */
const database = openDatabase({ url: owner.url, role: 'goid_worker', poolSize: 1 });
const config = readConfig({ NODE_ENV: 'test' });
const now = new Date('2026-11-23T03:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const longAgo = daysAgo(731 + 30);
const id = (nth: number) => `0190a000-0000-7000-8000-${String(nth).padStart(12, '0')}`;

const page = readFileSync(new URL('../docs/operations.md', import.meta.url), 'utf8');
const [, listed = ''] = /<!-- retention -->([\s\S]*)<!-- end of retention -->/.exec(page) ?? [];
const rows = [...listed.matchAll(/^\| `([\w.]+)` \| (.+?) \| (.+?) \| (?:`([\w.]+)`|stays) \|$/gm)].map(
  ([, table = '', kept = '', why = '', job]) => ({ table, kept, why, job }),
);

test('[V14.2.4] every table with something personal has a time that it is kept, a reason, and somebody who forgets it', async () => {
  const personal = (await columnNotes(owner.url))
    .filter(({ comment }) => comment?.startsWith('personal: '))
    .map(({ schema, table }) => `${schema}.${table}`);
  assert.deepEqual(rows.map(({ table }) => table).toSorted(), [...new Set(personal)].toSorted());
  const jobs = new Map(jobsWith({} as Parameters<typeof jobsWith>[0]).map((job) => [job.name, job]));
  for (const { table, kept, job } of rows) {
    if (job !== undefined) assert.ok(jobs.get(job)?.timetable, `${table}: no job ${job} with a timetable`);
    for (const [, name = ''] of kept.matchAll(/`([A-Z_]+)`/g))
      assert.ok(name in settings, `${table}: ${name}`);
  }
});

test('work in small steps goes on until there is no more', async () => {
  const left = [rowsAtOnce, rowsAtOnce, 7];
  assert.equal(await inChunks(async () => left.shift() ?? assert.fail()), 2 * rowsAtOnce + 7);
});

test('what shows how somebody came in is forgotten with the activity, and not before', async () => {
  const services = accountServices(owner);
  const { accountId } = await newTestAccount(services);
  const put = (nth: number, at: Date) => [
    sql`insert into accounts.session (session_id, account_id, acr, amr, shared, address, user_agent, authenticated_at,
        last_seen_at, idle_seconds, expires_at)
      values (${id(nth)}, ${accountId}, '1', '{pwd}', false, '203.0.113.9', 'uji', ${at}, ${at}, 900, ${at})`,
    sql`insert into accounts.recovery (recovery_id, account_id, kind, state, token_hash, cancel_hash, cancel_code_hash,
        started_at, ends_at, noticed_at, closed_at)
      values (${id(nth)}, ${accountId}, 'factor', 'done', ${Buffer.from(`t${nth}`)}, ${Buffer.from(`c${nth}`)},
        ${Buffer.from(`d${nth}`)}, ${at}, ${at}, ${at}, ${at})`,
    sql`insert into accounts.officer_enrolment (enrolment_id, token_hash, username, username_hash, display_name, roles,
        seed, made_at, expires_at)
      values (${id(nth)}, ${Buffer.from(`e${nth}`)}, '', '', '', '{agent}', '', ${at}, ${at})`,
    sql`insert into accounts.slip (slip_id, account_id, code_hash, proposal_id, printed_by, printed_at, expires_at)
      values (${id(nth)}, ${accountId}, ${Buffer.from(`s${nth}`)}, ${id(nth)}, ${id(9)}, ${at}, ${at})`,
  ];
  for (const statement of [...put(1, longAgo), ...put(2, daysAgo(179))]) await owner.run(statement);
  assert.equal(await forgetOldAccess(database, config, now), 4);
  const kept = await owner.many<{ id: string }>(sql`
    select session_id::text as id from accounts.session union all select recovery_id::text from accounts.recovery
    union all select enrolment_id::text from accounts.officer_enrolment union all select slip_id::text from accounts.slip`);
  assert.deepEqual(
    kept.map((row) => row.id),
    [id(2), id(2), id(2), id(2)],
  );
  assert.equal(await forgetOldAccess(database, config, now), 0);
});

test('what officers searched, saw, asked and proposed is forgotten with the activity, and not before', async () => {
  const put = (nth: number, at: Date) => [
    sql`insert into support.search (search_id, officer_id, session_id, kind, searched_at, expires_at)
      values (${id(nth)}, ${id(9)}, ${id(9)}, 'email', ${at}, ${at})`,
    sql`insert into support.look (look_id, case_id, case_number, reason, looked_at, expires_at)
      values (${id(nth)}, ${id(9)}, 'K', 'sign_in', ${at}, ${at})`,
    sql`insert into support.alarm (alarm_id, officer_id, limit_name, used, allowed, raised_at)
      values (${id(nth)}, ${id(9)}, 'console_looks_day', 50, 60, ${at})`,
    sql`insert into support.identity_check (check_id, case_id, account_id, officer_id, asked, asked_at, expires_at)
      values (${id(nth)}, ${id(9)}, ${id(9)}, ${id(9)}, '[]', ${at}, ${at})`,
    sql`insert into support.proposal (proposal_id, kind, case_id, account_id, content, asked_by, asked_at, needs_second, expires_at)
      values (${id(nth)}, 'slip', ${id(9)}, ${id(9)}, '', ${id(8)}, ${at}, true, ${at})`,
    sql`insert into support.case_note (note_id, case_id, officer_id, kind, answer, words, noted_at)
      values (${id(nth)}, ${id(9)}, ${id(9)}, 'employer_asked', 'denied', ${Buffer.from('x')}, ${at})`,
  ];
  for (const statement of [...put(1, longAgo), ...put(2, daysAgo(700))]) await owner.run(statement);
  assert.equal(await forgetOldDesk(database, config, now), 6);
  assert.equal(await forgetOldDesk(database, config, now), 0);
});

test('the words of a stranger’s closed case are forgotten; an open one, a newer one and a member’s stay', async () => {
  const put = async (nth: number, closedAt: Date | null, accountId: string | null) => {
    await owner.run(sql`
      insert into cases.case (case_id, case_number, kind, state, account_id, details, opened_at, closed_at, contact_channel, contact, filled)
      values (${id(nth)}, ${`K-${nth}`}, 'question', ${closedAt ? 'closed' : 'open'}, ${accountId}, '{}', ${longAgo}, ${closedAt},
        'email', ${Buffer.from('x')}, ${Buffer.from('x')})`);
    await owner.run(sql`
      insert into cases.message (case_id, message_id, written_by, words, written_at)
      values (${id(nth)}, ${id(nth)}, 'member', ${Buffer.from('x')}, ${longAgo})`);
  };
  await put(1, longAgo, null);
  await put(2, null, null);
  await put(3, daysAgo(700), null);
  await put(4, longAgo, id(9));
  assert.ok((await forgetOldCases(database, config, now)) > 0);
  const left = await owner.many<{ id: string }>(
    sql`select case_id::text as id from cases.message order by 1`,
  );
  assert.deepEqual(
    left.map((row) => row.id),
    [id(2), id(3), id(4)],
  );
  const [empty] = await owner.many<{ contact: Buffer | null; filled: Buffer | null; number: string }>(
    sql`select contact, filled, case_number as number from cases.case where case_id = ${id(1)}`,
  );
  assert.deepEqual(empty, { contact: null, filled: null, number: 'K-1' });
  assert.equal(await forgetOldCases(database, config, now), 0);
});

test('a job that did not run for days forgets in slices of an hour', async () => {
  const { accountId } = await newTestAccount(accountServices(owner));
  for (const hours of [30, 40, 50])
    await owner.run(sql`
      insert into accounts.remembered_browser (account_id, token_hash, user_agent, created_at, expires_at)
      values (${accountId}, ${Buffer.from(String(hours))}, 'uji', ${longAgo}, ${daysAgo(hours / 24)})`);
  assert.ok((await forgetOldSignIns(database, now)) >= 3);
});
