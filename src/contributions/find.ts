import { type IsoDate, type Month, monthOf } from '#kernel';
import type { Membership } from '#members';
import { cardOf } from './cards.ts';
import { dueDays, minimumWages } from './law-tables.ts';
import type { Search, SearchedCard } from './queries-findings.ts';

/** The cards of a person with what decides about their months; `since`: the first day on which something told became known. */
export function searchedCards(
  personId: string,
  memberships: readonly Membership[],
  today: IsoDate,
  since: IsoDate,
): SearchedCard[] {
  const endMonthOf = ({ endedOn }: Membership) => (endedOn === undefined ? undefined : monthOf(endedOn));
  const ended = Object.fromEntries(
    memberships.map((membership) => [membership.membershipId, endMonthOf(membership)]),
  );
  return memberships.map((membership) => ({
    ...cardOf(membership, today),
    personId,
    segment: membership.segment,
    endMonth: endMonthOf(membership) ?? null,
    province: membership.employerProvince ?? null,
    endedCards: JSON.stringify(ended),
    since,
  }));
}

/** The law of the months in question, for the segments and provinces of these cards. */
export function lawOf(
  memberships: readonly Membership[],
  from: Month,
  today: IsoDate,
): Pick<Search, 'dueDays' | 'minimumWages'> {
  // Migrant workers pay by package, so that no month of theirs is due.
  const monthly = memberships.filter(({ segment }) => segment !== 'PMI');
  return {
    dueDays: dueDays(
      monthly.map(({ segment }) => segment),
      from,
      today,
    ),
    minimumWages: minimumWages(
      monthly.map(({ employerProvince }) => employerProvince),
      from,
      today,
    ),
  };
}
