import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const others = `select count(*)::int as others from pg_stat_activity
  where backend_type = 'client backend' and pid <> pg_backend_pid()`;

/**
 * Whether nobody else is connected: another command that found this database running must not lose it. One's own
 * closed connections take a moment to go.
 */
export async function isLastUser(url: string, patienceMs = 1000): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    for (let waitedMs = 0; ; waitedMs += 50) {
      const { rows } = await client.query<{ others: number }>(others);
      if (rows[0]?.others === 0) return true;
      if (waitedMs >= patienceMs) return false;
      await sleep(50);
    }
  } catch {
    // It answers nobody, so nobody uses it.
    return true;
  } finally {
    await client.end().catch(() => {});
  }
}
