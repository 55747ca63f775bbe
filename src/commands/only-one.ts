import pg from 'pg';

const holding = 'goid start at ';

/**
 * A database serves one `npm start` at a time. The lock lives in PostgreSQL, so it ends with the process that
 * holds it, however that ends. Where another process has it, answers with the address which that one gave as its own,
 * or undefined when this login may not see it.
 */
export async function holdDatabase(
  url: string,
  address: string,
): Promise<{ release(): Promise<void> } | { readonly heldBy: string | undefined }> {
  // One connection held open for the whole run, outside any pool and room: a pool would give it up when it is idle.
  const client = new pg.Client({
    connectionString: url,
    // PostgreSQL keeps 63 bytes of it, enough for the addresses of a laptop.
    application_name: `${holding}${address}`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // The lock is lost with the connection; the faces notice a lost database by themselves.
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock(4712) as held');
  if (rows[0]?.held) return { release: () => client.end() };
  const heldBy = await holderOf(client);
  await client.end();
  return { heldBy };
}

async function holderOf(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string | null }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and objid = 4712 and granted
       and pg_locks.database = (select oid from pg_database where datname = current_database())`,
  );
  const [{ name } = { name: null }] = rows;
  return name?.startsWith(holding) ? name.slice(holding.length) : undefined;
}
