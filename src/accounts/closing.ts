import { addJob, type Executor, type Transaction } from '#platform';
import * as queries from './queries.ts';
import { sessionEndedTask } from './session.ts';
import type { Role } from './types.ts';

export type Closing = {
  readonly accountId: string;
  /** Until then it can be stopped. */
  readonly eraseAfter: Date;
  /** When its sessions ended; undefined before. */
  readonly closedAt: Date | undefined;
};

const closingFrom = (row: queries.ClosingRow): Closing => ({ ...row, closedAt: row.closedAt ?? undefined });

/** The account is to be erased so many days from now, by the database's own clock. False when that is so already. */
export function beginClosing(tx: Transaction, accountId: string, waitDays: number): Promise<boolean> {
  return queries.beginClosing(tx, accountId, waitDays);
}

/** It stays. 0 when nothing was to be erased, or the time to stop it is over. */
export function stopClosing(tx: Transaction, accountId: string): Promise<number> {
  return queries.deleteClosing(tx, accountId);
}

export async function closingOf(executor: Executor, accountId: string): Promise<Closing | undefined> {
  const row = await queries.closingOf(executor, accountId);
  return row && closingFrom(row);
}

/** Of these accounts those that are to be erased. */
export async function closingAmong(executor: Executor, accountIds: readonly string[]): Promise<Set<string>> {
  return new Set(await queries.closingAmong(executor, accountIds));
}

/** Those whose time has come, the oldest first. */
export async function dueClosings(executor: Executor, now: Date, limit: number): Promise<Closing[]> {
  return (await queries.dueClosings(executor, now, limit)).map(closingFrom);
}

/**
 * Nobody gets in any more; every session ends, and the services that it was used for are told. False when nothing was
 * closed: it was stopped meanwhile, its time has not come, or the holder is reported dead.
 */
export async function closeAccount(tx: Transaction, accountId: string, now: Date): Promise<boolean> {
  const ended = await queries.closeAccount(tx, accountId, now);
  for (const sessionId of ended ?? []) await addJob(tx, sessionEndedTask, { sessionId });
  return ended !== undefined;
}

/** Deletes every row of an account that was closed an hour ago or longer; false when it was not, or is gone. */
export function eraseAccount(tx: Transaction, accountId: string): Promise<boolean> {
  return queries.eraseAccount(tx, accountId);
}

/** Whether the holder has processing limited to what the law asks for (UU 27/2022 article 41). */
export async function isLimited(executor: Executor, accountId: string): Promise<boolean> {
  return (await queries.limitedAt(executor, accountId)) !== undefined;
}

/** Since when; undefined when it is not. */
export function limitedSince(executor: Executor, accountId: string): Promise<Date | undefined> {
  return queries.limitedAt(executor, accountId);
}

/** Sets or lifts the mark that every optional use looks at; the request behind it is privacy's business. */
export function setLimited(tx: Executor, accountId: string, since: Date | undefined): Promise<number> {
  return queries.setLimited(tx, accountId, since ?? null);
}

/** Whether "this was not me" still holds the contacts. */
export function areContactsFrozen(executor: Executor, accountId: string, now: Date): Promise<boolean> {
  return queries.contactsFrozen(executor, accountId, now);
}

/** The public id that services know; undefined when the account is gone. */
export function accountSubject(executor: Executor, accountId: string): Promise<string | undefined> {
  return queries.subjectOf(executor, accountId);
}

export function rolesOfAccount(executor: Executor, accountId: string): Promise<Role[]> {
  return queries.rolesOfAccount(executor, accountId);
}
