import { AppError } from '#kernel';
import { type Config, type Database, type Executor, type KeyRing, keyedHash } from '#platform';
import { type ClosingLimit, type LimitName, type WindowLimit, limits } from './limits.ts';
import * as queries from './queries.ts';

export type ThrottleContext = { readonly keys: KeyRing; readonly config: Config };

/**
 * The answer of a limit. When allowed: `left` is how many more are, and `until` is set when this one was the
 * last for now: the instant at which the limit opens again, unless the try is forgiven.
 */
export type Allowance =
  | { readonly allowed: true; readonly left: number; readonly until: Date | undefined }
  | { readonly allowed: false; readonly until: Date };

/** What one limit counts about one subject. */
export type Counted = { readonly name: LimitName; readonly subject: string };

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
  const [allowance] = await takeEach(database, context, [{ name, subject }], now);
  if (!allowance) throw new AppError('bug', 'a limit without an answer');
  return allowance;
}

/**
 * Takes one from each of several limits, in one statement as `take`. The first that refuses ends it: its answer is the
 * last one, and nothing is taken from those after it. Throws unless they stand in the order of the table of limits:
 * then two statements that share some of their rows lock them in the same order, and never wait for each other.
 */
export async function takeEach(
  database: Database,
  context: ThrottleContext,
  counted: readonly Counted[],
  now: Date,
): Promise<Allowance[]> {
  if (inOrder(counted).some((one, place) => one !== counted[place]))
    throw new AppError('bug', 'limits taken in another order than that of their table');
  const uses = counted.map((one) => useOf(context, one, now));
  const rows = await queries.take(database, uses, now);
  const answers: Allowance[] = [];
  for (const [place, { name }] of counted.entries()) {
    const answer = allowanceOf(
      limits[name],
      context.config,
      rows.find((row) => row.place === place),
      now,
    );
    answers.push(answer);
    if (!answer.allowed) break;
  }
  return answers;
}

const names = Object.keys(limits);

function inOrder<One extends Counted>(counted: readonly One[]): readonly One[] {
  return counted.toSorted((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
}

function useOf({ keys, config }: ThrottleContext, { name, subject }: Counted, now: Date): queries.Use {
  const limit: WindowLimit | ClosingLimit = limits[name];
  const of = { name, key: subjectKey(keys, name, subject), tries: limit.tries(config) };
  if (limit.kind === 'closing')
    return {
      ...of,
      kind: 'closing',
      closedSeconds: limit.closedSeconds(config),
      longestClosedSeconds: limit.longestClosedSeconds(config),
      forgetAfterSeconds: limit.forgetAfterSeconds(config),
    };
  const windowSeconds = limit.windowSeconds(config);
  return { ...of, kind: 'window', since: later(now, -windowSeconds), forgetAt: later(now, windowSeconds) };
}

/** Without a row somebody else took the first and last one while this statement waited. */
function allowanceOf(
  limit: WindowLimit | ClosingLimit,
  config: Config,
  row: queries.TakenRow | undefined,
  now: Date,
): Allowance {
  const tries = limit.tries(config);
  if (limit.kind === 'closing') {
    const until = row?.closed_until;
    if (!row?.allowed) return { allowed: false, until: until ?? later(now, limit.closedSeconds(config)) };
    return { allowed: true, left: Math.max(0, tries - row.used), until: until ?? undefined };
  }
  const opensAt = later(row?.oldest ?? now, limit.windowSeconds(config));
  if (!row?.allowed) return { allowed: false, until: opensAt };
  const left = Math.max(0, tries - row.used);
  return { allowed: true, left, until: left === 0 ? opensAt : undefined };
}

/** What `take` would answer now, without taking: `left` counts the one that could be taken. */
export async function peek(
  executor: Executor,
  context: ThrottleContext,
  name: LimitName,
  subject: string,
  now: Date,
): Promise<Allowance> {
  const [allowance] = await peekEach(executor, context, [{ name, subject }], now);
  if (!allowance) throw new AppError('bug', 'a limit without an answer');
  return allowance;
}

/** The same of several limits, each by itself; one statement. */
export async function peekEach(
  executor: Executor,
  { keys, config }: ThrottleContext,
  counted: readonly Counted[],
  now: Date,
): Promise<Allowance[]> {
  const windowOf = (limit: WindowLimit | ClosingLimit) =>
    limit.kind === 'window' ? limit.windowSeconds(config) : 0;
  const rows = await queries.readStates(
    executor,
    counted.map(({ name, subject }) => ({
      name,
      key: subjectKey(keys, name, subject),
      since: later(now, -windowOf(limits[name])),
    })),
  );
  return counted.map(({ name }, place) => {
    const row = rows.find((state) => state.place === place);
    const limit: WindowLimit | ClosingLimit = limits[name];
    const tries = limit.tries(config);
    if (!row) return { allowed: true, left: tries, until: undefined };
    if (limit.kind === 'window') {
      if (row.used < tries) return { allowed: true, left: tries - row.used, until: undefined };
      return { allowed: false, until: later(row.oldest ?? now, limit.windowSeconds(config)) };
    }
    if (row.closed_until && row.closed_until > now) return { allowed: false, until: row.closed_until };
    const count = row.forget_at <= now ? 0 : row.count;
    return { allowed: true, left: Math.max(1, tries - count), until: undefined };
  });
}

type Success = { readonly forgiven?: readonly Counted[]; readonly givenBack?: readonly Counted[] };

/**
 * After a success that proves who it is. Of `forgiven` everything counted is forgotten; of `givenBack` only the one
 * that was taken for this try, and what others took is left: for budgets of an account. One statement.
 */
export async function settle(executor: Executor, context: ThrottleContext, success: Success): Promise<void> {
  await queries.settle(executor, settled(context, success), 'for-disk');
}

/**
 * The same, alone in its transaction and without waiting for the disk: a crash of the database may take it along, and
 * then more is counted than should be, never less.
 */
export async function settleSoon(
  database: Database,
  context: ThrottleContext,
  success: Success,
): Promise<void> {
  await queries.settle(database, settled(context, success), 'not');
}

function settled({ keys }: ThrottleContext, { forgiven = [], givenBack = [] }: Success) {
  const all = [
    ...forgiven.map((one) => ({ ...one, forgiven: true })),
    ...givenBack.map((one) => ({ ...one, forgiven: false })),
  ];
  return inOrder(all).map(({ name, subject, ...one }) => ({
    ...one,
    name,
    key: subjectKey(keys, name, subject),
  }));
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
