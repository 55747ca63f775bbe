import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type FinishedSignIn, codeView, signIn, takeFinishedSignIn, useSession, verifyCode } from '#accounts';
import { recentActivity } from '#activity';
import { contributionHistory, importContributions, savingsOf } from '#contributions';
import { demonstrationCast, defaultUntil, generate } from '#generate';
import { dayIn } from '#kernel';
import {
  findPersonByMemberNumber,
  importEmployers,
  importFamilies,
  importMembers,
  personDetails,
} from '#members';
import { rescueMessages, send } from '#notifications';
import { openDatabase, sql } from '#platform';
import { forgetOldThrottles } from '#throttle';
import { installSchema } from '../src/commands/install-schema.ts';
import { accountServices, newTestAccount, signInRequest, testOrigin } from './support/accounts.ts';
import { testDatabase } from './support/database.ts';
import { testKeys } from './support/keys.ts';
import { differences } from './support/money.ts';

const binaries = '/usr/lib/postgresql/15/bin';
const asPostgres =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'] : [];

/** Debian's PostgreSQL 15 in a folder of its own, as the user postgres where the test runs as root. */
async function startPostgres15(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'goid-postgres-15-'));
  const data = join(folder, 'data');
  const run = (words: string[]) => {
    const [program = '', ...rest] = [...asPostgres, ...words];
    return spawnSync(program, rest, { encoding: 'utf8', cwd: folder });
  };
  if (asPostgres.length > 0) {
    const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
    chownSync(folder, id('-u'), id('-g'));
  }
  const made = run([
    join(binaries, 'initdb'),
    '-D',
    data,
    '-U',
    'goid',
    '-E',
    'UTF8',
    '--locale=C',
    '-A',
    'trust',
    '-N',
  ]);
  assert.equal(made.status, 0, made.stderr);
  const port = await freePort();
  const settings = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-c', 'fsync=off'];
  const [program = '', ...rest] = [...asPostgres, join(binaries, 'postgres'), ...settings];
  const server = spawn(program, rest, { cwd: folder, stdio: 'ignore' });
  after(async () => {
    server.kill('SIGINT');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `postgresql://goid@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url);
  return url;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tried = 0; ; tried += 1) {
    const database = openDatabase({ url, poolSize: 1 });
    const answers = await database.one(sql`select 1`).catch((error: unknown) => error);
    await database.close();
    if (!(answers instanceof Error)) return;
    if (tried > 100) throw answers;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The oldest PostgreSQL that is promised, when it is installed; otherwise the one that the program brings along. */
async function oldestDatabase() {
  if (!existsSync(join(binaries, 'postgres'))) return { major: 18, database: await testDatabase() };
  const url = await startPostgres15();
  await installSchema(url);
  const database = openDatabase({ url });
  after(() => database.close());
  return { major: 15, database };
}

test('each room does its work on PostgreSQL 15 when it is installed, otherwise on 18', async () => {
  const { database, major } = await oldestDatabase();
  const { version } = await database.one<{ version: string }>(
    sql`select current_setting('server_version_num') as version`,
  );
  assert.equal(Math.floor(Number(version) / 10_000), major);

  const now = new Date('2026-11-23T03:00:00Z');
  const folder = mkdtempSync(join(tmpdir(), 'goid-files-15-'));
  after(() => rmSync(folder, { recursive: true }));
  await generate({ members: 100, months: 6, seed: 4, out: folder, cast: true });
  const options = {
    keys: testKeys,
    now,
    onRefusal: (refusal: unknown) => assert.fail(JSON.stringify(refusal)),
  };
  const imports = {
    employers: importEmployers,
    members: importMembers,
    families: importFamilies,
    contributions: importContributions,
  };
  for (const [name, take] of Object.entries(imports)) {
    const report = await take(database, createReadStream(join(folder, `${name}.csv`)), options);
    assert.ok(report.rowsWritten > 0, name);
  }
  assert.deepEqual(await differences(database), []);

  const [siti = assert.fail()] = demonstrationCast(defaultUntil);
  const personId = (await findPersonByMemberNumber(database, siti.kpj)) ?? assert.fail();
  assert.equal((await personDetails(database, testKeys, personId))?.fullName, siti.name);
  const today = dayIn(now);
  const history = await contributionHistory(database, personId, today, {}, { limit: 24, offset: 0 });
  assert.equal(history.rows.length, 24);
  assert.ok((await savingsOf(database, personId, today)).balance > 0n);

  const services = accountServices(database);
  const session = await signInWithCode(services);
  assert.equal((await useSession(database, session.sessionId, services.clock.now()))?.acr, '2r');
  assert.ok((await recentActivity(database, session.accountId, 10)).length >= 3);
  await forgetOldThrottles(database, now);
  await database.transaction((tx) =>
    send(tx, testKeys, {
      template: 'sign_in_code',
      channel: 'sms',
      to: '+6281234564471',
      language: 'id',
      parameters: { code: '482913' },
      now,
    }),
  );
  await rescueMessages(database, new Date(now.getTime() + 3_600_000));
});

async function signInWithCode(services: ReturnType<typeof accountServices>): Promise<FinishedSignIn> {
  const account = await newTestAccount(services, { secondFactor: ['sms'] });
  const request = signInRequest(account.username);
  await signIn(services, request);
  await codeView(services, request.interactionUid, testOrigin);
  const code = services.outbox.sent.at(-1)?.parameters['code'] ?? '';
  assert.ok(
    (await verifyCode(services, request.interactionUid, code, { remember: false, origin: testOrigin })).ok,
  );
  return (await takeFinishedSignIn(services, request.interactionUid, testOrigin)) ?? assert.fail();
}
