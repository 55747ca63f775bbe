import { firstDayOf, isoDate, type IsoDate, lastDayOf, type Month } from '#kernel';
import type { Executor, Transaction } from '#platform';
import * as queries from './queries-workers.ts';

/** A card of an employer, with the name of whose it is. */
export type Worker = {
  readonly membershipId: string;
  readonly personId: string;
  readonly memberNumber: string;
  readonly fullName: string;
  readonly startedOn: IsoDate;
  readonly endedOn: IsoDate | undefined;
};

/** The cards of an employer that run on any day of the month, by name; at most `limit`. */
export async function workersOf(
  executor: Executor,
  employerId: string,
  month: Month,
  limit: number,
): Promise<Worker[]> {
  const days = { first: firstDayOf(month), last: lastDayOf(month) };
  return (await queries.workersOf(executor, employerId, days, limit)).map(workerFrom);
}

/** How many cards of the employer run on any day of the month. */
export function countWorkers(executor: Executor, employerId: string, month: Month): Promise<number> {
  return queries.countWorkers(executor, employerId, { first: firstDayOf(month), last: lastDayOf(month) });
}

/** Cards by id, each as its person and membership. */
export async function workersByCard(
  executor: Executor,
  cards: readonly { readonly personId: string; readonly membershipId: string }[],
): Promise<Worker[]> {
  return (await queries.workersByCard(executor, cards)).map(workerFrom);
}

/** The first of these cards by member number. */
export async function cardsInOrder(
  executor: Executor,
  cards: readonly { readonly personId: string; readonly membershipId: string }[],
  limit: number,
): Promise<Worker[]> {
  return (await queries.cardsInOrder(executor, cards, limit)).map(workerFrom);
}

/** Of these member numbers those that are cards of this employer, in no order. One statement, as many as are asked for. */
export async function cardsByNumber(
  executor: Executor,
  employerId: string,
  memberNumbers: readonly string[],
): Promise<Worker[]> {
  return (await queries.cardsByNumber(executor, employerId, memberNumbers)).map(workerFrom);
}

function workerFrom(row: queries.WorkerRow): Worker {
  return {
    ...row,
    startedOn: isoDate(row.startedOn),
    endedOn: row.endedOn === null ? undefined : isoDate(row.endedOn),
  };
}

/** Of these cards, those whose person has another one with the same employer that runs on. */
export function secondCards(tx: Transaction, memberNumbers: readonly string[]): Promise<string[]> {
  return queries.secondCards(tx, memberNumbers);
}
