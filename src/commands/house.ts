import type { AccountServices } from '#accounts';
import { type Clock, systemClock } from '#kernel';
import { createStatusWatch, type StatusWatch } from '#operations';
import {
  type Config,
  createHashPool,
  createLogger,
  createReadiness,
  type Database,
  type DatabasePool,
  type HashPool,
  holdsDemonstration,
  type KeyRing,
  type Logger,
  openDatabase,
  type Readiness,
  type Seen,
} from '#platform';
import { deletionStopped } from '#privacy';
import { CommandError } from './exit-codes.ts';
import { refuseOtherKeys } from './fitting-keys.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createTraffic, type Traffic } from './traffic.ts';

/** The PostgreSQL roles that parts of the program act as. */
export type RoleName = 'goid_sso' | 'goid_portal' | 'goid_console' | 'goid_employer' | 'goid_worker';

/** What every face and the worker share in one process. */
export type House = {
  readonly config: Config;
  readonly keys: KeyRing;
  readonly log: Logger;
  readonly clock: Clock;
  readonly hashPool: HashPool;
  readonly databaseUrl: string;
  /** What is known of the service; `openFaces` lets it look every two seconds. */
  readonly status: StatusWatch;
  readonly statusDatabase: () => Database;
  readonly traffic: Traffic;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  observe(seen: Seen): void;
  /** A pool that acts as one role; closed with the house. */
  open(role: RoleName): Database;
  close(): Promise<void>;
};

/**
 * Throws CommandError when the keys are not the ones that this database was sealed with, or when production would serve
 * the demonstration; asks as `role`, one that the login has.
 */
export async function openHouse(
  config: Config,
  keys: KeyRing,
  databaseUrl: string,
  role: RoleName = 'goid_worker',
): Promise<House> {
  const database = openDatabase({ url: databaseUrl, role, poolSize: 1, applicationName: 'goid keys' });
  try {
    await refuseOtherKeys(database, keys);
    await refuseDemonstration(config, database);
  } finally {
    await database.close();
  }
  return buildHouse(config, keys, databaseUrl, role);
}

/** The passwords of the demonstration's accounts, officers among them, are public. */
async function refuseDemonstration(config: Config, database: Database): Promise<void> {
  if (config.NODE_ENV !== 'production' || !(await holdsDemonstration(database))) return;
  throw new CommandError(
    'This database holds the demonstration, whose passwords are public, so production does not serve it. Give production a database of its own (DATABASE_URL) and run ./goid migrate on it.',
  );
}

function buildHouse(config: Config, keys: KeyRing, databaseUrl: string, role: RoleName): House {
  const pools: Database[] = [];
  const log = createLogger(config.LOG_LEVEL);
  const statusDatabase = onceOpened(() => {
    const pool = openStatusPool(databaseUrl, role);
    pools.push(pool);
    return pool;
  });
  const status = createStatusWatch({ clock: systemClock, log, database: statusDatabase });
  const traffic = createTraffic();
  const hashPool = createHashPool({
    slots: config.HASH_SLOTS,
    queue: config.HASH_QUEUE,
    deadlineSeconds: config.HASH_DEADLINE_SECONDS,
  });
  const byRole = new Map<string, DatabasePool>();
  const metrics = createMetrics({
    hashPool,
    pools: () => byRole,
    shared: () => byRole.get('goid_worker'),
    clock: systemClock,
    log,
  });
  return {
    status,
    statusDatabase,
    traffic,
    readiness: createReadiness(statusDatabase, systemClock, () => status.known().silentSince !== undefined),
    metrics,
    observe: (seen) => {
      traffic.note(seen);
      metrics.note(seen);
    },
    config,
    keys,
    log,
    clock: systemClock,
    hashPool,
    databaseUrl,
    open(role) {
      const pool = openDatabase({
        url: databaseUrl,
        role,
        poolSize: config.DATABASE_POOL_SIZE,
        applicationName: role,
      });
      pools.push(pool);
      byRole.set(role, pool);
      return pool;
    },
    async close() {
      await status.stop();
      await Promise.all(pools.map((pool) => pool.close()));
    },
  };
}

function onceOpened<Value>(open: () => Value): () => Value {
  let opened: Value | undefined;
  return () => (opened ??= open());
}

/** A connection of its own, so that the state of the service is read also while every other one is busy. */
function openStatusPool(url: string, role: RoleName): Database {
  return openDatabase({ url, role, poolSize: 1, statementTimeoutSeconds: 2, applicationName: 'goid status' });
}

export function accountServices(house: House, database: Database): AccountServices {
  const { keys, config, hashPool, clock } = house;
  return { database, keys, config, hashPool, clock, deletionStopped };
}
