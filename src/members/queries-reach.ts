import { type Executor, sql } from '#platform';

export type ReachRow = {
  readonly personId: string;
  readonly fullName: string;
  readonly index: Buffer;
  readonly email: Buffer | null;
  readonly phone: Buffer | null;
};

export function reachOf(executor: Executor, personIds: readonly string[]): Promise<ReachRow[]> {
  return executor.many<ReachRow>(sql`
    select person_id as "personId", full_name as "fullName", index, email_sealed as email, phone_sealed as phone
    from members.person join members.national_number using (person_id) where person_id = any(${personIds}::uuid[])`);
}
