import { type FilingKind, filingOf, type FormCells, formRowsOf, type TypedFaults } from '#filings';
import { isId } from '#kernel';
import type { Visit } from '#platform';
import type { AtWork, Services } from './frame.ts';

/** The refused rows of the filing that the address names, to be mended on the form; none when it is no such filing. */
export async function refusedBefore(
  { database, keys }: Services,
  visit: Visit,
  { clerk }: AtWork,
  kind: FilingKind,
): Promise<{ readonly cells: FormCells; readonly faults: TypedFaults }[]> {
  const asked = visit.context.req.query('filing') ?? '';
  const filing = clerk.mayFile && isId(asked) ? await filingOf(database, clerk.employerId, asked) : undefined;
  if (filing?.kind !== kind) return [];
  const rows = await formRowsOf(database, keys, filing);
  return rows.flatMap(({ cells, refused }) =>
    refused ? [{ cells: asTyped(cells), faults: new Map([[refused.column, refused.reason]]) }] : [],
  );
}

/** Days as people write them: the file has the year first. */
const asTyped = (cells: FormCells): FormCells =>
  Object.fromEntries(
    Object.entries(cells).map(([column, text]) => [
      column,
      column.endsWith('_on') || column === 'birth_date'
        ? text.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3-$2-$1')
        : text,
    ]),
  );
