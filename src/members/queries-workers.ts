import type { IsoDate } from '#kernel';
import { type Executor, sql } from '#platform';
import type { Employer } from './employers.ts';

const employerColumns = sql`employer_id as "employerId", npp, name`;

export function employerByNumber(executor: Executor, npp: string): Promise<Employer | undefined> {
  return executor.maybe<Employer>(sql`select ${employerColumns} from members.employer where npp = ${npp}`);
}

export function employersById(executor: Executor, employerIds: readonly string[]): Promise<Employer[]> {
  return executor.many<Employer>(sql`
    select ${employerColumns} from members.employer where employer_id = any(${employerIds}::uuid[]) order by name limit 1000`);
}

export type WorkerRow = {
  readonly membershipId: string;
  readonly personId: string;
  readonly memberNumber: string;
  readonly fullName: string;
  readonly startedOn: string;
  readonly endedOn: string | null;
};

const workerColumns = sql`m.membership_id as "membershipId", m.person_id as "personId", m.member_number as "memberNumber",
  p.full_name as "fullName", m.started_on as "startedOn", m.ended_on as "endedOn"`;

type Days = { readonly first: IsoDate; readonly last: IsoDate };
const runningOn = ({ first, last }: Days) => sql`
  m.started_on <= ${last}::date and (m.ended_on is null or m.ended_on >= ${first}::date)`;

export function workersOf(
  executor: Executor,
  employerId: string,
  days: Days,
  limit: number,
): Promise<WorkerRow[]> {
  return executor.many<WorkerRow>(sql`
    select ${workerColumns} from members.membership m join members.person p using (person_id)
    where m.employer_id = ${employerId}::uuid and ${runningOn(days)}
    order by p.full_name, m.member_number limit ${limit}::int`);
}

export async function countWorkers(executor: Executor, employerId: string, days: Days): Promise<number> {
  const { count } = await executor.one<{ count: number }>(sql`
    select count(*)::int as count from members.membership m
    where m.employer_id = ${employerId}::uuid and ${runningOn(days)}`);
  return count;
}

export function workersByCard(
  executor: Executor,
  cards: readonly { readonly personId: string; readonly membershipId: string }[],
): Promise<WorkerRow[]> {
  return executor.many<WorkerRow>(sql`
    select ${workerColumns}
    from unnest(${cards.map(({ personId }) => personId)}::uuid[], ${cards.map(({ membershipId }) => membershipId)}::uuid[])
      as asked (person_id, membership_id)
    join members.membership m using (person_id, membership_id) join members.person p using (person_id)
    order by p.full_name, m.member_number limit 1000`);
}

export async function createEmployerRequest(executor: Executor): Promise<void> {
  await executor.run(sql`create temp table employer_request (employer_id uuid) on commit drop`);
}

export async function createEmployerCards(executor: Executor): Promise<void> {
  await executor.run(sql`
    create temp table employer_card on commit drop as
    select m.employer_id, m.person_id, m.membership_id, m.member_number, m.started_on, m.ended_on
    from members.membership m where m.employer_id in (select employer_id from pg_temp.employer_request)`);
  await executor.run(sql`analyze pg_temp.employer_card`);
}
