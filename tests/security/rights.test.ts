import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#kernel';
import { addJob, type Database, openDatabase, sql, Statement } from '#platform';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();

type Right = 'select' | 'insert' | 'update' | 'delete' | 'truncate';

/**
 * What a role must not be able to do, whatever its pages may come to need: [role, table, rights refused].
 * A column after the table narrows it to that column.
 */
const refusals: readonly (readonly [string, string, readonly Right[]])[] = [
  ...['goid_sso', 'goid_portal', 'goid_console', 'goid_employer', 'goid_api'].flatMap((role) => [
    [role, 'activity.batch', ['insert']] as const,
    [role, 'activity.leaf', ['insert']] as const,
    [role, 'activity.unsealed', ['select', 'delete']] as const,
  ]),
  ['goid_portal', 'accounts.password', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'accounts.identifier', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'accounts.authenticator', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'accounts.challenge', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'accounts.sign_in_attempt', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'accounts.remembered_browser', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'accounts.claim', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'accounts.foreign_password', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'accounts.known_device', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'accounts.wrong_password', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'accounts.reset_request', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'accounts.reset_link', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'accounts.recovery', ['insert', 'update', 'delete']],
  ['goid_console', 'accounts.reset_link', ['select', 'insert', 'update', 'delete']],
  ['goid_console', 'accounts.recovery', ['insert', 'update', 'delete']],
  ['goid_portal', 'accounts.account_role', ['insert', 'update', 'delete']],
  ['goid_portal', 'accounts.session', ['insert', 'delete']],
  ['goid_portal', 'ledger.entry', ['insert', 'update', 'delete', 'truncate']],
  ['goid_portal', 'ledger.posting', ['insert', 'update', 'delete', 'truncate']],
  ['goid_portal', 'ledger.ledger_account', ['insert', 'update', 'delete', 'truncate']],
  ...['goid_portal', 'goid_console', 'goid_employer', 'goid_api'].flatMap((role) =>
    [
      'ledger.year_end',
      'ledger.closed_year',
      'ledger.year_part',
      'ledger.carried',
      'ledger.rewarded',
      'contributions.declared_return',
      'contributions.pay_out',
    ].map((table) => [role, table, ['insert', 'update', 'delete', 'truncate']] as const),
  ),
  ...['ledger.year_end', 'ledger.year_part', 'ledger.carried', 'ledger.rewarded', 'ledger.posting_2026'].map(
    (table) => ['goid_worker', table, ['update', 'delete', 'truncate']] as const,
  ),
  ['goid_portal', 'contributions.contribution', ['insert', 'update', 'delete', 'truncate']],
  ['goid_portal', 'contributions.batch', ['insert', 'update', 'delete', 'truncate']],
  ['goid_portal', 'members.person', ['delete']],
  ['goid_portal', 'members.national_number', ['insert', 'update', 'delete']],
  ['goid_portal', 'sso.provider_key', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'sso.client', ['select', 'insert', 'update', 'delete']],
  ['goid_portal', 'sso.token', ['select', 'insert', 'update', 'delete']],
  ['goid_console', 'accounts.password', ['select', 'insert', 'update', 'delete']],
  ['goid_console', 'accounts.known_device', ['insert', 'update', 'delete']],
  ['goid_console', 'accounts.wrong_password', ['select', 'insert', 'update', 'delete']],
  ['goid_console', 'accounts.authenticator', ['select', 'insert', 'update', 'delete']],
  ['goid_console', 'accounts.identifier', ['insert', 'update', 'delete']],
  ['goid_console', 'accounts.account_role', ['insert', 'update', 'delete']],
  ['goid_console', 'accounts.challenge', ['select', 'insert', 'update', 'delete']],
  ['goid_console', 'accounts.officer', ['insert', 'update', 'delete']],
  ['goid_console', 'accounts.officer_enrolment', ['select', 'insert', 'update', 'delete']],
  ['goid_console', 'accounts.recovery_code', ['select', 'insert', 'update', 'delete']],
  ['goid_console', 'accounts.password_state', ['insert', 'update', 'delete']],
  ['goid_console', 'support.search', ['update', 'delete', 'truncate']],
  ['goid_console', 'support.look', ['update', 'delete', 'truncate']],
  ['goid_console', 'support.alarm', ['update', 'delete', 'truncate']],
  ['goid_sso', 'accounts.officer', ['select', 'insert', 'update', 'delete']],
  ['goid_sso', 'accounts.officer_enrolment', ['insert', 'delete']],
  ['goid_portal', 'accounts.officer_enrolment', ['select', 'insert', 'update', 'delete']],
  ['goid_console', 'ledger.entry', ['insert', 'update', 'delete', 'truncate']],
  ['goid_console', 'ledger.posting', ['insert', 'update', 'delete', 'truncate']],
  ['goid_console', 'contributions.contribution', ['insert', 'update', 'delete', 'truncate']],
  ['goid_console', 'sso.provider_key', ['select', 'insert', 'update', 'delete']],
  ['goid_console', 'sso.token', ['select', 'insert', 'update', 'delete']],
  ['goid_sso', 'contributions.contribution', ['select', 'insert', 'update', 'delete']],
  ['goid_sso', 'contributions.batch', ['select', 'insert', 'update', 'delete']],
  ['goid_sso', 'ledger.entry', ['select', 'insert', 'update', 'delete']],
  ['goid_sso', 'ledger.posting', ['select', 'insert', 'update', 'delete']],
  ['goid_sso', 'ledger.ledger_account', ['select', 'insert', 'update', 'delete']],
  ['goid_sso', 'accounts.account_role', ['insert', 'update', 'delete']],
  ['goid_sso', 'accounts.claim', ['delete']],
  ['goid_sso', 'accounts.foreign_password', ['insert', 'update', 'delete']],
  ['goid_sso', 'members.family', ['select', 'insert', 'update', 'delete']],
  ['goid_sso', 'members.person', ['select', 'insert', 'update', 'delete']],
  ['goid_sso', 'members.national_number', ['select', 'insert', 'update', 'delete']],
  ['goid_sso', 'members.membership', ['select', 'insert', 'update', 'delete']],
  ['goid_worker', 'accounts.password', ['select', 'insert', 'update', 'delete']],
  ['goid_worker', 'accounts.foreign_password', ['select', 'insert', 'update', 'delete']],
  ['goid_worker', 'accounts.authenticator', ['select', 'insert', 'update', 'delete']],
  ['goid_worker', 'accounts.identifier', ['select', 'insert', 'update', 'delete']],
  ['goid_worker', 'accounts.account_role', ['insert', 'update', 'delete']],
  ['goid_worker', 'ledger.posting', ['update', 'delete', 'truncate']],
  ['goid_worker', 'ledger.entry', ['delete', 'truncate']],
  ['goid_worker', 'contributions.contribution', ['delete', 'truncate']],
  ['goid_worker', 'sso.provider_key', ['insert', 'update', 'delete']],
  ['goid_employer', 'accounts.password', ['select', 'insert', 'update', 'delete']],
  // It reads names for its lists, by column, and nothing else of a person.
  ['goid_employer', 'members.person', ['insert', 'update', 'delete']],
  ['goid_employer', 'filings.refused_row', ['insert', 'update', 'delete']],
  ['goid_employer', 'contributions.contribution', ['insert', 'update', 'delete']],
  ['goid_portal', 'filings.filing', ['select', 'insert', 'update', 'delete']],
  ['goid_console', 'filings.file_chunk', ['select', 'insert', 'update', 'delete']],
  ['goid_employer', 'members.national_number', ['select', 'insert', 'update', 'delete']],
  ['goid_employer', 'members.family', ['select', 'insert', 'update', 'delete']],
  ['goid_api', 'accounts.password', ['select', 'insert', 'update', 'delete']],
  ['goid_api', 'accounts.identifier', ['select', 'insert', 'update', 'delete']],
  ...['goid_sso', 'goid_portal', 'goid_console', 'goid_employer', 'goid_api'].map(
    (role) => [role, 'graphile_worker._private_jobs', ['select', 'insert', 'update', 'delete']] as const,
  ),
  ['goid_worker', 'graphile_worker.migrations', ['insert', 'update', 'delete']],
];

const roles = ['goid_sso', 'goid_portal', 'goid_console', 'goid_employer', 'goid_api', 'goid_worker'];
const everybody = roles.flatMap((role) =>
  (
    [
      ['activity.entry', ['update', 'delete', 'truncate']],
      ['activity.batch', ['update', 'delete', 'truncate']],
      ['activity.leaf', ['update', 'delete', 'truncate']],
      ['activity.unsealed', ['insert', 'update', 'truncate']],
      ['platform.migration', ['insert', 'update', 'delete']],
      ['platform.key_check', ['update', 'delete']],
    ] as const
  ).map(([table, rights]) => [role, table, rights] as const),
);

const statements: Record<Right, (table: string, column: string) => string> = {
  select: (table, column) => `select ${column} from ${table} limit 1`,
  insert: (table) => `insert into ${table} default values`,
  update: (table, column) => `update ${table} set ${column} = ${column} where false`,
  delete: (table) => `delete from ${table} where false`,
  truncate: (table) => `truncate ${table}`,
};

/** A column that may be updated at all, and whether the role holds the right on any column or the whole table. */
function lookUp(role: string, table: string, right: Right): Promise<{ column: string; held: boolean }> {
  const held =
    right === 'delete' || right === 'truncate'
      ? sql`has_table_privilege(${role}::text, ${table}::text, ${right}::text)`
      : sql`has_any_column_privilege(${role}::text, ${table}::text, ${right}::text)`;
  return database.one(sql`
    select (select attname from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
      and attidentity = '' order by attnum limit 1) as column, ${held} as held`);
}

/** The code that PostgreSQL refuses with, or `allowed`. */
async function outcomeOf(as: Database, statement: string): Promise<string> {
  return as.run(new Statement([statement], [])).then(
    () => 'allowed',
    (error: { code?: string }) => error.code ?? 'unknown',
  );
}

test('[V13.2.2] each role is refused by the database itself what its pages must never do', async () => {
  const faults: string[] = [];
  for (const role of roles) {
    const as = openDatabase({ url: database.url, role, poolSize: 1 });
    for (const [, table, rights] of [...refusals, ...everybody].filter(([name]) => name === role)) {
      for (const right of rights) {
        const { column, held } = await lookUp(role, table, right);
        const outcome = await outcomeOf(as, statements[right](table, column));
        // A view that computes its columns takes no writing from anybody.
        if (held || (outcome !== '42501' && outcome !== '55000'))
          faults.push(`${role} ${right} ${table}: ${outcome}`);
      }
    }
    await as.close();
  }
  assert.deepEqual(faults, []);
});

test('[V13.2.2 V13.2.3] no role owns anything, may create anything, or may become another', async () => {
  for (const role of roles) {
    const as = openDatabase({ url: database.url, role, poolSize: 1 });
    for (const statement of [
      'create table public.own ()',
      'create table accounts.own ()',
      'create schema own',
      'create role own',
      `alter table activity.entry disable trigger all`,
    ])
      assert.equal(await outcomeOf(as, statement), '42501', `${role}: ${statement}`);
    await as.close();
  }
  const rows = await database.many<{ role: string }>(sql`
    select rolname as role from pg_roles where rolname = any(${roles})
      and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication or rolcanlogin)`);
  assert.deepEqual(rows, []);
  const members = await database.many(sql`
    select 1 from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = any(${roles})`);
  assert.deepEqual(members, []);
});

test('a face makes and sees cookies of its own only', async () => {
  const sessionId = newId(new Date());
  const accountId = newId(new Date());
  await database.run(sql`
    insert into accounts.account (account_id, subject, display_name, created_at) values (${accountId}, 'rights', '\\x00', now())`);
  await database.run(sql`
    insert into accounts.session (session_id, account_id, acr, amr, shared, address, user_agent, authenticated_at,
      last_seen_at, idle_seconds, expires_at)
    values (${sessionId}, ${accountId}, '1', '{}', false, '', '', now(), now(), 900, now() + interval '1 hour')`);
  const faces = ['sso', 'portal', 'console', 'employer'];
  for (const own of faces) {
    const as = openDatabase({ url: database.url, role: `goid_${own}`, poolSize: 1 });
    for (const face of faces) {
      const hash = Buffer.from(`${own} for ${face}`);
      const made = await as
        .run(sql`insert into accounts.face_session (token_hash, face, session_id, opened_at)
          values (${hash}, ${face}, ${sessionId}, now())`)
        .then(
          () => 'made',
          (error: { code?: string }) => error.code,
        );
      assert.equal(made, own === face ? 'made' : '42501', `${own} for ${face}`);
    }
    const seen = await as.many<{ face: string }>(sql`select distinct face from accounts.face_session`);
    assert.deepEqual(seen, [{ face: own }]);
    await as.close();
  }
});

test('each role queues the jobs of its own pages only, and no job replaces one of another task', async () => {
  const tasks = [
    'deliver_message',
    'accounts.password_closed_notice',
    'accounts.claim_asked',
    'accounts.send_reset',
    'sso.backchannel_logout',
    'accounts.session_ended',
    'throttle.forget_old',
    'support.apply_proposal',
  ];
  const ofAFace = ['deliver_message', 'accounts.session_ended'];
  const mayQueue: Readonly<Record<string, readonly string[]>> = {
    goid_sso: tasks.slice(0, 6),
    goid_portal: ofAFace,
    goid_console: [...ofAFace, 'support.apply_proposal'],
    goid_employer: ofAFace,
    goid_api: [],
    goid_worker: tasks,
  };
  for (const role of roles) {
    const as = openDatabase({ url: database.url, role, poolSize: 1 });
    for (const task of tasks) {
      const outcome = await addJob(as, task, { from: role }, { key: 'same' }).then(
        () => 'queued',
        (error: { code?: string }) => error.code,
      );
      assert.equal(outcome, mayQueue[role]?.includes(task) ? 'queued' : '42501', `${role} ${task}`);
    }
    await as.close();
  }
  const queued = await database.many<{ key: string }>(sql`select key from graphile_worker.jobs order by key`);
  assert.deepEqual(
    queued.map(({ key }) => key),
    tasks.map((task) => `${task}/same`).sort(),
  );
});
