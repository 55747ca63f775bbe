import { isoDate } from '#kernel';
import type { Executor } from '#platform';
import * as queries from './queries.ts';
import type { Membership } from './types.ts';

export function membershipFrom(row: queries.MembershipRow): Membership {
  return {
    membershipId: row.membershipId,
    memberNumber: row.memberNumber,
    segment: row.segment,
    employerId: row.employerId ?? undefined,
    employerName: row.employerName ?? undefined,
    employerProvince: row.employerProvince ?? undefined,
    startedOn: isoDate(row.startedOn),
    endedOn: row.endedOn === null ? undefined : isoDate(row.endedOn),
  };
}

/** The cards of a person, newest first; all of them, short of a hundred. */
export async function membershipsOf(executor: Executor, personId: string): Promise<Membership[]> {
  return (await queries.membershipsOfPerson(executor, personId)).map(membershipFrom);
}

/** The cards of several persons by person, in one statement; a person without one is left out. */
export async function membershipsOfPersons(
  executor: Executor,
  personIds: readonly string[],
): Promise<Map<string, Membership[]>> {
  const rows = await queries.membershipsOfPersons(executor, personIds);
  const byPerson = Map.groupBy(rows, ({ personId }) => personId);
  return new Map([...byPerson].map(([personId, cards]) => [personId, cards.map(membershipFrom)]));
}

/** Names by employer id; an id that nobody has is left out. */
export async function employerNames(
  executor: Executor,
  employerIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await queries.namesOfEmployers(executor, employerIds);
  return new Map(rows.map(({ employerId, name }) => [employerId, name]));
}

/** Whose card it is; undefined when there is no such card. The caller records that the name was shown. */
export function holderOfCard(
  executor: Executor,
  membershipId: string,
): Promise<
  { readonly personId: string; readonly fullName: string; readonly memberNumber: string } | undefined
> {
  return queries.holderOfCard(executor, membershipId);
}
