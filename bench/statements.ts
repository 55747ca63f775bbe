import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { benchAccount, createBenchAccounts, type Factors } from './bench-accounts.ts';
import { signInOnce } from './one-sign-in.ts';
import { type Served, withServedProgram } from './served.ts';

/** The SQL statements of one complete sign-in, in order, as PostgreSQL logs them; and how many of them end a transaction. */
export default async function run(): Promise<void> {
  await withServedProgram(
    async (databaseUrl, keys) => {
      await createBenchAccounts(databaseUrl, keys, 3);
      await logStatements(databaseUrl);
    },
    async (served) => {
      for (const factors of ['password', 'second-factor'] as const) await show(served, factors);
    },
  );
}

async function logStatements(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`alter database postgres set log_statement = 'all'`);
  await client.query(`alter database postgres set log_min_messages = 'log'`);
  await client.end();
}

async function show(served: Served, factors: Factors): Promise<void> {
  // The first sign-ins also open connections and discover the provider.
  for (const number of [0, 1]) await signInOnce(served.portal, benchAccount(factors, number));
  const file = join(served.dataFolder, 'server.log');
  const before = readFileSync(file, 'utf8').length;
  await signInOnce(served.portal, benchAccount(factors, 2));
  const statements = statementsIn(readFileSync(file, 'utf8').slice(before));
  console.log(`\nstatements, ${factors}:`);
  let inTransaction = false;
  let transactions = 0;
  for (const statement of statements) {
    if (statement === 'begin') inTransaction = true;
    if (statement === 'commit') inTransaction = false;
    if (!inTransaction) transactions += 1;
    console.log(`  ${inTransaction || statement === 'commit' ? '| ' : ''}${statement.slice(0, 150)}`);
  }
  console.log(`  ${statements.length} statements, ${transactions} transactions`);
}

/** Without the queue's own polling. */
export function statementsIn(log: string): string[] {
  return log
    .split(/^\d{4}-\d\d-\d\d /m)
    .flatMap((entry) => /LOG: {2}(?:statement|execute [^:]+): ([\s\S]*)/.exec(entry)?.[1] ?? [])
    .map((text) => text.replaceAll(/\s+/g, ' ').trim())
    .filter((text) => !text.includes('graphile_worker'));
}
