import { endCards, type EndReason } from '#members';
import type { Transaction } from '#platform';
import type { Numbered } from './process-register.ts';
import type { ClaimedFiling } from './queries-process.ts';
import type { ExitRow } from './exit-row.ts';
import { exitFactLines } from './exit-facts.ts';
import { ofThisEmployer } from './reasons.ts';
import type { RefusedRow } from './types.ts';

const columns: Readonly<Record<string, string>> = {
  ended_before_start: 'ended_on',
  already_ended: 'ended_on',
};

/** The register's words for those of the exit file. */
const reasonOf = {
  resigned: 'resigned',
  contract_ended: 'contract_ended',
  dismissed: 'dismissed',
  pension: 'retired',
  died: 'died',
} as const satisfies Record<ExitRow['reason'], EndReason>;

/** Ends the cards that these rows name; only looks without `now`. Yields the good rows, and what is shown of them. */
export async function takeExits(
  tx: Transaction,
  { employerId }: ClaimedFiling,
  rows: readonly Numbered<ExitRow>[],
  refusals: RefusedRow[],
  now: Date | undefined,
): Promise<{ good: number; facts: readonly string[] }> {
  const seen = new Set<string>();
  const once = rows.filter(({ memberNumber, line }) => {
    if (!seen.has(memberNumber)) return Boolean(seen.add(memberNumber));
    refusals.push({ row: line, column: 'member_number', value: memberNumber, reason: 'duplicate_in_file' });
    return false;
  });
  const ends = once.map((row) => ({ ...row, reason: reasonOf[row.reason] }));
  const refused = await endCards(tx, employerId, ends, now);
  const byNumber = new Map(once.map((row) => [row.memberNumber, row]));
  for (const { memberNumber, reason } of refused) {
    const row = byNumber.get(memberNumber);
    const column = columns[reason] ?? 'member_number';
    const value = column === 'ended_on' ? (row?.endedOn ?? '') : memberNumber;
    refusals.push({ row: row?.line ?? 0, column, value, reason: ofThisEmployer(reason) });
  }
  const wrong = new Set(refused.map(({ memberNumber }) => memberNumber));
  const good = once.filter(({ memberNumber }) => !wrong.has(memberNumber));
  return { good: good.length, facts: await exitFactLines(tx, employerId, good) };
}
