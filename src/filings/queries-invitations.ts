import { type Executor, sql } from '#platform';

/** An invitation is worth as much as who sent it: it ends with their work for the employer. */
const waiting = (now: Date) =>
  sql`accepted_at is null and withdrawn_at is null and expires_at > ${now}::timestamptz and exists (
    select from filings.clerk c where c.employer_id = invitation.employer_id and c.account_id = invitation.invited_by
      and c.may_approve and c.removed_at is null)`;

/** Those that wait, and those that were sent within a day and called back: each was a message to somebody. */
export async function countSent(executor: Executor, employerId: string, now: Date): Promise<number> {
  const { count } = await executor.one<{ count: number }>(sql`
    select count(*)::int as count from filings.invitation where employer_id = ${employerId}
      and (${waiting(now)} or (accepted_at is null and invited_at > ${now}::timestamptz - interval '1 day'))`);
  return count;
}

export async function insertInvitation(
  tx: Executor,
  row: {
    readonly invitationId: string;
    readonly employerId: string;
    readonly tokenHash: Buffer;
    readonly email: Buffer;
    readonly mayFile: boolean;
    readonly mayApprove: boolean;
    readonly invitedBy: string;
    readonly now: Date;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await tx.run(sql`
    insert into filings.invitation (invitation_id, employer_id, token_hash, email_sealed, may_file, may_approve, invited_by,
      invited_at, expires_at)
    values (${row.invitationId}, ${row.employerId}, ${row.tokenHash}, ${row.email}, ${row.mayFile}, ${row.mayApprove},
      ${row.invitedBy}, ${row.now}, ${row.expiresAt})`);
}

export function waitingInvitations(executor: Executor, employerId: string, now: Date) {
  return executor.many<{
    invitationId: string;
    email: Buffer;
    mayFile: boolean;
    mayApprove: boolean;
    expiresAt: Date;
  }>(sql`
    select invitation_id as "invitationId", email_sealed as email, may_file as "mayFile", may_approve as "mayApprove",
      expires_at as "expiresAt"
    from filings.invitation where employer_id = ${employerId} and ${waiting(now)} order by invited_at limit 100`);
}

export async function withdraw(
  tx: Executor,
  employerId: string,
  invitationId: string,
  now: Date,
): Promise<boolean> {
  const count = await tx.run(sql`
    update filings.invitation set withdrawn_at = ${now}
    where invitation_id = ${invitationId} and employer_id = ${employerId} and ${waiting(now)}`);
  return count === 1;
}

type Living = {
  readonly employerId: string;
  readonly mayFile: boolean;
  readonly mayApprove: boolean;
  readonly invitedBy: string;
};

export function livingInvitation(
  executor: Executor,
  tokenHash: Buffer,
  now: Date,
): Promise<Living | undefined> {
  return executor.maybe<Living>(sql`
    select employer_id as "employerId", may_file as "mayFile", may_approve as "mayApprove", invited_by as "invitedBy"
    from filings.invitation where token_hash = ${tokenHash} and ${waiting(now)}`);
}

export function accept(
  tx: Executor,
  tokenHash: Buffer,
  accountId: string,
  now: Date,
): Promise<Living | undefined> {
  return tx.maybe<Living>(sql`
    update filings.invitation set accepted_by = ${accountId}, accepted_at = ${now}
    where token_hash = ${tokenHash} and ${waiting(now)}
    returning employer_id as "employerId", may_file as "mayFile", may_approve as "mayApprove", invited_by as "invitedBy"`);
}
