import { addMonths, type IsoDate, type Month, monthOf } from '#kernel';
import type { Membership } from '#members';
import { firstContributionMonth, lastMonthDueBefore } from '#rates';
import type { Card } from './queries.ts';

/**
 * The months of a card for which a report is expected by `today`: from its start (not before July 2015) to its end or
 * the newest month whose due day has passed. A month that is not due yet is not missing. Migrant workers pay by package.
 */
export function cardOf(membership: Membership, today: IsoDate): Card {
  const firstMonth = laterOf(monthOf(membership.startedOn), firstContributionMonth);
  const lastDueMonth = lastMonthDueBefore(today, membership.segment);
  const lastMonth = membership.endedOn ? earlierOf(monthOf(membership.endedOn), lastDueMonth) : lastDueMonth;
  const throughMonth = membership.segment === 'PMI' ? addMonths(firstMonth, -1) : lastMonth;
  return { membershipId: membership.membershipId, firstMonth, throughMonth };
}

const laterOf = (first: Month, second: Month) => (first > second ? first : second);
const earlierOf = (first: Month, second: Month) => (first < second ? first : second);
