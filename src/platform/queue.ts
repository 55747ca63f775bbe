import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isLostConnection } from './database.ts';

const pauseSeconds = 0.5;
const lastSeconds = 5;

/**
 * The job queue's own pool: it waits no longer for a connection than any other of ours, notices a dead one, and can
 * act as a role. The queue speaks to the driver itself, so this one is not hidden behind an Executor.
 *
 * The queue does not stand a database that goes away while it notes what became of a job: noted singly, that is an
 * error that nobody handles; noted in batches, it counts what is pending wrongly and never ends; and when it is closed
 * while the connection that it listens on breaks, both places that notice give that back, the second in a promise that
 * nobody looks at (graphile-worker 0.18, listenForChanges). So this pool takes each back once, and keeps the outage
 * from it: once told to, it waits for the database, and lets lost statements be asked again. All of them can be: they
 * take a job, or note the state of one.
 */
export class QueuePool extends pg.Pool {
  #waits = false;
  #until = Number.POSITIVE_INFINITY;
  readonly #lost = Promise.withResolvers<void>();

  constructor(options: { readonly url: string; readonly role?: 'goid_worker'; readonly size: number }) {
    super({
      connectionString: options.url,
      max: options.size,
      application_name: 'goid queue',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      ...(options.role ? { options: `-c role=${options.role}` } : {}),
    });
    // A connection that breaks is told to whoever asks it next; without a listener it would end the program.
    this.on('error', () => {});
    this.on('connect', (client) => {
      client.on('error', () => {});
      letAskAgain(client);
    });
  }

  /** From now on an outage is waited for. */
  waitForDatabase(): void {
    this.#waits = true;
  }

  /** Waits a few seconds more at most. Resolves when it has to leave what waits without an answer. */
  leave(): Promise<void> {
    this.#until = Date.now() + lastSeconds * 1000;
    return this.lost;
  }

  get lost(): Promise<void> {
    return this.#lost.promise;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | undefined {
    if (!callback) return this.#connected();
    void this.#hand(callback);
    return undefined;
  }

  async #hand(callback: Connected): Promise<void> {
    let client: pg.PoolClient;
    try {
      client = await this.#connected();
    } catch (error) {
      callback(error as Error, undefined, () => {});
      return;
    }
    // Of this hand-over: the client's own may be the next one's by then.
    const giveBack = client.release.bind(client);
    callback(undefined, client, (reason) => giveBack(reason));
  }

  async #connected(): Promise<pg.PoolClient> {
    for (;;) {
      try {
        return givenBackOnce(await super.connect());
      } catch (error) {
        if (!this.#waits) throw error;
      }
      // What nobody waits for any more is not answered: nobody would handle the error either.
      if (this.ending || Date.now() > this.#until) {
        this.#lost.resolve();
        return new Promise(() => {});
      }
      await sleep(pauseSeconds * 1000);
    }
  }
}

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (reason?: Error | boolean) => void,
) => void;

function givenBackOnce(client: pg.PoolClient): pg.PoolClient {
  const giveBack = client.release.bind(client);
  let given = false;
  client.release = (reason) => {
    if (given) return;
    given = true;
    giveBack(reason);
  };
  return client;
}

/** The code of a statement that may be asked again (serialization_failure), which the queue does within seconds. */
const askAgain = '40001';

function letAskAgain(client: pg.PoolClient): void {
  const ask: (...given: unknown[]) => unknown = client.query.bind(client);
  const query = (...given: unknown[]): unknown => {
    const answer = ask(...given);
    if (!(answer instanceof Promise)) return answer;
    return answer.catch((error: unknown) => {
      if (!isLostConnection(error)) throw error;
      throw Object.assign(new Error('the database went away', { cause: error }), { code: askAgain });
    });
  };
  client.query = query as typeof client.query;
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
