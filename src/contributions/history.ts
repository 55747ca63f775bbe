import { type IsoDate, monthOf, yearOf } from '#kernel';
import { type Membership, membershipsOf } from '#members';
import type { Executor } from '#platform';
import { firstContributionMonth, type Programme, programmes } from '#rates';
import { cardOf } from './cards.ts';
import { contributionRow } from './history-row.ts';
import { selectHistory, selectProgrammeMonths, selectYears } from './queries.ts';
import type { ContributionRow, HistoryChoices, HistoryFilter, ProgrammeMonth } from './types.ts';

type Page = { readonly limit: number; readonly offset: number };

/**
 * Newest first, missing months included; at most `limit` rows from `offset`. Two statements, whatever the length of
 * the history. A month is missing once its due day has passed without a report.
 */
export async function contributionHistory(
  executor: Executor,
  personId: string,
  today: IsoDate,
  filter: HistoryFilter,
  page: Page,
): Promise<{ rows: ContributionRow[]; more: boolean }> {
  const memberships = await membershipsOf(executor, personId);
  const { year, employerId, programme } = filter;
  const asked = memberships.filter((card) => employerId === undefined || card.employerId === employerId);
  const rows = await readRows(executor, personId, asked, today, {
    from: `${year ?? '0000'}-01`,
    to: `${year ?? '9999'}-12`,
    programme,
    limit: page.limit + 1,
    offset: page.offset,
  });
  return { rows: rows.slice(0, page.limit), more: rows.length > page.limit };
}

/** The rows of some cards within bounds, as people read them. */
export async function readRows(
  executor: Executor,
  personId: string,
  memberships: readonly Membership[],
  today: IsoDate,
  bounds: Parameters<typeof selectHistory>[3],
): Promise<ContributionRow[]> {
  const cards = memberships.map((membership) => cardOf(membership, today));
  const rows = await selectHistory(executor, personId, cards, bounds);
  const byId = new Map(memberships.map((membership) => [membership.membershipId, membership]));
  return rows.flatMap((row) => {
    const membership = byId.get(row.membershipId);
    return membership ? [contributionRow(row, membership, today, bounds.programme)] : [];
  });
}

/** What the filters of the history offer: years with a contribution or an employment, newest first, and employers. */
export async function historyChoices(executor: Executor, personId: string): Promise<HistoryChoices> {
  const memberships = await membershipsOf(executor, personId);
  const reported = (await selectYears(executor, personId)).map(({ year }) => year);
  const newest = Math.max(0, ...reported);
  const years = new Set(reported);
  for (const { startedOn, endedOn } of memberships) {
    const last = endedOn ? yearOf(endedOn) : newest;
    for (let year = Math.max(2015, yearOf(startedOn)); year <= last; year += 1) years.add(year);
  }
  const employers = new Map(
    memberships.flatMap(({ employerId, employerName }) =>
      employerId ? [[employerId, { employerId, name: employerName ?? '' }] as const] : [],
    ),
  );
  return {
    years: [...years].sort((first, second) => second - first),
    employers: [...employers.values()],
    beganBeforeRecord: memberships.some(({ startedOn }) => monthOf(startedOn) < firstContributionMonth),
  };
}

/** Every month with a report, oldest first, with its programmes over all cards and whether it was paid. */
export async function programmeMonths(executor: Executor, personId: string): Promise<ProgrammeMonth[]> {
  const rows = await selectProgrammeMonths(executor, personId);
  const key = (programme: Programme) => programme.toLowerCase() as Lowercase<Programme>;
  return rows.map((row) => ({
    month: row.month,
    paid: row.paid,
    programmes: programmes.filter((programme) => row[key(programme)]),
  }));
}
