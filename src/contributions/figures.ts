import { type IsoDate, monthOf } from '#kernel';
import { membershipsOf } from '#members';
import type { Executor } from '#platform';
import { type ContributionFigure, contributionFigures, contributionSegments } from '#rates';

/** What the programmes cost this month for somebody with the cards that run today: one figure for each segment. */
export async function contributionFiguresOf(
  executor: Executor,
  personId: string,
  today: IsoDate,
): Promise<ContributionFigure[]> {
  const memberships = await membershipsOf(executor, personId);
  const running = new Set(
    memberships
      .filter(({ startedOn, endedOn }) => startedOn <= today && (endedOn === undefined || endedOn >= today))
      .map(({ segment }) => segment),
  );
  return contributionSegments
    .filter((segment) => running.has(segment))
    .flatMap((segment) => contributionFigures(monthOf(today), segment));
}
