import { addJob, type Transaction } from '#platform';
import * as queries from './queries-merging.ts';
import { sessionEndedTask } from './session.ts';

/** `none`: the record had no account; `moved`: its account is that of the other record now; `closed`: both had one. */
export type MergedAccount = {
  readonly accountId: string | undefined;
  readonly became: 'none' | 'moved' | 'closed';
};

/**
 * What becomes of the account of a record that went into another (`mergeRecords`): one that is closed lets nobody in from
 * now on, its sessions end, and it is erased as one whose deletion is due.
 */
export async function mergeAccount(
  tx: Transaction,
  { gone, stays, now }: { readonly gone: string; readonly stays: string; readonly now: Date },
): Promise<MergedAccount> {
  const { accountId, became, ended } = await queries.mergeAccount(tx, gone, stays, now);
  for (const sessionId of ended) await addJob(tx, sessionEndedTask, { sessionId });
  return { accountId: accountId ?? undefined, became };
}

/** Nobody freezes, closes or changes these accounts until the transaction ends. */
export async function holdAccounts(
  tx: Transaction,
  accountIds: readonly (string | undefined)[],
): Promise<void> {
  await queries.lockAccounts(
    tx,
    accountIds.filter((id) => id !== undefined),
  );
}
