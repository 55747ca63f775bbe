import {
  type AccountServices,
  closingAmong,
  notifyOwner,
  type StoppedDeletion,
  stopClosing,
} from '#accounts';
import { type Actor, record } from '#activity';
import { closeCase } from '#cases';
import { formatInstant, type Transaction } from '#platform';
import { keepHash } from './keep-hash.ts';
import * as queries from './queries.ts';
import type { Asker } from './types.ts';

export type Kept = { readonly caseNumber: string };

/** The member stops the deletion of the own account. Undefined when none waits, or its time is over. */
export function keepAccount(services: AccountServices, asker: Asker): Promise<Kept | undefined> {
  const { accountId } = asker;
  return services.database.transaction(async (tx) => {
    const waiting = await queries.currentRequest(tx, accountId, 'deletion');
    if (!waiting) return undefined;
    const by = { kind: 'member', accountId } as const;
    return stopDeletion(services, tx, { requestId: waiting.requestId, accountId, by, from: asker });
  });
}

/** What a link or a code would stop; it is not used up by the look. */
export async function keepable(
  { database, clock }: AccountServices,
  typed: string,
): Promise<{ readonly eraseAfter: Date } | undefined> {
  return queries.findKeepLink(database, keepHash(typed), clock.now());
}

/**
 * Anybody who reads one of the addresses of the account stops its deletion, once, with the link or code of a notice.
 * Undefined for one that is used, too late or made up. Whoever calls it takes a try first: `takeStopTry`.
 */
export function keepByCode(
  services: AccountServices,
  typed: string,
  from: { readonly address: string; readonly userAgent: string },
): Promise<Kept | undefined> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const link = await queries.useKeepLink(tx, keepHash(typed), now);
    return link && stopDeletion(services, tx, { ...link, by: { kind: 'unknown' }, from });
  });
}

type Stopping = {
  readonly requestId: string;
  readonly accountId: string;
  readonly by: Actor;
  /** None where the program does it by itself. */
  readonly from?: { readonly address: string; readonly userAgent: string };
};

/** "This was not me" has stopped the deletion where the accounts are; the request ends in its transaction, and all are told. */
export async function deletionStopped(
  services: AccountServices,
  tx: Transaction,
  { accountId, from }: StoppedDeletion,
): Promise<void> {
  const waiting = await queries.currentRequest(tx, accountId, 'deletion');
  const by = { kind: 'member', accountId } as const;
  if (waiting) await settle(services, tx, { requestId: waiting.requestId, accountId, by, from });
}

/** Ends what was stopped by a program that did not end it itself, such as one of before. A job calls it. */
export async function settleStopped(services: AccountServices): Promise<void> {
  const open = await queries.openDeletions(services.database);
  const ids = open.map(({ accountId }) => accountId);
  const closing = await closingAmong(services.database, ids);
  for (const { requestId, accountId } of open)
    if (!closing.has(accountId))
      await services.database.transaction((tx) =>
        settle(services, tx, { requestId, accountId, by: { kind: 'system' } }),
      );
}

async function stopDeletion(
  services: AccountServices,
  tx: Transaction,
  stopping: Stopping,
): Promise<Kept | undefined> {
  if ((await stopClosing(tx, stopping.accountId)) === 0) return undefined;
  return settle(services, tx, stopping);
}

async function settle(
  services: AccountServices,
  tx: Transaction,
  { requestId, accountId, by, from }: Stopping,
): Promise<Kept | undefined> {
  const now = services.clock.now();
  const request = await queries.settleRequest(tx, requestId, 'cancelled', now);
  if (!request) return undefined;
  const { caseNumber } = request;
  await closeCase(tx, request.caseId, now);
  await record(tx, {
    event: 'deletion_cancelled',
    actor: by,
    accountId,
    at: now,
    ...(from ? { address: from.address, userAgent: from.userAgent } : {}),
    details: { case: caseNumber },
  });
  await notifyOwner(services, tx, {
    accountId,
    template: 'deletion_cancelled',
    parameters: (language, zone) => ({ at: formatInstant(now, language, zone) }),
    now,
  });
  return { caseNumber };
}
