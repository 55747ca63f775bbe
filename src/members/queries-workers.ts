import type { IsoDate } from '#kernel';
import { type Executor, sql } from '#platform';
import type { Employer } from './employers.ts';
import type { CardEnd, EndRefusal } from './end-cards.ts';

const employerColumns = sql`employer_id as "employerId", npp, name`;

export function employerByNumber(executor: Executor, npp: string): Promise<Employer | undefined> {
  return executor.maybe<Employer>(sql`select ${employerColumns} from members.employer where npp = ${npp}`);
}

export function employersById(executor: Executor, employerIds: readonly string[]): Promise<Employer[]> {
  return executor.many<Employer>(sql`
    select ${employerColumns} from members.employer where employer_id = any(${employerIds}::uuid[]) order by name limit 1000`);
}

export function provincesOfEmployers(
  executor: Executor,
  employerIds: readonly string[],
): Promise<{ employerId: string; provinceCode: string }[]> {
  return executor.many(sql`
    select employer_id as "employerId", province_code as "provinceCode" from members.employer
    where employer_id = any(${employerIds}::uuid[])`);
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

type Cards = readonly { readonly personId: string; readonly membershipId: string }[];
const ofCards = (cards: Cards) => sql`
  from unnest(${cards.map(({ personId }) => personId)}::uuid[], ${cards.map(({ membershipId }) => membershipId)}::uuid[])
    as asked (person_id, membership_id)
  join members.membership m using (person_id, membership_id) join members.person p using (person_id)`;

export function workersByCard(executor: Executor, cards: Cards): Promise<WorkerRow[]> {
  return executor.many<WorkerRow>(sql`
    select ${workerColumns} ${ofCards(cards)} order by p.full_name, m.member_number limit 1000`);
}

export function cardsInOrder(executor: Executor, cards: Cards, limit: number): Promise<WorkerRow[]> {
  return executor.many<WorkerRow>(sql`
    select ${workerColumns} ${ofCards(cards)} order by m.member_number collate "C" limit ${limit}::int`);
}

/** Those of these numbers that are cards of this employer. */
export function cardsByNumber(
  executor: Executor,
  employerId: string,
  memberNumbers: readonly string[],
): Promise<WorkerRow[]> {
  return executor.many<WorkerRow>(sql`
    select ${workerColumns}
    from members.member_number k join members.membership m using (person_id, membership_id)
    join members.person p on p.person_id = k.person_id
    where k.member_number = any(${memberNumbers}::text[]) and m.employer_id = ${employerId}::uuid`);
}

const asEnds = (ends: readonly Pick<CardEnd, 'memberNumber' | 'endedOn'>[]) => sql`
  unnest(${ends.map(({ memberNumber }) => memberNumber)}::text[], ${ends.map(({ endedOn }) => endedOn)}::date[])
    as asked (member_number, ended_on)`;

export function refusedEnds(
  tx: Executor,
  employerId: string,
  ends: readonly CardEnd[],
): Promise<{ memberNumber: string; reason: EndRefusal }[]> {
  return tx.many(sql`
    select * from (
      select asked.member_number as "memberNumber", case
        when m.membership_id is null then 'member_number_unknown'
        when m.employer_id is distinct from ${employerId}::uuid then 'member_number_of_other_employer'
        when m.ended_on is not null and m.ended_on <> asked.ended_on then 'already_ended'
        when asked.ended_on < m.started_on then 'ended_before_start' end as reason
      from ${asEnds(ends)}
      left join members.member_number k on k.member_number = asked.member_number
      left join members.membership m on m.person_id = k.person_id and m.membership_id = k.membership_id) looked
    where reason is not null`);
}

export async function endCards(
  tx: Executor,
  employerId: string,
  ends: readonly (CardEnd & { readonly exitId: string })[],
  now: Date,
): Promise<void> {
  await tx.run(sql`
    with ended as (
      update members.membership m set ended_on = asked.ended_on
      from ${asEnds(ends)} join members.member_number k on k.member_number = asked.member_number
      where m.person_id = k.person_id and m.membership_id = k.membership_id and m.employer_id = ${employerId}::uuid
        and m.ended_on is null
      returning m.person_id, m.membership_id, m.ended_on, m.member_number)
    insert into members.exit (exit_id, person_id, membership_id, ended_on, reason, source, recorded_at)
    select why.exit_id, ended.person_id, ended.membership_id, ended.ended_on, why.reason, 'employer_report', ${now}::timestamptz
    from ended join unnest(${ends.map(({ memberNumber }) => memberNumber)}::text[], ${ends.map(({ exitId }) => exitId)}::uuid[],
      ${ends.map(({ reason }) => reason)}::text[]) as why (member_number, exit_id, reason) using (member_number)`);
}

/** Of these cards, those whose person has another one with the same employer that runs on. */
export async function secondCards(tx: Executor, memberNumbers: readonly string[]): Promise<string[]> {
  const rows = await tx.many<{ number: string }>(sql`
    select m.member_number as number from members.membership m
    where m.member_number = any(${memberNumbers}::text[]) and exists (
      select from members.membership o where o.person_id = m.person_id and o.employer_id = m.employer_id
        and o.membership_id <> m.membership_id and o.ended_on is null)`);
  return rows.map(({ number }) => number);
}
