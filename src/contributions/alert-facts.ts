import { addMonths, type IsoDate, monthOf } from '#kernel';
import { membershipsOfPersons } from '#members';
import type { Executor } from '#platform';
import type { AlertFact, AlertKind, Subscriber } from './alert-types.ts';
import { lawOf, searchedCards } from './find.ts';
import { type FindingKind, selectFindings } from './queries-findings.ts';

/** Further back nothing is told: who pays for years ago does not make a hundred messages. Wages need a year to compare with. */
const monthsLookedAt = 15;
const mostFacts = 20_000;

const alertOf: Readonly<Record<FindingKind, AlertKind>> = {
  posted: 'posted',
  missing_month: 'missed',
  overdue: 'late',
  paid_late: 'late',
  wage_fell: 'wage',
  wage_minimum: 'wage',
  wage_below: 'wage',
};

/** What became known for these subscribers since they chose, in two statements however many they are; told or not. */
export async function alertFacts(
  executor: Executor,
  subscribers: readonly Subscriber[],
  today: IsoDate,
): Promise<AlertFact[]> {
  const from = addMonths(monthOf(today), -monthsLookedAt);
  const cardsOf = await membershipsOfPersons(
    executor,
    subscribers.map(({ personId }) => personId),
  );
  const memberships = [...cardsOf.values()].flat();
  const cards = subscribers.flatMap(({ personId, chosenOn }) =>
    searchedCards(personId, cardsOf.get(personId) ?? [], today, chosenOn),
  );
  const found = await selectFindings(executor, cards, {
    today,
    from,
    kinds: Object.keys(alertOf) as FindingKind[],
    alsoOld: false,
    ...lawOf(memberships, from, today),
    limit: mostFacts,
  });
  const byPerson = Map.groupBy(found, ({ personId }) => personId);
  return subscribers.flatMap(({ accountId, personId, kinds }) => {
    const facts = (byPerson.get(personId) ?? []).map(({ membershipId, month, kind }) => ({
      accountId,
      membershipId,
      month,
      kind: alertOf[kind],
    }));
    return facts.filter(({ kind }) => kinds.includes(kind));
  });
}
