import { type Executor, sql } from '#platform';

export function deleteOldSessions(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    delete from accounts.session where session_id in (
      select session_id from accounts.session as old where expires_at < ${before}
        and not exists (select from accounts.face_session where face_session.session_id = old.session_id) limit ${limit})`);
}

export function deleteOldRecoveries(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    delete from accounts.recovery where recovery_id in (
      select recovery_id from accounts.recovery where closed_at < ${before} limit ${limit})`);
}

export function deleteOldEnrolments(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    delete from accounts.officer_enrolment where enrolment_id in (
      select enrolment_id from accounts.officer_enrolment where expires_at < ${before} limit ${limit})`);
}

export function deleteOldSlips(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    delete from accounts.slip where slip_id in (
      select slip_id from accounts.slip where expires_at < ${before} limit ${limit})`);
}

/** All rows of an account without a person and without a contact, in one statement. */
export function deleteProbe(executor: Executor, accountId: string): Promise<number> {
  return executor.run(sql`
    with probe as (select account_id from accounts.account where account_id = ${accountId} and person_id is null
        and not exists (select from accounts.contact where contact.account_id = account.account_id)),
      ended as (select session_id from accounts.session where account_id in (select account_id from probe)),
      face as (delete from accounts.face_session where session_id in (select session_id from ended)),
      session as (delete from accounts.session where session_id in (select session_id from ended)),
      role as (delete from accounts.account_role where account_id in (select account_id from probe)),
      attempt as (delete from accounts.sign_in_attempt where account_id in (select account_id from probe)),
      device as (delete from accounts.known_device where account_id in (select account_id from probe)),
      secret as (delete from accounts.password where account_id in (select account_id from probe)),
      name as (delete from accounts.identifier where account_id in (select account_id from probe))
    delete from accounts.account where account_id in (select account_id from probe)`);
}
