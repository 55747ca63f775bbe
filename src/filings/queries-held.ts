import { type Executor, sql } from '#platform';

export type HeldAppointment = {
  readonly employerId: string;
  readonly mayFile: boolean;
  readonly mayApprove: boolean;
  readonly since: Date;
  readonly until: Date | null;
};

export function heldAppointments(executor: Executor, accountId: string): Promise<HeldAppointment[]> {
  return executor.many<HeldAppointment>(sql`
    select employer_id as "employerId", may_file as "mayFile", may_approve as "mayApprove", added_at as since,
      removed_at as until
    from filings.clerk where account_id = ${accountId} order by added_at desc, clerk_id desc`);
}

export type HeldInvitationRow = {
  readonly invitationId: string;
  readonly employerId: string;
  readonly email: Buffer;
  readonly invitedAt: Date;
  readonly acceptedAt: Date;
};

export function heldInvitations(executor: Executor, accountId: string): Promise<HeldInvitationRow[]> {
  return executor.many<HeldInvitationRow>(sql`
    select invitation_id as "invitationId", employer_id as "employerId", email_sealed as email, invited_at as "invitedAt",
      accepted_at as "acceptedAt"
    from filings.invitation where accepted_by = ${accountId} order by accepted_at desc`);
}

/** Every appointment that lasts ends by the clerk's own wish. */
export function endAppointments(tx: Executor, accountId: string, now: Date): Promise<number> {
  return tx.run(sql`
    update filings.clerk set removed_by = account_id, removed_at = ${now}
    where account_id = ${accountId} and removed_at is null`);
}
