import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { sql } from '#platform';
import { startGoid } from '../support/command.ts';
import { testDatabase } from '../support/database.ts';

const megabyte = 1024 * 1024;

type Measured = { readonly seconds: number; readonly peakMegabytes: number; readonly output: string };

/** Runs a command to its end and watches its memory; it must end well. */
export async function measure(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<Measured> {
  const began = performance.now();
  const child = startGoid(words, environment);
  let output = '';
  let fault = '';
  let peakMegabytes = 0;
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (fault += chunk.toString()));
  const look = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid ?? 0));
  }, 20);
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(look);
  assert.equal(code, 0, `${words.join(' ')}: ${fault}`);
  return { seconds: (performance.now() - began) / 1000, peakMegabytes, output };
}

/** The most memory that the process ever held, as the kernel counts it. */
function peakOf(pid: number): number {
  try {
    const [, kilobytes = '0'] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round((Number(kilobytes) * 1024) / megabyte);
  } catch {
    return 0;
  }
}

export type ScaleSizes = { readonly rows: number; readonly fewMembers: number; readonly manyMembers: number };

/** Files of the real size are made and taken in bounded memory; times are told and not judged, machines differ. */
export async function importAtScale({ rows, fewMembers, manyMembers }: ScaleSizes): Promise<void> {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'goid-scale-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const environment = {
    DATABASE_URL: database.url,
    GOID_HOME: folder,
    MASTER_KEYS: `1:${Buffer.alloc(32, 3).toString('base64')}`,
  };
  const months = 24;
  const made = await measure(generate(Math.ceil(rows / 17), months, folder), environment);
  const counts = (JSON.parse(made.output) as { rows: Record<string, number> }).rows;
  assert.ok((counts['contributions'] ?? 0) >= rows, `${counts['contributions']} rows were made`);
  for (const kind of ['employers', 'members', 'families', 'contributions']) {
    const taken = await measure(['import', kind, join(folder, `${kind}.csv`), '--json'], environment);
    const report = JSON.parse(taken.output) as { rowsWritten: number };
    assert.equal(report.rowsWritten, counts[kind], kind);
    console.log(
      `import ${kind}: ${counts[kind]} rows in ${taken.seconds.toFixed(1)} s, ${taken.peakMegabytes} MB`,
    );
    assert.ok(taken.peakMegabytes < 300, `import ${kind} took ${taken.peakMegabytes} MB`);
  }
  const { kept } = await database.one<{ kept: number }>(
    sql`select count(*)::int as kept from contributions.contribution`,
  );
  assert.equal(kept, counts['contributions']);
  const verified = await measure(['verify-ledger'], environment);
  console.log(`verify-ledger: ${verified.seconds.toFixed(1)} s, ${verified.peakMegabytes} MB`);
  const few = await measure(generate(fewMembers, 3, folder), environment);
  const many = await measure(generate(manyMembers, 3, folder), environment);
  console.log(
    `generate: ${fewMembers} members ${few.peakMegabytes} MB, ${manyMembers} members ${many.peakMegabytes} MB`,
  );
  assert.ok(many.peakMegabytes < few.peakMegabytes + 40, 'memory grows with the members');
}

const generate = (members: number, months: number, out: string) => [
  'generate',
  '--members',
  String(members),
  '--months',
  String(months),
  '--seed',
  '9',
  '--out',
  out,
  '--json',
];
