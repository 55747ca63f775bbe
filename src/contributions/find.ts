import { type IsoDate, type Month, monthOf } from '#kernel';
import type { Membership } from '#members';
import { cardOf } from './cards.ts';
import { dueDays, minimumWages } from './law-tables.ts';
import type { Search, SearchedCard } from './queries-findings.ts';

/** A card with its owner; `since`: the first day on which something became known that is still told. */
export function searchedCard(
  personId: string,
  membership: Membership,
  today: IsoDate,
  since: IsoDate,
): SearchedCard {
  const { segment, endedOn, employerProvince } = membership;
  return {
    ...cardOf(membership, today),
    personId,
    segment,
    endMonth: endedOn === undefined ? null : monthOf(endedOn),
    province: employerProvince ?? null,
    since,
  };
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
