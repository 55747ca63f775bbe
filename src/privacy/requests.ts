import { type ActivityEvent, record } from '#activity';
import { answerByProgram, closeCase, type CaseKind, openCase } from '#cases';
import { newId } from '#kernel';
import type { Executor, Transaction } from '#platform';
import * as queries from './queries.ts';
import {
  type Asker,
  type DataRequest,
  legalClockHours,
  type PrivacyServices,
  type RequestKind,
} from './types.ts';

const caseKinds: Record<RequestKind, CaseKind> = {
  export: 'data_export',
  limitation: 'data_limitation',
  deletion: 'data_deletion',
  consent: 'data_consent',
};

type Opening = {
  readonly kind: RequestKind;
  readonly ground?: string;
  /** Three times 24 hours unless said. */
  readonly dueAt?: Date;
  /** Answered at once. */
  readonly done?: true;
  readonly now: Date;
};

/** Of several requests at the same time one is taken; the transaction of each other ends with this. */
export class RequestTaken extends Error {}

/** Runs the work, and answers undefined when somebody else asked for the same at the same moment. */
async function unlessTaken<Value>(work: Promise<Value>): Promise<Value | undefined> {
  return work.catch((error: unknown) => {
    if (error instanceof RequestTaken) return undefined;
    throw error;
  });
}

/**
 * Opens a request as a case with its clock, in the transaction of what it asks for. Undefined when one of its kind is
 * open already. Throws RequestTaken when somebody else opened one meanwhile: see `askWithCase`.
 */
export async function openRequest(
  tx: Transaction,
  { accountId, personId }: Asker,
  { kind, ground, dueAt, done, now }: Opening,
): Promise<OpenedRequest | undefined> {
  if (kind !== 'consent' && (await queries.currentRequest(tx, accountId, kind))) return undefined;
  const requestId = newId(now);
  const { caseId, caseNumber } = await openCase(tx, {
    kind: caseKinds[kind],
    accountId,
    about: requestId,
    now,
  });
  const inserted = await queries.insertRequest(tx, {
    requestId,
    accountId,
    personId,
    kind,
    state: done ? 'done' : 'open',
    ...(ground === undefined ? {} : { ground }),
    caseId,
    caseNumber,
    askedAt: now,
    dueAt: dueAt ?? new Date(now.getTime() + legalClockHours * 3_600_000),
  });
  // Somebody else asked at the same moment. The case is taken back with the transaction.
  if (inserted === 0) throw new RequestTaken();
  if (kind !== 'limitation') await answerByProgram(tx, caseId, now);
  if (done) await closeCase(tx, caseId, now);
  return { requestId, caseNumber };
}

export type OpenedRequest = { readonly requestId: string; readonly caseNumber: string };

/**
 * A member asks by a right over data: the case with its clock, what goes with it, and the entry of the activity, in one
 * transaction. Undefined when one of its kind is open, also of several at the same moment; `work` throws RequestTaken to say so.
 */
export function askWithCase(
  { database }: Pick<PrivacyServices, 'database'>,
  asker: Asker,
  asked: Opening & { readonly event: ActivityEvent },
  work: (tx: Transaction, opened: OpenedRequest) => Promise<unknown>,
): Promise<OpenedRequest | undefined> {
  const { accountId, address, userAgent } = asker;
  return unlessTaken(
    database.transaction(async (tx) => {
      const opened = await openRequest(tx, asker, asked);
      if (!opened) return undefined;
      await work(tx, opened);
      await record(tx, {
        event: asked.event,
        actor: { kind: 'member', accountId },
        accountId,
        at: asked.now,
        address,
        userAgent,
        details: { case: opened.caseNumber },
      });
      return opened;
    }),
  );
}

/** What an account asked for, the newest first; at most 50. */
export function requestsOf(executor: Executor, accountId: string): Promise<DataRequest[]> {
  return queries.requestsOf(executor, accountId, 50);
}

/** The one of this kind that waits for an answer, or of a limitation the one in force. */
export function currentRequest(
  executor: Executor,
  accountId: string,
  kind: RequestKind,
): Promise<DataRequest | undefined> {
  return queries.currentRequest(executor, accountId, kind);
}

/** What waits for an answer over all accounts, the nearest clock first. */
export function openRequests(
  executor: Executor,
  page: { readonly limit: number; readonly offset: number },
): Promise<DataRequest[]> {
  return queries.openRequests(executor, page);
}

export function requestById(executor: Executor, requestId: string): Promise<DataRequest | undefined> {
  return queries.requestById(executor, requestId);
}
