import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { demonstrationCast } from '#generate';
import { addMonths, dayIn, monthOf } from '#kernel';
import {
  type EmbeddedPostgres,
  openDatabase,
  readConfig,
  readKeyRing,
  startEmbeddedPostgres,
} from '#platform';
import { peek } from '#throttle';
import { identifierSubject, readIdentifier } from '../../src/accounts/identifier.ts';
import { installSchema } from '../../src/commands/install-schema.ts';
import { type Browser, newBrowser } from '../support/cookie-jar.ts';
import { newestCode } from '../support/journey.ts';
import { type Program, startProgram } from '../support/program.ts';
import { enter } from '../support/tour.ts';

const members = ['siti.rahayu', 'rizky.pratama', 'agus.setiawan', 'hasan.basri'];

/** Everything that the program said yes to. */
type Acknowledged = { readonly sessions: Browser[]; readonly wrongTries: string[]; outages: number };

const environment = {
  MASTER_KEYS: `1:${Buffer.alloc(32, 9).toString('base64')}`,
  TEST_HASH_COST: 'on',
  CODE_SEND_GAP_SECONDS: '1',
  CODE_SENDS_PER_HOUR: '1000',
  CODE_SENDS_PER_DAY: '1000',
  // All of it comes from one address, and a quiet machine makes more than a hundred wrong tries in a minute.
  SIGN_IN_ADDRESS_TRIES_PER_MINUTE: '100000',
  SIGN_IN_ADDRESS_IDENTIFIERS: '100000',
  PASSWORD_SPRAY_IDENTIFIERS_PER_HOUR: '100000',
};

/**
 * A real PostgreSQL with all its guarantees is killed under sign-ins and started again, `rounds` times. Whatever the
 * program acknowledged must still be there, and the program goes on by itself: pages say 503 in between.
 */
export async function killDatabase({ rounds }: { readonly rounds: number }): Promise<void> {
  const postgres = await ownPostgres();
  const program = await startProgram({ databaseUrl: postgres.url, environment });
  for (let round = 1; round <= rounds; round += 1) {
    const acknowledged: Acknowledged = { sessions: [], wrongTries: [], outages: 0 };
    const load = { on: true };
    const running = members.map((member, index) =>
      signInAgain(program, member, `${round}.${index}`, acknowledged, load),
    );
    // A busy machine takes its time: the kill comes when there is something to lose.
    while (acknowledged.sessions.length < 2 || acknowledged.wrongTries.length < 2)
      await Promise.race([sleep(20), Promise.all(running)]);
    await sleep(Math.random() * 700);
    const restart = kill(postgres, round % 2 === 0 ? 'backend' : 'postmaster');
    await outageIsHonest(program, round % 2 === 0);
    await restart();
    await sleep(1200);
    load.on = false;
    await Promise.all(running);
    await comesBack(program);
    await holdsWhatItSaid(program, postgres.url, acknowledged);
    await stillDelivers(program);
    console.log(
      `round ${round}: ${acknowledged.sessions.length} sign-ins and ${acknowledged.wrongTries.length} tries kept, ${acknowledged.outages} answers of 503`,
    );
  }
  assert.equal(program.process.exitCode, null, 'the program runs on');
}

async function ownPostgres(): Promise<EmbeddedPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'goid-killed-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres({ folder });
  after(async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await installSchema(postgres.url);
  return postgres;
}

/** Kills with -9; the returned function brings it back on the same port, as a service manager would. */
function kill({ dataFolder }: EmbeddedPostgres, what: 'postmaster' | 'backend'): () => Promise<void> {
  const postmaster = Number(readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  if (what === 'backend' && existsSync('/proc/self/stat')) {
    // One backend that dies makes PostgreSQL end all others and recover by itself.
    const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
      .trim()
      .split(' ')
      .map(Number);
    process.kill(children.at(-1) ?? postmaster, 'SIGKILL');
    return async () => {};
  }
  const [command = '', ...options] = [
    ...readFileSync(join(dataFolder, 'postmaster.opts'), 'utf8').matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g),
  ].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const { uid, gid } = statSync(dataFolder);
  process.kill(postmaster, 'SIGKILL');
  const started = () =>
    spawn(command, options, {
      uid,
      gid,
      cwd: '/',
      detached: true,
      stdio: 'ignore',
      env: { LC_ALL: 'C', TZ: 'UTC' },
    });
  return async () => {
    // It refuses to start while an orphan of the killed one still holds its memory; a service manager tries again.
    for (let tries = 0; tries < 30; tries += 1) {
      await sleep(1000);
      if (await isReady(started(), dataFolder)) return;
    }
    assert.fail('PostgreSQL does not start again');
  };
}

/** Its own notes say so: on its port an orphan of the killed one may answer for a moment. */
async function isReady(postmaster: ChildProcess, dataFolder: string): Promise<boolean> {
  postmaster.unref();
  while (postmaster.exitCode === null) {
    const notes = join(dataFolder, 'postmaster.pid');
    const lines = existsSync(notes) ? readFileSync(notes, 'utf8').split('\n') : [];
    if (Number(lines[0]) === postmaster.pid && lines[7]?.trim() === 'ready') return true;
    await sleep(50);
  }
  return false;
}

async function signInAgain(
  { origins }: Program,
  member: string,
  name: string,
  acknowledged: Acknowledged,
  load: { readonly on: boolean },
): Promise<void> {
  for (let turn = 0; load.on; turn += 1) {
    const browser = newBrowser();
    try {
      const form = await browser.get(`${origins.portal}/login`);
      const wrong = `${name}.${turn}@tidak.ada`;
      const tried = form.status === 200 ? await enter(browser, form, wrong, 'salah-salah-salah') : form;
      if (tried.status === 422) acknowledged.wrongTries.push(wrong);
      const end = tried.status === 422 ? await enter(browser, tried, member) : tried;
      if (end.status === 200 && end.url.pathname === '/dashboard') acknowledged.sessions.push(browser);
      // Public pages stay up without the database; the home page then cannot tell who is signed in.
      else if (end.status === 503 || end.url.pathname === '/') acknowledged.outages += 1;
      else assert.fail(`${end.url.href} answered ${end.status}`);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      throw new Error('the program does not answer at all', { cause: error });
    }
    await sleep(60);
  }
}

/** While the database is away a page that needs it says so with 503 and Retry-After, and soon. */
async function outageIsHonest({ origins, process: child }: Program, short: boolean): Promise<void> {
  const began = Date.now();
  const answer = await fetch(`${origins.sso}/oauth/authorize?client_id=portal`, { redirect: 'manual' });
  const home = await fetch(`${origins.portal}/`);
  assert.equal(home.status, 200, 'a page that needs no database goes on');
  if (!short) assert.ok([400, 503].includes(answer.status), `authorize: ${answer.status}`);
  assert.ok(Date.now() - began < 12_000, 'nobody waits long for the news');
  assert.equal(child.exitCode, null, 'the program does not end');
}

async function comesBack(program: Program): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const browser = newBrowser();
    const form = await browser.get(`${program.origins.portal}/login`);
    const end = form.status === 200 ? await enter(browser, form, 'wayan.sudarma') : form;
    if (end.status === 200 && end.url.pathname === '/dashboard') return;
    if (Date.now() > deadline)
      assert.fail(`no sign-in 30 s after the restart: ${end.status}\n${program.log().slice(-3000)}`);
    await sleep(200);
  }
}

async function holdsWhatItSaid(
  { origins }: Program,
  url: string,
  { sessions, wrongTries }: Acknowledged,
): Promise<void> {
  assert.ok(sessions.length > 0 && wrongTries.length > 0, 'there was a load');
  for (const browser of sessions) {
    const page = await browser.get(`${origins.portal}/details`, { follow: false });
    assert.equal(page.status, 200, 'an acknowledged sign-in is lost');
  }
  const database = openDatabase({ url, poolSize: 1 });
  const throttle = { keys: readKeyRing(environment.MASTER_KEYS), config: readConfig({}) };
  for (const wrong of wrongTries) {
    // Nobody has these identifiers, so no password stands behind the count.
    const subject = `${identifierSubject(throttle.keys, readIdentifier(wrong))} `;
    const allowance = await peek(database, throttle, 'password_identifier', subject, new Date());
    // Each was made once and counted before it was answered.
    assert.deepEqual(allowance, {
      allowed: true,
      left: throttle.config.PASSWORD_TRIES - 1,
      until: undefined,
    });
  }
  await database.close();
}

/** The worker has found its way back too: a code that is asked for now arrives and works. */
async function stillDelivers(program: Program): Promise<void> {
  const began = Date.now() - 1000;
  const browser = newBrowser();
  const page = await enter(browser, await browser.get(`${program.origins.portal}/login`), 'yosina.wambrauw');
  const phone =
    demonstrationCast(lastMonth()).find(({ username }) => username === 'yosina.wambrauw')?.phone ?? '';
  const code = await newestCode(program, phone, began);
  const end = await browser.submit(page, '/code', { code });
  assert.equal(end.url.pathname, '/dashboard', `${end.status}`);
}

const lastMonth = () => addMonths(monthOf(dayIn(new Date())), -1);
