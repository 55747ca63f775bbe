import pg from 'pg';

/**
 * The job queue's own pool: it waits no longer for a connection than any other of ours, notices a dead one, and can
 * act as a role. The queue speaks to the driver itself, so this one is not hidden behind an Executor.
 */
export function openQueuePool(options: {
  readonly url: string;
  readonly role?: 'goid_worker';
  readonly size: number;
}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.size,
    application_name: 'goid queue',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ...(options.role ? { options: `-c role=${options.role}` } : {}),
  });
  // A connection that breaks is told to whoever asks it next; without a listener it would end the program.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/**
 * The queue installs its tables without rights for anybody but their owner, and closes their rows to others. The
 * worker is let in, and nobody else; said again after each migration, because a newer queue may bring new tables.
 */
export async function grantQueueRights(client: pg.ClientBase): Promise<void> {
  await client.query(`
    do $$
    declare queue_table text;
    begin
      if to_regclass('graphile_worker._private_jobs') is null then return; end if;
      grant usage on schema graphile_worker to goid_worker;
      grant select on graphile_worker.migrations to goid_worker;
      for queue_table in
        select c.relname from pg_class c
        where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind = 'r' and c.relname like '\\_private\\_%'
      loop
        execute format('grant select, insert, update, delete on graphile_worker.%I to goid_worker', queue_table);
        if not exists (
          select from pg_policies where schemaname = 'graphile_worker' and tablename = queue_table and policyname = 'goid_worker'
        ) then
          execute format('create policy goid_worker on graphile_worker.%I to goid_worker using (true) with check (true)', queue_table);
        end if;
      end loop;
    end $$`);
}
