import { restoringMark } from '#platform';
import type pg from 'pg';
import { type Contents, migrationHashes, schemaLines, tablesIn } from './backup-contents.ts';
import { copyIn, type OpenedBody, openBody } from './copy-in.ts';
import { CommandError } from './exit-codes.ts';
import { installSchema } from './install-schema.ts';
import { putUp, takeDown } from './restore-order.ts';
import type { Place } from './restore-place.ts';
import type { Proof } from './restored-copy.ts';

export type Bodies = {
  readonly all: AsyncIterable<Buffer>;
  /** The accounts' own keys, as they are now: whoever was erased since has none, and what was sealed for them stays closed. */
  readonly dataKeys?: AsyncIterable<Buffer>;
};

/**
 * Brings the schema to what the backup had, then all rows and all that binds them in one transaction, with which the mark
 * of a half-restored database goes. Says whether what came back is of the same shape as what was copied.
 */
export async function load(
  { client, url }: Place,
  bodies: Bodies,
  tell: (step: string) => void,
): Promise<Proof> {
  const body = await openBody(bodies.all);
  refuseOtherMigrations(body.contents);
  tell('schema');
  await installSchema(url, body.contents.migrations.at(-1)?.number ?? 0);
  const opened = bodies.dataKeys ? [body, await openBody(bodies.dataKeys)] : [body];
  await client.query('begin');
  await client.query("set local statement_timeout = 0; set local maintenance_work_mem = '256MB'");
  await makePartitions(client, body.contents);
  const left = await bringRows(client, opened, tell);
  await client.query(`drop schema ${restoringMark}`);
  await client.query('commit');
  tell('statistics');
  await client.query('analyze');
  return compare(body.contents, await schemaLines(url), left);
}

async function bringRows(
  client: pg.Client,
  opened: readonly OpenedBody[],
  tell: (step: string) => void,
): Promise<string[]> {
  const taken = await takeDown(client);
  const tables = (await tablesIn(client)).map(({ table }) => table);
  await client.query(`truncate ${tables.join(', ')}`);
  const left: string[] = [];
  for (const body of opened) left.push(...(await copyIn(client, body)));
  await putUp(client, taken, (done) => tell(`indexes and keys: ${done} of ${taken.length}`));
  return left;
}

function refuseOtherMigrations({ migrations }: Contents): void {
  const known = migrationHashes();
  const other = migrations.find(({ number, sha256 }) => known.get(number) !== sha256);
  if (other)
    throw new CommandError(
      `Migration ${other.name} is not the same in this program as in the one that made the backup. Bring it back with that one, then run ./goid migrate of this one.`,
    );
}

/** Years of the ledger that were opened since the schema was made (migrations/0035). */
async function makePartitions(client: pg.Client, { tables }: Contents): Promise<void> {
  const years = tables.flatMap(({ table }) => /^ledger\.posting_(\d{4})$/.exec(table)?.[1] ?? []);
  for (const year of years) await client.query('select ledger.open_year($1)', [year]);
}

function compare({ schema }: Contents, found: readonly string[], left: readonly string[]): Proof {
  const missing = schema.filter((line) => !found.includes(line));
  const added = found.filter((line) => !schema.includes(line));
  const [first] = [
    ...left.map((table) => `no place for ${table}`),
    ...missing.map((line) => `missing: ${line}`),
    ...added.map((line) => `added: ${line}`),
  ];
  const count = missing.length + added.length;
  return {
    check: 'schema',
    proven: first === undefined,
    found:
      first === undefined
        ? 'the same as it was copied from'
        : `not what it was copied from (${count} differences): ${first}`,
  };
}
