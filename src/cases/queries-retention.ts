import { type Executor, sql } from '#platform';

/** Takes the words out of closed cases of people without an account; a case at a time is whole or untouched. */
export function deleteOldWords(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    with old as (select case_id from cases.case where state = 'closed' and closed_at < ${before} and account_id is null
      and exists (select from cases.message where message.case_id = "case".case_id) limit ${limit}),
      gone as (delete from cases.message where case_id in (select case_id from old))
    select case_id from old`);
}

/** The address, and what was filled into the form: of a reported death the number and birth date of whom it names. */
export function wipeOldContacts(executor: Executor, before: Date, limit: number): Promise<number> {
  return executor.run(sql`
    update cases.case set contact = null, contact_channel = null, filled = null where case_id in (
      select case_id from cases.case where state = 'closed' and closed_at < ${before} and account_id is null
        and (contact is not null or filled is not null) limit ${limit})`);
}
