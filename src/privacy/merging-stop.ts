import type { AccountServices } from '#accounts';
import type { Actor } from '#activity';
import type { Executor, Transaction } from '#platform';
import { keepHash } from './keep-hash.ts';
import { recordOnBoth, tellOfEnd } from './merging-tell.ts';
import * as queries from './queries-merging.ts';

/** A merging of the records behind this account that nobody has stopped: when it is done, and its case. */
export function waitingMergingOf(
  executor: Executor,
  accountId: string,
): Promise<{ readonly caseNumber: string; readonly endsAt: Date } | undefined> {
  return queries.waitingMergingOf(executor, accountId);
}

/** What a link or a code would stop; it is not used up by the look. */
export function stoppableMerging(
  { database, clock }: AccountServices,
  typed: string,
): Promise<{ readonly endsAt: Date } | undefined> {
  return queries.findStop(database, keepHash(typed), clock.now());
}

/**
 * Anybody who reads an address of one of the two accounts stops the merging, once, with the link or code of the notice.
 * Undefined for one that is used, too late or made up. Whoever calls it takes a try first: `takeStopTry`.
 */
export function stopMergingByCode(
  services: AccountServices,
  typed: string,
  from: { readonly address: string; readonly userAgent: string },
): Promise<{ readonly caseNumber: string } | undefined> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    const link = await queries.useStop(tx, keepHash(typed), now);
    return link && stopMerging(services, tx, { ...link, by: { kind: 'unknown' }, from, now });
  });
}

async function stopMerging(
  services: AccountServices,
  tx: Transaction,
  stopping: {
    readonly mergingId: string;
    readonly by: Actor;
    readonly from: { readonly address: string; readonly userAgent: string };
    readonly now: Date;
  },
): Promise<{ readonly caseNumber: string } | undefined> {
  const { mergingId, by, from, now } = stopping;
  const stopped = await queries.endMerging(tx, mergingId, 'stopped', now);
  if (!stopped) return undefined;
  await recordOnBoth(tx, stopped, { event: 'merging_stopped', actor: by, now, from });
  await tellOfEnd(services, tx, stopped, { how: 'stopped', closed: undefined, now });
  return { caseNumber: stopped.caseNumber };
}
