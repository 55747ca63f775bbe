import { compareHolders, isReadOnly } from '#accounts';
import { record } from '#activity';
import { ok, refused, type Result } from '#kernel';
import type { Database } from '#platform';
import { previewSeen } from './preview.ts';
import * as queries from './queries.ts';
import { wageRemarks } from './queries-wage-remarks.ts';
import { clerkOf, inCommonDetail, needsAnother } from './clerks.ts';
import type { Filing } from './filing.ts';
import type { Clerk } from './types.ts';

type Decision = { readonly clerk: Clerk; readonly filingId: string; readonly now: Date };
export type ApproveRefusal =
  | 'not_allowed'
  | 'own_filing'
  /** Two persons are needed, and the account that handed it in is another one of the same person. */
  | 'same_person'
  | 'nothing_to_count'
  | 'not_waiting'
  /** A recovery of the clerk's account waits: nobody has proven enough to decide for the employer. */
  | 'recovery'
  /** What the filing comes to is no longer what the clerk was shown; nothing is lost. */
  | 'changed';

/**
 * Makes the good rows of a filing count: the job takes them next. Approved once; whoever comes second is told. The page sees
 * to it that the clerk signed in with a strong factor. `seen` is what the page showed (`previewSeen`): nothing else is
 * approved, and the job takes nothing else.
 */
export function approveFiling(
  database: Database,
  { clerk, filingId, now, seen }: Decision & { readonly seen: string },
): Promise<Result<undefined, ApproveRefusal>> {
  if (!clerk.mayApprove) return Promise.resolve(refused('not_allowed'));
  return database.transaction(async (tx) => {
    if (await isReadOnly(tx, clerk.accountId)) return refused('recovery');
    await queries.holdFiling(tx, filingId);
    // Whoever waited for it may have been removed meanwhile.
    const still = await clerkOf(tx, clerk.accountId, clerk.employerId);
    if (!still?.mayApprove) return refused('not_allowed');
    const filing = await queries.filingOf(tx, clerk.employerId, filingId);
    if (filing?.state === 'received' && filing.checkedAt) return refused('changed');
    if (filing?.state !== 'checked') return refused('not_waiting');
    const remarks = await queries.remarks(tx, filingId);
    if (seen !== previewSeen(filing, remarks, await wageRemarks(tx, filingId))) return refused('changed');
    if ((filing.rowsGood ?? 0) === 0) return refused('nothing_to_count');
    const isOwn = filing.receivedBy === clerk.accountId;
    if (isOwn && (await needsAnother(tx, clerk))) return refused('own_filing');
    const { sameHolder, signs } = await compareHolders(tx, filing.receivedBy, clerk.accountId);
    if (!isOwn && sameHolder && (await needsAnother(tx, clerk))) return refused('same_person');
    if (!(await queries.approve(tx, filingId, clerk.accountId, now))) return refused('not_waiting');
    await record(tx, activityOf('filing_approved', clerk, filing, now, isOwn ? [] : signs));
    await queries.queueProcessing(tx);
    return ok(undefined);
  });
}

/** Takes a filing back before it is approved; it stays to be seen, and the same file may be handed in again. */
export function withdrawFiling(
  database: Database,
  { clerk, filingId, now }: Decision,
): Promise<Result<undefined, 'not_waiting' | 'recovery'>> {
  return database.transaction(async (tx) => {
    if (await isReadOnly(tx, clerk.accountId)) return refused('recovery');
    const filing = await queries.filingOf(tx, clerk.employerId, filingId);
    const taken = filing && (await queries.withdraw(tx, filingId, clerk.accountId, now));
    if (!taken) return refused('not_waiting');
    await record(tx, activityOf('filing_withdrawn', clerk, filing, now));
    return ok(undefined);
  });
}

function activityOf(
  event: 'filing_approved' | 'filing_withdrawn',
  { accountId }: Clerk,
  { npp, kind, month, rowsGood }: Filing,
  at: Date,
  inCommon: readonly string[] = [],
) {
  return {
    event,
    actor: { kind: 'member', accountId },
    accountId,
    at,
    details: { npp, kind, month: month ?? '', rows: rowsGood ?? 0, ...inCommonDetail(inCommon) },
  } as const;
}
