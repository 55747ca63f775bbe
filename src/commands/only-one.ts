import pg from 'pg';

/**
 * A database serves one `npm start` at a time. The lock lives in PostgreSQL, so it ends with the process that
 * holds it, however that ends. Returns undefined when another process has it.
 */
export async function holdDatabase(url: string): Promise<{ release(): Promise<void> } | undefined> {
  // One connection held open for the whole run, outside any pool and room: a pool would give it up when it is idle.
  const client = new pg.Client({
    connectionString: url,
    application_name: 'goid start',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // The lock is lost with the connection; the faces notice a lost database by themselves.
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock(4712) as held');
  if (rows[0]?.held) return { release: () => client.end() };
  await client.end();
  return undefined;
}
