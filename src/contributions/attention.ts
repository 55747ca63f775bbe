import type { IsoDate } from '#kernel';
import { membershipsOf } from '#members';
import type { Executor } from '#platform';
import { readRows } from './history.ts';
import type { Attention } from './types.ts';

const most = 24;

/** What a member should ask the employer about: overdue and missing months, newest first, at most 24. */
export async function attentionFor(
  executor: Executor,
  personId: string,
  today: IsoDate,
): Promise<Attention[]> {
  const memberships = await membershipsOf(executor, personId);
  const rows = await readRows(executor, personId, memberships, today, {
    from: '0000-01',
    to: '9999-12',
    programme: undefined,
    onlyOpen: true,
    limit: most,
    offset: 0,
  });
  return rows.map(({ state, month, employerName, dueOn }) => ({
    kind: state === 'missing' ? 'missing_month' : 'overdue',
    month,
    employerName,
    dueOn,
  }));
}
