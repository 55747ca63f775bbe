import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Contents, CopiedTable } from './backup-contents.ts';
import { frame, frameKinds, frameOf } from './backup-frames.ts';

export type CopiedSoFar = { tables: number; rows: number; bytes: number };

/**
 * The body of a backup: the rows of each table as the snapshot of the client's transaction sees them, in PostgreSQL's own
 * form, a piece at a time. Counts in `soFar` what went by, and tells after each piece.
 */
export async function* copyOut(
  client: pg.Client,
  contents: Contents,
  soFar: CopiedSoFar,
  tell: () => void,
): AsyncGenerator<Buffer> {
  yield* frameOf(frameKinds.contents, contents);
  for (const each of contents.tables) {
    yield* frameOf(frameKinds.table, each.table);
    const rows = yield* rowsOf(client, each, (bytes) => {
      soFar.bytes += bytes;
      tell();
    });
    yield* frameOf(frameKinds.tableEnd, { rows });
    soFar.tables += 1;
    soFar.rows += rows;
  }
  yield* frameOf(frameKinds.end, { tables: contents.tables.length });
}

async function* rowsOf(
  client: pg.Client,
  { table, columns }: CopiedTable,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer, number> {
  const copying = client.query(
    copyTo(`copy ${table} (${columns.join(', ')}) to stdout with (format binary)`),
  );
  for await (const rows of copying as AsyncIterable<Buffer>) {
    onBytes(rows.length);
    yield* frame(frameKinds.rows, rows);
  }
  // How many they were is told behind the last of them, before the next answer.
  await client.query('select');
  return copying.rowCount;
}
