import { addDays, type IsoDate, monthOf } from '#kernel';
import { membershipsOf } from '#members';
import type { Executor } from '#platform';
import { minimumWageOf } from '#rates';
import { lawOf, searchedCards } from './find.ts';
import { recentDays } from './pointing-rules.ts';
import { selectFindings } from './queries-findings.ts';
import { type Attention, type AttentionKind, attentionKinds } from './types.ts';

const most = 24;

/**
 * What a member should ask the employer about, newest month first, at most 24: months not reported or not paid, until they are;
 * late payments and wages that fell or stand at the minimum or under it (./pointing-rules.ts) for a year. Two statements, whatever the
 * length of the history.
 */
export async function attentionFor(
  executor: Executor,
  personId: string,
  today: IsoDate,
): Promise<Attention[]> {
  const memberships = await membershipsOf(executor, personId);
  const since = addDays(today, -recentDays);
  const from = memberships.map(({ startedOn }) => monthOf(startedOn)).sort()[0] ?? monthOf(today);
  const rows = await selectFindings(executor, searchedCards(personId, memberships, today, since), {
    today,
    from,
    kinds: attentionKinds,
    alsoOld: true,
    ...lawOf(memberships, from, today),
    limit: most,
  });
  const held = new Map(memberships.map((membership) => [membership.membershipId, membership]));
  const isExample = ({ kind, membershipId, month }: (typeof rows)[number]) =>
    kind === 'wage_below' && minimumWageOf(month, held.get(membershipId)?.employerProvince)?.example;
  return rows.map((row) => ({
    kind: row.kind as AttentionKind,
    membershipId: row.membershipId,
    month: row.month,
    employerName: held.get(row.membershipId)?.employerName,
    dueOn: row.dueOn,
    daysLate: row.days ?? undefined,
    wage: row.wage ?? undefined,
    wageBefore: row.wageBefore ?? undefined,
    ...(isExample(row) ? { minimumExample: true as const } : {}),
  }));
}
