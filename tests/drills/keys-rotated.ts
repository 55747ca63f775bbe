import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { setReadOnly } from '#operations';
import { openDatabase, readConfig, readKeyRing } from '#platform';
import { accountServices, newTestAccount, testPassword } from '../support/accounts.ts';
import { runGoid } from '../support/command.ts';
import { type Browser, newBrowser } from '../support/cookie-jar.ts';
import { cloneDatabase } from '../support/database.ts';
import { freePortBase } from '../support/ports.ts';
import { enter } from '../support/tour.ts';

const main = join(import.meta.dirname, '../../src/main.ts');

/** Every second connection goes to the other process, as a proxy in front of both would do it. */
function inFront(port: number, behind: readonly number[]): Promise<Server> {
  let turn = 0;
  const server = createServer((socket) => {
    const other = connect(behind[(turn += 1) % behind.length] ?? 0, '127.0.0.1');
    socket.on('error', () => other.destroy());
    other.on('error', () => socket.destroy());
    socket.pipe(other).pipe(socket);
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

async function serve(environment: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const words = ['--disable-warning=ExperimentalWarning', main, 'serve', 'sso', 'portal'];
  const child = spawn(process.execPath, words, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  for (let waited = 0; !log.includes('"serving"'); waited += 100) {
    assert.ok(waited < 60_000 && child.exitCode === null, log);
    await sleep(100);
  }
  return child;
}

export type KeyDrill = { readonly people: number; readonly rounds: number };

/**
 * Two processes behind one address, people who read and people who sign in, while all kinds of keys change again and
 * again: no answer of 500 and more, nobody is signed out, nobody is refused.
 */
export async function rotateUnderLoad({ people, rounds }: KeyDrill): Promise<void> {
  const url = await cloneDatabase();
  const file = join(mkdtempSync(join(tmpdir(), 'goid-keys-')), 'master-keys');
  const ring = `lama:${Buffer.alloc(32, 3).toString('base64')}`;
  writeFileSync(file, `${ring}\n`, { mode: 0o600 });
  const [front, first, second] = [await freePortBase(), await freePortBase(), await freePortBase()];
  const origins = { sso: `http://localhost:${front}`, portal: `http://localhost:${front + 1}` };
  const environment = {
    DATABASE_URL: url,
    MASTER_KEYS_FILE: file,
    NODE_ENV: 'test',
    TEST_HASH_COST: 'on',
    LOG_LEVEL: 'info',
    METRICS_PORT: '0',
    SSO_ORIGIN: origins.sso,
    PORTAL_ORIGIN: origins.portal,
    PORT_BASE: String(first),
  };
  const children = [await serve(environment), await serve({ ...environment, PORT_BASE: String(second) })];
  const proxies = await Promise.all(
    [0, 1].map((face) => inFront(front + face, [first + face, second + face])),
  );
  const database = openDatabase({ url });
  after(async () => {
    for (const proxy of proxies) proxy.close();
    for (const child of children) child.kill('SIGKILL');
    await database.close();
  });
  // Accounts are made with the ring of before; the load knows nothing of keys.
  const services = { ...accountServices(database, readConfig(environment)), keys: readKeyRing(ring) };
  const names: string[] = [];
  for (let nth = 0; nth < people; nth += 1) names.push((await newTestAccount(services)).username);
  const load = { goesOn: true, read: 0, signedIn: 0 };
  const readers = await Promise.all(names.map((name) => signedIn(origins.portal, name)));
  const working = Promise.all([
    ...readers.map((browser) => keepReading(browser, origins, load)),
    keepSigningIn(names, origins, load),
  ]);
  working.catch(() => {});
  for (let round = 0; round < rounds; round += 1) await rotateAll(database, environment, round);
  load.goesOn = false;
  await working;
  assert.ok(load.read > people * rounds && load.signedIn >= rounds, JSON.stringify(load));
}

type Origins = { readonly sso: string; readonly portal: string };
type Load = { goesOn: boolean; read: number; signedIn: number };

const oneConnectionEach = (url: URL, init: RequestInit) =>
  fetch(url, { ...init, headers: { ...(init.headers as object), connection: 'close' } });

async function signedIn(portal: string, name: string): Promise<Browser> {
  const browser = newBrowser(oneConnectionEach);
  const page = await enter(browser, await browser.get(`${portal}/login`), name, testPassword);
  assert.equal(page.url.href, `${portal}/dashboard`, `${name}: ${page.status} ${page.url.pathname}`);
  return browser;
}

async function keepReading(browser: Browser, { sso, portal }: Origins, load: Load): Promise<void> {
  while (load.goesOn) {
    for (const address of [`${portal}/dashboard`, `${sso}/security`]) {
      const page = await browser.get(address);
      assert.deepEqual([page.status, page.url.href], [200, address]);
    }
    load.read += 1;
    await sleep(50);
  }
}

async function keepSigningIn(names: readonly string[], { portal }: Origins, load: Load): Promise<void> {
  for (let turn = 0; load.goesOn; turn += 1) {
    await signedIn(portal, names[turn % names.length] ?? '');
    load.signedIn += 1;
    await sleep(200);
  }
}

async function rotateAll(
  database: ReturnType<typeof openDatabase>,
  environment: NodeJS.ProcessEnv,
  round: number,
): Promise<void> {
  const now = new Date();
  const wish = {
    scope: 'site',
    until: new Date(now.getTime() + 3_600_000),
    reason: { id: 'Uji', en: 'Trial' },
  } as const;
  assert.ok((await setReadOnly(database, wish, { officer: undefined }, now)).ok);
  for (const words of [['--ahead', '360'], ['index']]) {
    const rotated = await runGoid(['keys', 'rotate', ...words], environment);
    assert.equal(rotated.code, 0, `round ${round}: ${rotated.fault}`);
  }
}
