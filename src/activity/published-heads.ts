import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Config, Database, Logger } from '#platform';
import { isInChain, published, type PublishedHead, readHead } from './proof.ts';
import * as queries from './queries-sealing.ts';

const fileName = 'heads.jsonl';

/** The file of published heads, when a folder for them is set. */
export function headsFile({ AUDIT_HEADS_DIR: folder }: Pick<Config, 'AUDIT_HEADS_DIR'>): string | undefined {
  return folder === '' ? undefined : join(folder, fileName);
}

type Publishing = {
  readonly database: Database;
  readonly config: Pick<Config, 'AUDIT_HEADS_DIR'>;
  readonly log: Logger;
};

/**
 * Adds the newest head to the file in the second place, which only grows. What is published already is compared first:
 * when the chain does not hold it any more, nothing is added and the log sounds an alarm. Without a folder nothing happens.
 */
export async function publishHead({
  database,
  config,
  log,
}: Publishing): Promise<'published' | 'nothing-new' | 'alarm'> {
  const file = headsFile(config);
  if (!file) return 'nothing-new';
  const newest = await queries.newestBatch(database);
  if (!newest && !existsSync(file)) return 'nothing-new';
  mkdirSync(config.AUDIT_HEADS_DIR, { recursive: true });
  const handle = openSync(file, 'a+', 0o644);
  try {
    const { last, end, torn } = lastLine(handle);
    const before = last === undefined ? undefined : readHead(parsed(last));
    if (last !== undefined && !(before && (await isInChain(database, before)))) {
      log.error(
        { number: before?.number },
        'the chain of activity does not hold the head that was published',
      );
      return 'alarm';
    }
    if (!newest || (before && before.number >= Number(newest.number))) return 'nothing-new';
    // A line that was torn off by a crash is written anew; nothing else is ever taken away.
    if (torn) ftruncateSync(handle, end);
    writeSync(handle, `${JSON.stringify(published(queries.headOfRow(newest)))}\n`);
    fsyncSync(handle);
    return 'published';
  } finally {
    closeSync(handle);
  }
}

const longestLine = 2048;

/** The last whole line, where it ends, and whether a torn one follows. */
function lastLine(handle: number): {
  readonly last: string | undefined;
  readonly end: number;
  readonly torn: boolean;
} {
  const { size } = fstatSync(handle);
  const start = Math.max(0, size - 2 * longestLine);
  const tail = Buffer.alloc(size - start);
  readSync(handle, tail, 0, tail.length, start);
  const end = tail.lastIndexOf(0x0a) + 1;
  const last = tail.subarray(0, end).toString('utf8').split('\n').at(-2);
  return { last: last === '' ? undefined : last, end: start + end, torn: end < tail.length };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/** A published head with where it stands, for a sentence; undefined where a line is no head. */
export type HeadLine = { readonly line: number; readonly head: PublishedHead | undefined };

/** Reads what was published: lines of heads, or the answer of the public page. Throws when there is no such file. */
export function readHeadsFile(file: string): HeadLine[] {
  const text = readFileSync(file, 'utf8');
  const whole = parsed(text) as { readonly heads?: unknown } | undefined;
  if (Array.isArray(whole?.heads))
    return whole.heads.map((value: unknown, index) => ({ line: index + 1, head: readHead(value) }));
  return text
    .split('\n')
    .map((line, index) => ({ line: index + 1, text: line }))
    .filter((line) => line.text !== '')
    .map((line) => ({ line: line.line, head: readHead(parsed(line.text)) }));
}
