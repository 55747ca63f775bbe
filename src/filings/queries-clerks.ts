import { type Executor, sql } from '#platform';
import type { ClerkView } from './clerks.ts';
import type { Clerk } from './types.ts';

const clerkColumns = sql`clerk_id as "clerkId", account_id as "accountId", employer_id as "employerId",
  may_file as "mayFile", may_approve as "mayApprove"`;

export function clerkOf(
  executor: Executor,
  accountId: string,
  employerId: string,
): Promise<Clerk | undefined> {
  return executor.maybe<Clerk>(sql`
    select ${clerkColumns} from filings.clerk
    where account_id = ${accountId} and employer_id = ${employerId} and removed_at is null`);
}

export async function employersOfClerk(executor: Executor, accountId: string): Promise<string[]> {
  const rows = await executor.many<{ id: string }>(sql`
    select employer_id as id from filings.clerk where account_id = ${accountId} and removed_at is null
    order by added_at limit 200`);
  return rows.map(({ id }) => id);
}

export function clerksOf(executor: Executor, employerId: string): Promise<ClerkView[]> {
  return executor.many<ClerkView>(sql`
    select ${clerkColumns}, added_at as "addedAt", wants_messages as "wantsMessages" from filings.clerk
    where employer_id = ${employerId} and removed_at is null order by added_at, clerk_id limit 200`);
}

export function approversOf(
  executor: Executor,
  employerIds: readonly string[],
): Promise<{ readonly employerId: string; readonly accountId: string }[]> {
  return executor.many(sql`
    select employer_id as "employerId", account_id as "accountId" from filings.clerk
    where employer_id = any (${employerIds}::uuid[]) and may_approve and removed_at is null`);
}

export async function insertClerk(
  tx: Executor,
  row: {
    readonly clerkId: string;
    readonly employerId: string;
    readonly accountId: string;
    readonly mayFile: boolean;
    readonly mayApprove: boolean;
    readonly addedBy: string;
    readonly caseId?: string;
    readonly now: Date;
  },
): Promise<boolean> {
  const count = await tx.run(sql`
    insert into filings.clerk (clerk_id, employer_id, account_id, may_file, may_approve, added_by, case_id, added_at)
    values (${row.clerkId}, ${row.employerId}, ${row.accountId}, ${row.mayFile}, ${row.mayApprove}, ${row.addedBy},
      ${row.caseId ?? null}, ${row.now}) on conflict do nothing`);
  return count === 1;
}

/** Two who remove each other take turns. */
export async function lockClerks(tx: Executor, employerId: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(4712, hashtext(${employerId}))`);
}

export async function endClerk(
  tx: Executor,
  ended: {
    readonly clerkId: string;
    readonly employerId: string;
    readonly by: { readonly accountId: string };
    readonly now: Date;
  },
  keepsApprover: boolean,
): Promise<{ readonly accountId: string } | 'gone' | 'last_approver' | 'two_needed'> {
  const { clerkId, employerId } = ended;
  const row = await tx.maybe<{ accountId: string | null; two: boolean }>(sql`
    with choice as (
      select coalesce((select two_person from filings.employer_choice where employer_id = ${employerId}), false) as two),
    ended as (
      update filings.clerk c set removed_by = ${ended.by.accountId}, removed_at = ${ended.now}
      where clerk_id = ${clerkId} and employer_id = ${employerId} and removed_at is null
        and (not ${keepsApprover}::boolean or not may_approve or (
          select count(*) from filings.clerk o where o.employer_id = c.employer_id and o.clerk_id <> c.clerk_id
            and o.may_approve and o.removed_at is null) >= (select case when two then 2 else 1 end from choice))
      returning account_id)
    select (select account_id from ended) as "accountId", (select two from choice) as two from filings.clerk
    where clerk_id = ${clerkId} and employer_id = ${employerId} and removed_at is null`);
  if (!row) return 'gone';
  if (row.accountId !== null) return { accountId: row.accountId };
  return row.two ? 'two_needed' : 'last_approver';
}

export async function wantsTwo(executor: Executor, employerId: string): Promise<boolean> {
  const row = await executor.maybe<{ two: boolean }>(sql`
    select two_person as two from filings.employer_choice where employer_id = ${employerId}`);
  return row?.two ?? false;
}

/**
 * Whether this clerk may not approve what the same clerk handed in: while the employer wants two persons, and also for whoever
 * chose that by themselves away while somebody else could approve.
 */
export async function needsAnother(
  executor: Executor,
  { employerId, accountId }: Pick<Clerk, 'employerId' | 'accountId'>,
): Promise<boolean> {
  const { needs } = await executor.one<{ needs: boolean }>(sql`
    select exists (
      select from filings.employer_choice e where e.employer_id = ${employerId} and (e.two_person
        or (e.changed_by = ${accountId} and exists (
          select from filings.clerk o where o.employer_id = e.employer_id and o.account_id <> e.changed_by and o.may_approve
            and o.added_at <= e.changed_at and (o.removed_at is null or o.removed_at >= e.changed_at))))) as needs`);
  return needs;
}

/** Who chose last whether two persons are needed. */
export async function chooserOf(executor: Executor, employerId: string): Promise<string | undefined> {
  const row = await executor.maybe<{ id: string }>(sql`
    select changed_by as id from filings.employer_choice where employer_id = ${employerId}`);
  return row?.id;
}

export async function putMessages(tx: Executor, clerkId: string, wanted: boolean): Promise<void> {
  await tx.run(sql`
    update filings.clerk set wants_messages = ${wanted} where clerk_id = ${clerkId} and removed_at is null`);
}

/** Who wants to hear what became of filings of these employers. */
export function listeners(
  executor: Executor,
  employerIds: readonly string[],
): Promise<{ readonly employerId: string; readonly accountId: string }[]> {
  return executor.many(sql`
    select employer_id as "employerId", account_id as "accountId" from filings.clerk
    where employer_id = any(${employerIds}::uuid[]) and removed_at is null and wants_messages
    order by employer_id, added_at`);
}

/** False when it was so already: then it stays the choice of whoever made it. */
export async function putChoice(
  tx: Executor,
  { employerId, accountId }: Clerk,
  twoPerson: boolean,
  now: Date,
): Promise<boolean> {
  const changed = await tx.run(sql`
    insert into filings.employer_choice (employer_id, two_person, changed_by, changed_at)
    values (${employerId}, ${twoPerson}, ${accountId}, ${now})
    on conflict (employer_id) do update set two_person = excluded.two_person, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at where employer_choice.two_person <> excluded.two_person`);
  return changed === 1;
}
