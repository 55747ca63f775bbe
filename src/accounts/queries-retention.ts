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
