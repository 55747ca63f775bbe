import type { Executor, KeyRing } from '#platform';
import { shown } from './cell-text.ts';
import type { Filing } from './filing.ts';
import { keptRowsOf } from './kept-rows.ts';
import { readDay } from './register-cells.ts';

/** A new worker as a filing describes one; days as the file has them when they cannot be read. */
export type Beginner = {
  readonly number: number;
  readonly line: number;
  readonly fullName: string;
  readonly birthDate: string;
  readonly startedOn: string;
};

/** The first of the new workers whom a filing would register, in the order of its file; none when it is kept no longer. */
export async function beginnersOf(
  executor: Executor,
  keys: KeyRing,
  filing: Filing,
  most: number,
): Promise<Beginner[]> {
  const found: Beginner[] = [];
  for await (const { number, line, cells, refused } of keptRowsOf(executor, keys, filing)) {
    if (refused) continue;
    const { full_name: name = '', birth_date: born = '', started_on: started = '' } = cells;
    found.push({
      number,
      line,
      fullName: shown(name),
      birthDate: readDay(born) ?? born,
      startedOn: readDay(started) ?? started,
    });
    if (found.length === most) break;
  }
  return found;
}
