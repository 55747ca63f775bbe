import type { DataCopy } from './copy-shape.ts';

/** With what is not known named as such; `dropEmpty` leaves it out. */
export type Loose<Value> = Value extends readonly (infer One)[]
  ? Loose<One>[]
  : Value extends object
    ? { [Name in keyof Value]: Loose<Value[Name]> | (undefined extends Value[Name] ? undefined : never) }
    : Value;

/** A part of the copy while it is gathered. */
export type Part<Name extends keyof DataCopy> = Loose<DataCopy[Name]>;

export const iso = (at: Date | undefined | null) => at?.toISOString();

export const rowsPerRead = 500;
/** No member has so many; a faulty one does not fill the memory. */
export const mostRows = 20_000;

type Slice<Row> = { readonly rows: readonly Row[]; readonly more: boolean };

/** Everything of a list that is read in pages, in bounded memory. */
export async function allPages<Row>(
  read: (page: { readonly limit: number; readonly offset: number }) => Promise<Slice<Row>>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (let offset = 0; offset < mostRows; offset += rowsPerRead) {
    const { rows, more } = await read({ limit: rowsPerRead, offset });
    all.push(...rows);
    if (!more) break;
  }
  return all;
}
