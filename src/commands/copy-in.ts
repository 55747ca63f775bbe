import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Contents, type CopiedTable, parseContents, tablesIn } from './backup-contents.ts';
import { type Frame, type FrameKind, frameKinds, readFrames } from './backup-frames.ts';
import { CommandError } from './exit-codes.ts';

type Frames = AsyncGenerator<Frame, void>;

/** A backup's body that was begun to be read. */
export type OpenedBody = { readonly contents: Contents; readonly frames: Frames };

export async function openBody(body: AsyncIterable<Buffer>): Promise<OpenedBody> {
  const frames = readFrames(body);
  return { contents: parseContents((await next(frames, frameKinds.contents)).payload), frames };
}

/** The next frame, which has to be of this kind. */
async function next(frames: Frames, kind: FrameKind): Promise<Frame> {
  const { value } = await frames.next();
  if (!value) throw new CommandError('The backup cannot be read: it breaks off.');
  if (value.kind !== kind) throw new CommandError('The backup cannot be read: its parts are out of order.');
  return value;
}

/**
 * Writes the rows of each table into a table of the same name and columns, in the client's transaction. Yields the tables
 * that there is no place for. Throws CommandError when a place lacks a column, or when fewer rows came than were copied.
 */
export async function copyIn(client: pg.Client, { contents, frames }: OpenedBody): Promise<string[]> {
  const places = new Map((await tablesIn(client)).map((place) => [place.table, place]));
  const left: string[] = [];
  for (const each of contents.tables) {
    const place = places.get(each.table);
    if (!place) left.push(each.table);
    else refuseOtherColumns(each, place);
  }
  for (const each of contents.tables) {
    await next(frames, frameKinds.table);
    const ended = { rows: -1 };
    const rows = Readable.from(rowsOf(frames, ended), { objectMode: false });
    if (left.includes(each.table)) for await (const _piece of rows) continue;
    else await copyTable(client, each, rows, ended);
  }
  await next(frames, frameKinds.end);
  // Nothing follows, and only behind the last byte is it known that the file is still the one that was looked at.
  if (!(await frames.next()).done)
    throw new CommandError('The backup cannot be read: its parts are out of order.');
  for (const { sequence, value, called } of contents.sequences)
    if (!left.includes(sequence))
      await client.query('select setval($1::regclass, $2, $3)', [sequence, value, called]);
  return left;
}

async function copyTable(
  client: pg.Client,
  { table, columns }: CopiedTable,
  rows: Readable,
  ended: { readonly rows: number },
): Promise<void> {
  // Frozen as they come: nobody has to touch them again later. That is allowed because the table was emptied in this transaction.
  const words = `copy ${table} (${columns.join(', ')}) from stdin with (format binary, freeze)`;
  const copying = client.query(copyFrom(words));
  await pipeline(rows, copying);
  if (copying.rowCount !== ended.rows)
    throw new CommandError(`${copying.rowCount} rows of ${table} came back, and ${ended.rows} were copied.`);
}

/** Until the table ends, where it stands how many rows there were. */
async function* rowsOf(frames: Frames, ended: { rows: number }): AsyncGenerator<Buffer> {
  for (;;) {
    const { value } = await frames.next();
    if (value?.kind === frameKinds.rows) yield value.payload;
    else if (value?.kind === frameKinds.tableEnd) {
      ({ rows: ended.rows } = JSON.parse(value.payload.toString()) as { rows: number });
      return;
    } else throw new CommandError('The backup cannot be read: its parts are out of order.');
  }
}

function refuseOtherColumns({ table, columns }: CopiedTable, place: CopiedTable): void {
  const missing = columns.find((column) => !place.columns.includes(column));
  if (missing !== undefined)
    throw new CommandError(
      `The backup has ${table}.${missing}, and what this program makes has not. Bring it back with the program that made it, then run ./goid migrate of this one.`,
    );
}
