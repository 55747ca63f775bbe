import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#kernel';
import type { Database } from './database.ts';
import { migrationFiles } from './migrate.ts';
import { sql } from './sql.ts';

/** Why a process should get no requests just now. */
export type NotReady = 'draining' | 'database' | 'schema';

export type Readiness = {
  /** Undefined when requests may come. */
  ask(): Promise<NotReady | undefined>;
  /** From now on no more requests should come: the process is about to end. */
  drain(): void;
};

const waitMs = 1000;
/** However often it is asked, the database is asked no more often than this. */
const keptMs = 1000;

/**
 * Ready is a process whose database answers within a second with the schema that this program needs. `knownSilent`: it
 * is known already that the database does not answer.
 */
export function createReadiness(
  database: () => Database,
  clock: Clock,
  knownSilent: () => boolean,
): Readiness {
  const needed = migrationFiles().at(-1)?.number ?? 0;
  let draining = false;
  let last: { readonly at: number; readonly answer: Promise<NotReady | undefined> } | undefined;
  const askDatabase = async (): Promise<NotReady | undefined> => {
    const answer = database()
      .one<{ present: number }>(sql`select coalesce(max(number), 0)::int as present from platform.migration`)
      .then(({ present }) => (present < needed ? 'schema' : undefined))
      .catch(() => 'database' as const);
    return Promise.race([answer, sleep(waitMs, 'database' as const, { ref: false })]);
  };
  return {
    ask: () => {
      if (draining) return Promise.resolve('draining' as const);
      if (knownSilent()) return Promise.resolve('database' as const);
      const now = clock.now().getTime();
      if (!last || now - last.at >= keptMs) last = { at: now, answer: askDatabase() };
      return last.answer;
    },
    drain: () => {
      draining = true;
    },
  };
}
