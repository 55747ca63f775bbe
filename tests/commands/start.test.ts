import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { sql } from '#platform';
import { newBrowser } from '../support/cookie-jar.ts';
import { testDatabase } from '../support/database.ts';
import { freePortBase } from '../support/ports.ts';
import { launchProgram, startProgram, stopProgram } from '../support/program.ts';

const main = join(import.meta.dirname, '../../src/main.ts');

type Ended = { readonly code: number | null; readonly output: string; readonly fault: string };

function run(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...words], {
    env: { ...process.env, NODE_ENV: 'test', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return ended(child);
}

function ended(child: ChildProcess): Promise<Ended> {
  let output = '';
  let fault = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (fault += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output, fault })));
}

const home = mkdtempSync(join(tmpdir(), 'goid-start-'));
after(() => rmSync(home, { recursive: true, force: true }));

const isOneSentence = (text: string) => text.trim().split('\n').length <= 2 && !text.includes('    at ');

test('start, stop and start again keep all data; a second start beside a running one says so', async () => {
  const database = await testDatabase();
  const environment = { MASTER_KEYS: `1:${Buffer.alloc(32, 1).toString('base64')}` };
  const first = await startProgram({ databaseUrl: database.url, environment });
  const people = await database.many(sql`select person_id from members.person order by person_id`);
  assert.ok(people.length >= 60, 'the demonstration is loaded');
  const second = await run(['start'], {
    DATABASE_URL: database.url,
    PORT_BASE: String(await freePortBase()),
    GOID_HOME: home,
  });
  assert.equal(second.code, 1);
  assert.match(second.fault, new RegExp(`running already on this database: ${first.origins.portal}\n`));
  assert.ok(isOneSentence(second.fault), second.fault);
  assert.equal(await stopProgram(first.process), 0);
  const again = await startProgram({ databaseUrl: database.url, environment });
  assert.deepEqual(await database.many(sql`select person_id from members.person order by person_id`), people);
  assert.equal(await stopProgram(again.process), 0);
  const otherKeys = await run(['start'], {
    DATABASE_URL: database.url,
    PORT_BASE: String(await freePortBase()),
    GOID_HOME: home,
    MASTER_KEYS: `1:${Buffer.alloc(32, 2).toString('base64')}`,
  });
  assert.equal(otherKeys.code, 1);
  assert.match(otherKeys.fault, /master keys are not the ones/);
});

test('Ctrl-C while it starts stops it cleanly, and the next start finds all free', async () => {
  const database = await testDatabase();
  const environment = {
    DATABASE_URL: database.url,
    PORT_BASE: String(await freePortBase()),
    GOID_HOME: home,
  };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'start'], {
    env: { ...process.env, NODE_ENV: 'test', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.once('data', () => child.kill('SIGINT'));
  const { code, output, fault } = await ended(child);
  assert.equal(code, 0, fault);
  assert.match(output, /Stopping …[^]*Stopped\. All data is kept\.\n$/);
  const next = await launchProgram({ NODE_ENV: 'test', ...environment });
  after(next.stop);
  assert.equal(await stopProgram(next.process), 0);
});

test('a second start beside a running one with its own database says so, and the first goes on', async () => {
  const first = await launchProgram({ NODE_ENV: 'test', DATABASE_URL: '' });
  after(first.stop);
  const beside = {
    DATABASE_URL: '',
    GOID_HOME: first.environment['GOID_HOME'] ?? assert.fail(),
  };
  for (const base of [first.base, await freePortBase()]) {
    const second = await run(['start'], { ...beside, PORT_BASE: String(base) });
    assert.equal(second.code, 1);
    assert.match(second.fault, new RegExp(`running already on this database: ${first.origins.portal}\n`));
    assert.ok(isOneSentence(second.fault), second.fault);
  }
  // The page of a sign-in is written down first: the database is still there.
  assert.equal((await newBrowser().get(`${first.origins.portal}/login`)).status, 200);
  assert.equal(await first.stop(), 0);
});

test('a taken port is named', async () => {
  const database = await testDatabase();
  const base = await freePortBase();
  const holder = createServer().listen(base + 1, '127.0.0.1');
  after(() => holder.close());
  const { code, fault } = await run(['start'], {
    DATABASE_URL: database.url,
    PORT_BASE: String(base),
    GOID_HOME: home,
  });
  assert.equal(code, 1);
  assert.match(fault, new RegExp(`Port ${base + 1} \\(portal\\) is taken`));
  assert.ok(isOneSentence(fault), fault);
});

test('a taken port is named before a database is set up', async () => {
  const base = await freePortBase();
  const holder = createServer().listen(base + 3, '127.0.0.1');
  after(() => holder.close());
  const fresh = join(home, 'fresh');
  const { code, output, fault } = await run(['start'], {
    DATABASE_URL: '',
    PORT_BASE: String(base),
    GOID_HOME: fresh,
  });
  assert.equal(code, 1);
  assert.match(fault, new RegExp(`Port ${base + 3} \\(employer\\) is taken`));
  assert.doesNotMatch(output, /PostgreSQL/);
});

test('a database that is too old is named with what is needed', async () => {
  const server = await fakePostgres('140012');
  after(() => server.close());
  const { port } = server.address() as { port: number };
  const { code, fault } = await run(['start'], {
    DATABASE_URL: `postgresql://goid@127.0.0.1:${port}/goid`,
    PORT_BASE: String(await freePortBase()),
    GOID_HOME: home,
  });
  assert.equal(code, 1);
  assert.match(fault, /PostgreSQL 14; Go ID needs 15 or newer/);
  assert.ok(isOneSentence(fault), fault);
});

test('a database that does not answer is one sentence', async () => {
  const { code, fault } = await run(['migrate'], {
    DATABASE_URL: 'postgresql://goid@127.0.0.1:1/goid',
    GOID_HOME: home,
  });
  assert.equal(code, 1);
  assert.match(fault, /nothing answers/);
  assert.ok(isOneSentence(fault), fault);
});

test('a folder that cannot be written to is named', async () => {
  const blocked = join(home, 'blocked');
  // A file where the folder should be stops root too, whom file modes do not.
  writeFileSync(blocked, '');
  chmodSync(blocked, 0o400);
  const { code, fault } = await run(['start'], {
    DATABASE_URL: '',
    PORT_BASE: String(await freePortBase()),
    GOID_HOME: join(blocked, 'home'),
  });
  assert.equal(code, 1);
  assert.match(fault, /cannot be written to/);
  assert.ok(isOneSentence(fault), fault);
  const elsewhere = '/var/lib/goid';
  const left = existsSync(elsewhere) ? readdirSync(elsewhere) : [];
  assert.deepEqual(
    left.filter((name) => name.includes(basename(home))),
    [],
    'nothing is left elsewhere',
  );
});

test('a wrong setting or command ends with 2 and says what to do', async () => {
  const setting = await run(['migrate'], { PORT_BASE: 'many' });
  assert.equal(setting.code, 2);
  assert.match(setting.fault, /PORT_BASE/);
  const command = await run(['fly'], {});
  assert.equal(command.code, 2);
  assert.match(command.fault, /no command "fly"/);
});

/** The far side of the wire, as old as a test wants it: answers every question with its version. */
function fakePostgres(version: string): Promise<Server> {
  const message = (kind: string, body: Buffer) => {
    const head = Buffer.alloc(5);
    head.write(kind);
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const ready = message('Z', Buffer.from('I'));
  const column = Buffer.concat([
    Buffer.from([0, 1]),
    Buffer.from('version\0'),
    Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 255, 255, 255, 255, 255, 255, 0, 0]),
  ]);
  const value = Buffer.concat([Buffer.from([0, 1, 0, 0, 0, version.length]), Buffer.from(version)]);
  const answer = Buffer.concat([
    message('T', column),
    message('D', value),
    message('C', Buffer.from('SELECT 1\0')),
    ready,
  ]);
  const serve = (socket: Socket) => {
    let greeted = false;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      if (!greeted) socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready]));
      else if (data.toString('latin1', 0, 1) === 'Q') socket.write(answer);
      greeted = true;
    });
  };
  return new Promise((resolve) => {
    const server = createServer(serve);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
