import { compareHolders, isReadOnly } from '#accounts';
import { record } from '#activity';
import { newId, ok, refused, type Result } from '#kernel';
import type { Database, Executor } from '#platform';
import * as queries from './queries-clerks.ts';
import type { Clerk } from './types.ts';

/** What a clerk may do; at least one of the two. */
export type ClerkRights = { readonly mayFile: boolean; readonly mayApprove: boolean };

/** The appointment of an account at this employer; undefined when it has none, or none any more. */
export function clerkOf(
  executor: Executor,
  accountId: string,
  employerId: string,
): Promise<Clerk | undefined> {
  return queries.clerkOf(executor, accountId, employerId);
}

/** The employers that an account acts for; at most 200. */
export function employersOfClerk(executor: Executor, accountId: string): Promise<string[]> {
  return queries.employersOfClerk(executor, accountId);
}

export type ClerkView = Clerk & { readonly addedAt: Date; readonly wantsMessages: boolean };

/** Everybody who acts for an employer now, the longest first; at most 200. */
export function clerksOf(executor: Executor, employerId: string): Promise<ClerkView[]> {
  return queries.clerksOf(executor, employerId);
}

export type AddRefusal = 'no_rights' | 'is_clerk';

/**
 * Makes an account a clerk, in the transaction of what led to it: an officer's check with its case, or an invitation. Recorded
 * for the account.
 */
export async function addClerk(
  tx: Executor,
  added: ClerkRights & {
    readonly employerId: string;
    readonly npp: string;
    readonly accountId: string;
    readonly by: { readonly kind: 'officer' | 'member'; readonly accountId: string };
    readonly caseId?: string;
    /** What the account and the one that invited it have in common, for the auditor. */
    readonly inCommon?: readonly string[];
    readonly now: Date;
  },
): Promise<Result<undefined, AddRefusal>> {
  if (!added.mayFile && !added.mayApprove) return refused('no_rights');
  const clerkId = newId(added.now);
  if (!(await queries.insertClerk(tx, { ...added, clerkId, addedBy: added.by.accountId })))
    return refused('is_clerk');
  await record(tx, {
    event: 'clerk_added',
    actor: added.by,
    accountId: added.accountId,
    at: added.now,
    details: { npp: added.npp, rights: rightsText(added), ...inCommonDetail(added.inCommon ?? []) },
  });
  return ok(undefined);
}

/** In the details of an entry: `in_common` with the signs, so that an auditor finds it; nothing where there are none. */
export const inCommonDetail = (signs: readonly string[]) =>
  signs.length > 0 ? { in_common: signs.join(' ') } : {};

export const rightsText = ({ mayFile, mayApprove }: ClerkRights) =>
  [mayFile && 'file', mayApprove && 'approve'].filter(Boolean).join(' ');

export type RemoveRefusal =
  | 'gone'
  /** A recovery of the clerk's account waits: nobody has proven enough to decide for the employer. */
  | 'recovery'
  | 'last_approver'
  /** The employer wants two persons, and only one would be left who may approve. */
  | 'two_needed';

/**
 * Ends an appointment from the next page on. The last who may approve stays, or nobody could invite anybody any more, and
 * so do the last two while the employer wants two persons; an officer ends those.
 */
export function removeClerk(
  database: Database,
  removed: {
    readonly clerkId: string;
    readonly employerId: string;
    readonly npp: string;
    readonly by: { readonly kind: 'officer' | 'member'; readonly accountId: string };
    readonly now: Date;
  },
): Promise<Result<undefined, RemoveRefusal>> {
  return database.transaction(async (tx) => {
    const { kind, accountId } = removed.by;
    if (kind === 'member' && (await isReadOnly(tx, accountId))) return refused('recovery');
    await queries.lockClerks(tx, removed.employerId);
    const row = await queries.endClerk(tx, removed, kind === 'member');
    if (typeof row === 'string') return refused(row);
    await record(tx, {
      event: 'clerk_removed',
      actor: removed.by,
      accountId: row.accountId,
      at: removed.now,
      details: { npp: removed.npp },
    });
    return ok(undefined);
  });
}

/** Who may approve for each of these employers. */
export function approversOf(
  executor: Executor,
  employerIds: readonly string[],
): Promise<{ readonly employerId: string; readonly accountId: string }[]> {
  return queries.approversOf(executor, employerIds);
}

/** Whether nobody may approve what the same clerk handed in. */
export function wantsTwo(executor: Executor, employerId: string): Promise<boolean> {
  return queries.wantsTwo(executor, employerId);
}

/**
 * Whether this clerk may not approve what the same clerk handed in. Whoever chose the rule away with another account of
 * their own is bound like that account.
 */
export async function needsAnother(executor: Executor, clerk: Clerk): Promise<boolean> {
  if (await queries.needsAnother(executor, clerk)) return true;
  const { accountId, employerId } = clerk;
  const chooser = await queries.chooserOf(executor, employerId);
  if (chooser === undefined || chooser === accountId) return false;
  const { sameHolder } = await compareHolders(executor, chooser, accountId);
  return sameHolder && queries.needsAnother(executor, { employerId, accountId: chooser });
}

export type ChooseRefusal =
  /** Nobody else may approve, so nothing could be approved any more. */
  | 'only_approver'
  /** A recovery of the clerk's account waits: nobody has proven enough to decide for the employer. */
  | 'recovery';

/**
 * Chooses it for the employer; recorded for the clerk. It takes two who may approve. Whoever chooses it away while there are
 * two still approves nothing of their own (`needsAnother`): by one person alone the rule never falls.
 */
export function chooseTwo(
  database: Database,
  { clerk, npp, twoPerson, now }: { clerk: Clerk; npp: string; twoPerson: boolean; now: Date },
): Promise<Result<undefined, ChooseRefusal>> {
  return database.transaction(async (tx) => {
    if (await isReadOnly(tx, clerk.accountId)) return refused('recovery');
    await queries.lockClerks(tx, clerk.employerId);
    const approvers = (await queries.clerksOf(tx, clerk.employerId)).filter((one) => one.mayApprove);
    if (twoPerson && approvers.length < 2) return refused('only_approver');
    if (!(await queries.putChoice(tx, clerk, twoPerson, now))) return ok(undefined);
    await record(tx, {
      event: 'two_person_chosen',
      actor: { kind: 'member', accountId: clerk.accountId },
      accountId: clerk.accountId,
      at: now,
      details: { npp, chosen: twoPerson ? 'on' : 'off' },
    });
    return ok(undefined);
  });
}

/** Whether this clerk hears by e-mail what became of filings of the employer; recorded for the account. */
export function chooseMessages(
  database: Database,
  { clerk, npp, wanted, now }: { clerk: Clerk; npp: string; wanted: boolean; now: Date },
): Promise<void> {
  return database.transaction(async (tx) => {
    await queries.putMessages(tx, clerk.clerkId, wanted);
    await record(tx, {
      event: 'clerk_messages_chosen',
      actor: { kind: 'member', accountId: clerk.accountId },
      accountId: clerk.accountId,
      at: now,
      details: { npp, chosen: wanted ? 'on' : 'off' },
    });
  });
}
