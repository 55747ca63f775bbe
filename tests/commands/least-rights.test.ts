import assert from 'node:assert/strict';
import { type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { deliveryOf, send } from '#notifications';
import { addJob, sql, Statement } from '#platform';
import { backchannelLogoutTask, registerClient } from '#sso';
import { runGoid, startGoid } from '../support/command.ts';
import { testDatabase } from '../support/database.ts';
import { testKeys, testMasterKeys } from '../support/keys.ts';
import { eventually, gatewaySink } from '../support/messages.ts';
import { freePortBase } from '../support/ports.ts';
import { stopProgram } from '../support/program.ts';

const database = await testDatabase();

/** The address of the database for a login that is a member of the role and inherits nothing: it can only act as it. */
async function loginOf(role: string): Promise<string> {
  const name = `${role}_login_${randomBytes(4).toString('hex')}`;
  await database.run(
    new Statement([`create role ${name} login noinherit password 'uji' in role ${role}`], []),
  );
  after(() => database.run(new Statement([`drop role ${name}`], [])));
  const url = new URL(database.url);
  url.username = name;
  url.password = 'uji';
  return url.href;
}

type Served = { readonly base: number; readonly child: ChildProcess; readonly log: () => string };

async function serve(
  face: string,
  login: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const base = await freePortBase();
  const child = startGoid(['serve', face], {
    DATABASE_URL: login,
    MASTER_KEYS: testMasterKeys,
    PORT_BASE: String(base),
    ...settings,
  });
  after(() => stopProgram(child));
  let log = '';
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  await eventually(() => log.includes('"serving"') || child.exitCode !== null, 'it serves', 60);
  assert.equal(child.exitCode, null, log);
  return { base, child, log: () => log };
}

for (const [face, offset, path] of [
  ['sso', 0, '/.well-known/openid-configuration'],
  ['portal', 1, '/'],
  ['console', 2, '/'],
] as const)
  test(`${face} starts, answers and stops with a login that is a member of goid_${face} only`, async () => {
    const { base, child, log } = await serve(face, await loginOf(`goid_${face}`));
    const answer = await fetch(`http://localhost:${base + offset}${path}`, { redirect: 'manual' });
    assert.ok(answer.status === 200 || answer.status === 303, `${answer.status} ${log()}`);
    assert.equal(await stopProgram(child), 0, log());
  });

test('the worker delivers and tells clients of a logout with a login that is a member of goid_worker only', async () => {
  const gateway = await gatewaySink();
  const told = await clientThatListens();
  const { child, log } = await serve('worker', await loginOf('goid_worker'), { SMS_PROVIDERS: gateway.url });
  const id = await database.transaction((tx) =>
    send(tx, testKeys, {
      template: 'sign_in_code',
      channel: 'sms',
      to: '+6281234564471',
      language: 'id',
      parameters: { code: '246810' },
      now: new Date(),
    }),
  );
  await eventually(
    async () => (await deliveryOf(database, id))?.state === 'accepted',
    `delivery ${log()}`,
    30,
  );
  assert.equal(gateway.messages.length, 1);
  await eventually(
    async () => {
      const timed = await database.many(sql`select 1 from graphile_worker._private_known_crontabs`);
      return timed.length > 0;
    },
    'the timetable is kept',
    30,
  );
  await addJob(database, backchannelLogoutTask, { clientId: 'pendengar', subject: 'seseorang', sid: 'sesi' });
  await eventually(() => told.length === 1, `the client is told: ${log()}`, 30);
  assert.match(told[0] ?? '', /^logout_token=eyJ/);
  assert.equal(await stopProgram(child), 0, log());
});

test('a worker whose queue stops by itself says so and ends with a failure', async () => {
  const { child, log } = await serve('worker', await loginOf('goid_worker'));
  const ended = once(child, 'exit');
  // What the queue hears when a newer program has changed its tables: it stops at once.
  const news = JSON.stringify({ migrationNumber: 999, breaking: true });
  await eventually(async () => {
    await database.run(sql`select pg_notify('worker:migrate', ${news})`);
    return child.exitCode !== null;
  }, `the worker ends: ${log()}`);
  assert.deepEqual(await ended, [1, null]);
  assert.match(log(), /The job queue has stopped by itself/);
});

test('the doctor names the roles that a login lacks and the keys that do not fit, with how to mend each', async () => {
  const login = await loginOf('goid_portal');
  const found = async (words: readonly string[], masterKeys: string) => {
    const { output } = await runGoid(['doctor', '--json', ...words], {
      DATABASE_URL: login,
      MASTER_KEYS: masterKeys,
    });
    return JSON.parse(output) as { subject: string; well: boolean; mend?: string }[];
  };
  const all = await found([], `lain:${Buffer.alloc(32, 9).toString('base64')}`);
  const of = (subject: string, from = all) => from.find((finding) => finding.subject === subject);
  assert.equal(of('goid_portal')?.well, true);
  assert.match(of('goid_worker')?.mend ?? '', /grant goid_worker to/);
  assert.match(of('keys and database')?.mend ?? '', /Bring back key test/);
  const own = await found(['portal'], testMasterKeys);
  assert.equal(of('schema', own)?.well, true);
  assert.equal(of('keys and database', own)?.well, true);
  assert.equal(of('goid_worker', own), undefined);
});

test('a login that lacks the role of its face is told which rights are needed', async () => {
  const { code, fault } = await runGoid(['serve', 'console'], {
    DATABASE_URL: await loginOf('goid_portal'),
    MASTER_KEYS: testMasterKeys,
    PORT_BASE: String(await freePortBase()),
  });
  assert.equal(code, 1);
  assert.match(fault, /lacks a right .* member of the role/);
});

/** A registered client whose server keeps what it is told. The sso face has run before, so there are keys to sign with. */
async function clientThatListens(): Promise<string[]> {
  const told: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      told.push(body);
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  const client = {
    clientId: 'pendengar',
    name: 'Pendengar',
    redirectUris: [`${address}/callback`],
    postLogoutRedirectUris: [],
    backchannelLogoutUri: `${address}/logout`,
    firstParty: false,
    public: false,
  };
  assert.ok((await registerClient(database, client, new Date())).ok);
  await database.one(sql`select 1 from sso.provider_key where use = 'pairwise'`);
  return told;
}
