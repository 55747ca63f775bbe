import { type Executor, sql } from '#platform';

export function deleteOldSearches(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    delete from support.search where search_id in (
      select search_id from support.search where searched_at < ${before} order by searched_at limit ${limit})`);
}

export function deleteOldLooks(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    delete from support.look where look_id in (
      select look_id from support.look where looked_at < ${before} order by looked_at limit ${limit})`);
}

export function deleteOldAlarms(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    delete from support.alarm where alarm_id in (
      select alarm_id from support.alarm where raised_at < ${before} order by raised_at limit ${limit})`);
}

export function deleteOldNotes(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    delete from support.case_note where note_id in (
      select note_id from support.case_note where noted_at < ${before} order by noted_at limit ${limit})`);
}

export function deleteOldChecks(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    delete from support.identity_check where check_id in (
      select check_id from support.identity_check where asked_at < ${before} limit ${limit})`);
}

export function deleteOldProposals(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    delete from support.proposal where proposal_id in (
      select proposal_id from support.proposal where expires_at < ${before} and asked_at < ${before} limit ${limit})`);
}
