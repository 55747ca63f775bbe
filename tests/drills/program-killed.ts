import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { startEmbeddedPostgres } from '#platform';
import { runGoid } from '../support/command.ts';
import { newBrowser } from '../support/cookie-jar.ts';
import { launchProgram, type Program } from '../support/program.ts';
import { enter } from '../support/tour.ts';

/**
 * `npm start` with its own PostgreSQL is killed with -9 and started again, `rounds` times: it adopts the database that
 * still runs, a session that was open stays open, and stopping it properly stops the database too.
 */
export async function killProgram({ rounds }: { readonly rounds: number }): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'goid-adopt-'));
  chmodSync(home, 0o755);
  const environment = { GOID_HOME: home, NODE_ENV: 'test', TEST_HASH_COST: 'on', DATABASE_URL: '' };
  let program = await launchProgram(environment);
  after(async () => {
    await program.stop();
    await (await startEmbeddedPostgres({ folder: home })).stop();
    rmSync(home, { recursive: true, force: true });
  });
  const browser = newBrowser();
  for (let round = 1; round <= rounds; round += 1) {
    const postmaster = postmasterOf(program, home);
    const form = await browser.get(`${program.origins.portal}/login`);
    const end = form.url.pathname === '/dashboard' ? form : await enter(browser, form, 'siti.rahayu');
    assert.equal(end.url.pathname, '/dashboard');
    program.process.kill('SIGKILL');
    await once(program.process, 'exit');
    assert.ok(isAlive(postmaster), 'PostgreSQL outlives the killed program');
    program = await launchProgram(environment);
    assert.equal(postmasterOf(program, home), postmaster, 'the running PostgreSQL is adopted');
    const still = await browser.get(`${program.origins.portal}/details`);
    assert.deepEqual([still.status, still.url.pathname], [200, '/details'], 'the session lives on');
  }
  await leavesNotesOfTheDeadAlone(program, home);
  program = await launchProgram(environment);
  const last = postmasterOf(program, home);
  const beside = await runGoid(['verify-ledger'], environment);
  assert.equal(beside.code, 0, beside.fault);
  assert.ok(isAlive(last), 'a command beside the program leaves its database alone');
  assert.equal(await program.stop(), 0);
  assert.ok(!isAlive(last), 'stopping ends the adopted PostgreSQL as the screen promises');
}

/** After a crash of the machine the notes name a process that is something else by now: here, this one. */
async function leavesNotesOfTheDeadAlone(program: Program, home: string): Promise<void> {
  const notes = notesOf(program, home);
  const text = readFileSync(notes, 'utf8');
  assert.equal(await program.stop(), 0);
  assert.ok(!existsSync(notes), 'PostgreSQL ended properly');
  writeFileSync(notes, text.replace(/^\d+/, String(process.pid)));
}

function postmasterOf(program: Program, home: string): number {
  return Number(readFileSync(notesOf(program, home), 'utf8').split('\n')[0]);
}

function notesOf(program: Program, home: string): string {
  const moved = /^ {2}Data +(\S+)/m.exec(program.output())?.[1];
  return join(moved ?? join(home, 'postgres'), 'postmaster.pid');
}

/** A process that has ended but was not fetched by its parent does not count. */
function isAlive(pid: number): boolean {
  try {
    if (!existsSync('/proc/self/stat')) return process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
