import { Readable } from 'node:stream';
import { cardsByNumber, memberColumns, type RowRefusal, secondCards, takeMembers } from '#members';
import { csvField, type Transaction } from '#platform';
import type { Numbered } from './process-register.ts';
import * as queries from './queries-process.ts';
import { memberRow, refusalOf } from './member-cells.ts';
import type { WorkerRow } from './worker-row.ts';
import type { ProcessServices, RefusedRow } from './types.ts';

const header = `${memberColumns.join(',')}\n`;

type Numbers = readonly string[];
type Rows = readonly Numbered<WorkerRow>[];

/**
 * Puts new workers on the register with a card of this employer each. They are first tried: what the register refuses is told,
 * and undone; with `take` the good ones are then written, and their cards noted for the page of the filing. A person who is known keeps the own description.
 */
export async function takeWorkers(
  tx: Transaction,
  services: ProcessServices,
  filing: queries.ClaimedFiling,
  rows: Rows,
  refusals: RefusedRow[],
  take: boolean,
): Promise<number> {
  if (rows.length === 0) return 0;
  const numbers = await queries.newMemberNumbers(tx, rows.length);
  const wrong = new Set<number>();
  const refuse = (index: number, refusal: Omit<RefusedRow, 'row'>) => {
    if (wrong.has(index)) return;
    wrong.add(index);
    refusals.push({ row: rows[index]?.line ?? 0, ...refusal });
  };
  const first = new Map<string, number>();
  for (const [index, { nationalNumber }] of rows.entries()) {
    if (first.has(nationalNumber))
      refuse(index, { column: 'national_number', value: '', reason: 'row_repeated' });
    else first.set(nationalNumber, index);
  }
  const once = [...first.values()];
  await queries.beginTrial(tx);
  const write = (indexes: readonly number[], onRefusal: (found: RowRefusal) => void) =>
    takeMembers(tx, membersFile(rows, numbers, filing, indexes), {
      keys: services.keys,
      now: services.clock.now(),
      keepPersons: true,
      onRefusal,
    });
  // The header is line 1, so the first row is line 2.
  await write(once, (found) => refuse(once[found.row - 2] ?? -1, refusalOf(found)));
  for (const number of await secondCards(tx, numbers))
    refuse(numbers.indexOf(number), { column: 'national_number', value: '', reason: 'already_employed' });
  await queries.undoTrial(tx);
  const good = [...rows.keys()].filter((index) => !wrong.has(index));
  if (take && good.length > 0) {
    await write(good, ({ reason }) => {
      throw new Error(`a worker that was tried is refused: ${reason}`);
    });
    const made = good.map((index) => numbers[index] ?? '');
    await queries.writeNewCards(tx, filing.filingId, await cardsByNumber(tx, filing.employerId, made));
  }
  return good.length;
}

function membersFile(
  rows: Rows,
  numbers: Numbers,
  { npp }: queries.ClaimedFiling,
  indexes: readonly number[],
): Readable {
  const lines = indexes.flatMap((index) => {
    const row = rows[index];
    if (!row) return [];
    const cells = memberRow(row, numbers[index] ?? '', npp);
    return [`${memberColumns.map((column) => csvField(cells[column])).join(',')}\n`];
  });
  return Readable.from([header, ...lines]);
}
