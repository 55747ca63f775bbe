import { pbkdf2 } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Database } from '#platform';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import * as queries from './queries.ts';

/** Room for the noise of a busy machine. */
const margin = 1.5;
const keptMs = 600_000;
const longestMs = 10_000;

type Known = { floorMs: number; readonly highestMs: number; readonly readAt: number };
const known = new WeakMap<Database, Promise<Known>>();

/**
 * How long a wrong password must take at least, in milliseconds, so that an account with a foreign hash answers like
 * any other and like none: the slowest notation that is still there, measured on this machine. 0 when all are replaced.
 * Looked up every ten minutes.
 */
export async function foreignFloorMs(database: Database): Promise<number> {
  return (await knownOf(database)).floorMs;
}

async function knownOf(database: Database): Promise<Known> {
  const current = await known.get(database)?.catch(() => undefined);
  if (current && performance.now() - current.readAt < keptMs) return current;
  const reading = read(database);
  known.set(database, reading);
  return reading;
}

async function read(database: Database): Promise<Known> {
  const costs = await queries.foreignCosts(database);
  const each: number[] = [0];
  for (const [family, cost] of highestOf(costs)) each.push(await expectedMs(family, cost));
  const floorMs = Math.min(longestMs, Math.max(...each) * margin);
  // One slow moment must not make everybody wait long; hashes that came after the look may take what they take.
  const highestMs = floorMs === 0 ? longestMs : 2 * floorMs;
  return { floorMs, highestMs, readAt: performance.now() };
}

/** A verification that took longer than was expected moves the floor for those that follow. */
export async function noteForeignMs(database: Database, tookMs: number): Promise<void> {
  const current = await knownOf(database);
  current.floorMs = Math.min(current.highestMs, Math.max(current.floorMs, tookMs));
}

/** Of each notation only the costliest matters. */
function highestOf(costs: readonly string[]): ReadonlyMap<string, number> {
  const highest = new Map<string, number>();
  for (const text of costs) {
    const [family = '', cost = ''] = text.split('/');
    highest.set(family, Math.max(highest.get(family) ?? 0, Number(cost)));
  }
  return highest;
}

const sampleBcrypt = { cost: 7, text: '$2b$07$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' };
const sampleIterations = 20_000;

/** From a small measurement: bcrypt doubles with each step of its cost, PBKDF2 grows with its iterations. */
async function expectedMs(family: string, cost: number): Promise<number> {
  if (family === 'bcrypt') {
    const took = await timed(() => verifyBcrypt('x', sampleBcrypt.text));
    return took * 2 ** (cost - sampleBcrypt.cost);
  }
  const [, digest] = /^pbkdf2-(sha1|sha256|sha512)$/.exec(family) ?? [];
  if (!digest) return 0;
  const took = await timed(() => promisify(pbkdf2)('x', 'salt', sampleIterations, 32, digest));
  return (took * cost) / sampleIterations;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  await work();
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Waits until so long after `start`; takes no core while it waits. */
export async function waitUntil(start: number, floorMs: number): Promise<void> {
  const left = start + floorMs - performance.now();
  if (left > 0) await sleep(left);
}
