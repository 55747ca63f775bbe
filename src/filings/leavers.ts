import { shareWord } from '#members';
import type { Executor, KeyRing } from '#platform';
import { shown } from './cell-text.ts';
import { type ExitFacts, exitFacts } from './exit-facts.ts';
import { type Leaving, leavingOf } from './exit-row.ts';
import type { Filing } from './filing.ts';
import { keptRowsOf } from './kept-rows.ts';
import { readDay } from './register-cells.ts';

/** A worker whose card a filing ends: what the filing says, and what is known of the card. */
export type Leaver = ExitFacts & {
  readonly line: number;
  readonly memberNumber: string;
  /** As the file has it; empty where it names nobody. */
  readonly nameInFile: string;
  /** The names of file and register share no word: the number may be somebody else's. */
  readonly isUnlike: boolean;
  readonly endedOn: string;
  readonly reason: Leaving | undefined;
};

/**
 * Whose cards a filing would end: those with a name unlike the register's or with months reported after the last day first,
 * then in the order of the file. Every row is looked at (there are ten thousand at most); none when the file is kept no longer.
 */
export async function leaversOf(executor: Executor, keys: KeyRing, filing: Filing): Promise<Leaver[]> {
  const rows: Omit<Leaver, keyof ExitFacts | 'isUnlike'>[] = [];
  for await (const { line, cells, refused } of keptRowsOf(executor, keys, filing)) {
    const { member_number: memberNumber = '', full_name: name = '', exit_reason: words = '' } = cells;
    const endedOn = readDay(cells['ended_on'] ?? '');
    if (refused || !endedOn) continue;
    rows.push({ line, memberNumber, nameInFile: name, endedOn, reason: leavingOf(words) });
  }
  const facts = await exitFacts(executor, filing.employerId, rows);
  const leavers = rows.map((row) => {
    const { registerName = '', reportedAfter = [] } = facts.get(row.memberNumber) ?? {};
    const isUnlike = !shareWord(row.nameInFile, registerName);
    return { ...row, nameInFile: shown(row.nameInFile), registerName, reportedAfter, isUnlike };
  });
  return [...leavers.filter(isToCheck), ...leavers.filter((leaver) => !isToCheck(leaver))];
}

const isToCheck = ({ isUnlike, reportedAfter }: Leaver) => isUnlike || reportedAfter.length > 0;
