import { monthsAfter } from '#contributions';
import { isoDate, type Month, monthOf } from '#kernel';
import { cardsByNumber } from '#members';
import type { Executor } from '#platform';

/** What is known of a card that a filing ends. */
export type ExitFacts = {
  readonly registerName: string;
  /** Months after that of the last day that count for this card already. */
  readonly reportedAfter: readonly Month[];
};

type End = { readonly memberNumber: string; readonly endedOn: string };

/** Whose cards these are and what was reported of them after their last day, by member number. Two statements for all. */
export async function exitFacts(
  executor: Executor,
  employerId: string,
  ends: readonly End[],
): Promise<Map<string, ExitFacts>> {
  const days = new Map(ends.map(({ memberNumber, endedOn }) => [memberNumber, endedOn]));
  const cards = await cardsByNumber(executor, employerId, [...days.keys()]);
  const until = cards.map(({ personId, membershipId, memberNumber }) => ({
    personId,
    membershipId,
    lastMonth: monthOf(isoDate(days.get(memberNumber) ?? '')),
  }));
  const later = new Map(
    (await monthsAfter(executor, until)).map(({ membershipId, months }) => [membershipId, months]),
  );
  return new Map(
    cards.map(({ memberNumber, membershipId, fullName }) => [
      memberNumber,
      { registerName: fullName, reportedAfter: later.get(membershipId) ?? [] },
    ]),
  );
}

/** The same as lines, by which two looks at one filing are compared: its page shows these facts beside the file's. */
export async function exitFactLines(
  executor: Executor,
  employerId: string,
  ends: readonly End[],
): Promise<string[]> {
  const facts = await exitFacts(executor, employerId, ends);
  return ends.map(({ memberNumber }) => {
    const { registerName, reportedAfter } = facts.get(memberNumber) ?? {
      registerName: '',
      reportedAfter: [],
    };
    return `${memberNumber} ${registerName} ${reportedAfter.join(' ')}`;
  });
}
