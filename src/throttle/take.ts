import { type Config, type Database, type Executor, type KeyRing, keyedHash } from '#platform';
import { type BudgetLimit, type ClosingLimit, type LimitName, type WindowLimit, limits } from './limits.ts';
import * as queries from './queries.ts';

export type ThrottleContext = { readonly keys: KeyRing; readonly config: Config };

/**
 * The answer of a limit. When allowed: `left` is how many more are, and `until` is set when this one was the
 * last for now: the instant at which the limit opens again, unless the try is forgiven.
 */
export type Allowance =
  | { readonly allowed: true; readonly left: number; readonly until: Date | undefined }
  | { readonly allowed: false; readonly until: Date };

/**
 * Takes one from a limit, before the thing that it limits is done. One statement that commits by itself, so that
 * tries made at the same time all count: it asks for the database and cannot be called inside a transaction.
 */
export async function take(
  database: Database,
  context: ThrottleContext,
  name: LimitName,
  subject: string,
  now: Date,
): Promise<Allowance> {
  const limit: TakenLimit = limits[name];
  const use = { name, key: subjectKey(context.keys, name, subject), now };
  if (limit.kind === 'closing') return takeClosing(database, context.config, limit, use);
  return limit.kind === 'budget'
    ? takeBudget(database, context.config, limit, use)
    : takeWindow(database, context.config, limit, use);
}

type TakenLimit = WindowLimit | ClosingLimit | BudgetLimit;

type Use = { readonly name: LimitName; readonly key: Buffer; readonly now: Date };

async function takeWindow(
  executor: Executor,
  config: Config,
  limit: WindowLimit,
  use: Use,
): Promise<Allowance> {
  const tries = limit.tries(config);
  const windowSeconds = limit.windowSeconds(config);
  const row = await queries.takeWindow(executor, {
    ...use,
    tries,
    since: later(use.now, -windowSeconds),
    forgetAt: later(use.now, windowSeconds),
  });
  return windowAllowance(row, tries, windowSeconds, use.now);
}

function windowAllowance(
  row: queries.WindowRow | undefined,
  tries: number,
  windowSeconds: number,
  now: Date,
): Allowance {
  const opensAt = later(row?.oldest ?? now, windowSeconds);
  // Without a row somebody else took the first and last one while this statement waited.
  if (!row?.allowed) return { allowed: false, until: opensAt };
  const left = Math.max(0, tries - row.used);
  return { allowed: true, left, until: left === 0 ? opensAt : undefined };
}

async function takeBudget(
  executor: Executor,
  config: Config,
  limit: BudgetLimit,
  use: Use,
): Promise<Allowance> {
  const tries = limit.tries(config);
  const forgetAt = later(use.now, limit.windowSeconds(config));
  const row = await queries.takeBudget(executor, { ...use, tries, forgetAt });
  const until = row?.forget_at ?? forgetAt;
  if (!row?.allowed) return { allowed: false, until };
  const left = Math.max(0, tries - row.count);
  return { allowed: true, left, until: left === 0 ? until : undefined };
}

async function takeClosing(
  executor: Executor,
  config: Config,
  limit: ClosingLimit,
  use: Use,
): Promise<Allowance> {
  const tries = limit.tries(config);
  const closedSeconds = limit.closedSeconds(config);
  const row = await queries.takeClosing(executor, {
    ...use,
    tries,
    closedSeconds,
    longestClosedSeconds: limit.longestClosedSeconds(config),
    forgetAfterSeconds: limit.forgetAfterSeconds(config),
  });
  if (!row?.allowed) return { allowed: false, until: row?.closed_until ?? later(use.now, closedSeconds) };
  return { allowed: true, left: Math.max(0, tries - row.count), until: row.closed_until ?? undefined };
}

/** What `take` would answer now, without taking: `left` counts the one that could be taken. */
export async function peek(
  executor: Executor,
  context: ThrottleContext,
  name: LimitName,
  subject: string,
  now: Date,
): Promise<Allowance> {
  const limit: TakenLimit = limits[name];
  const tries = limit.tries(context.config);
  const windowSeconds = limit.kind === 'window' ? limit.windowSeconds(context.config) : 0;
  const row = await queries.readState(executor, {
    name,
    key: subjectKey(context.keys, name, subject),
    since: later(now, -windowSeconds),
  });
  if (!row) return { allowed: true, left: tries, until: undefined };
  if (limit.kind === 'window') {
    if (row.used < tries) return { allowed: true, left: tries - row.used, until: undefined };
    return { allowed: false, until: later(row.oldest ?? now, windowSeconds) };
  }
  const count = row.forget_at <= now ? 0 : row.count;
  if (limit.kind === 'budget' && count >= tries) return { allowed: false, until: row.forget_at };
  if (row.closed_until && row.closed_until > now) return { allowed: false, until: row.closed_until };
  return { allowed: true, left: Math.max(1, tries - count), until: undefined };
}

/** What one limit counts about one subject. */
export type Counted = { readonly name: LimitName; readonly subject: string };

/**
 * After a success that proves who it is. Of `forgiven` everything counted is forgotten; of `givenBack` only the one
 * that was taken for this try, and what others took is left: for budgets of an account. One statement.
 */
export async function settle(
  executor: Executor,
  context: ThrottleContext,
  { forgiven = [], givenBack = [] }: { readonly forgiven?: Counted[]; readonly givenBack?: Counted[] },
): Promise<void> {
  const keyed = ({ name, subject }: Counted) => ({ name, key: subjectKey(context.keys, name, subject) });
  await queries.settle(executor, forgiven.map(keyed), givenBack.map(keyed));
}

/**
 * Gives back the one that was taken for this try, and leaves what others took: for a try that came to nothing. A limit
 * that this try closed is open again.
 */
export async function giveBack(
  executor: Executor,
  context: ThrottleContext,
  name: LimitName,
  subject: string,
): Promise<void> {
  await settle(executor, context, { givenBack: [{ name, subject }] });
}

/** Deletes what says nothing any more. A daily job calls it. */
export function forgetOldThrottles(executor: Executor, now: Date): Promise<number> {
  return queries.deleteForgotten(executor, now);
}

function subjectKey(keys: KeyRing, name: LimitName, subject: string): Buffer {
  return keyedHash(keys, 'throttle', name, subject);
}

function later(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}
