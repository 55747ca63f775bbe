import type { Executor } from '#platform';
import * as queries from './queries.ts';
import type { RefusedRow } from './types.ts';

const batch = 2000;

/** What was refused in a line of a filing; asked for line by line in the order of the file, a batch is held at a time. */
export function refusalsByLine(
  executor: Executor,
  filingId: string,
): (line: number) => Promise<RefusedRow | undefined> {
  let waiting: RefusedRow[] = [];
  let after: number | undefined = 0;
  return async (line) => {
    for (;;) {
      if (waiting.length === 0) {
        if (after === undefined) return undefined;
        waiting = await queries.refusedRows(executor, filingId, { after, limit: batch });
        after = waiting.at(-1)?.row;
        if (waiting.length === 0) return undefined;
      }
      if ((waiting[0]?.row ?? 0) >= line) return waiting[0]?.row === line ? waiting.shift() : undefined;
      waiting.shift();
    }
  };
}
