import type { AccountServices } from '#accounts';
import { type Clock, systemClock } from '#kernel';
import {
  type Config,
  createHashPool,
  createLogger,
  type Database,
  type HashPool,
  holdsDemonstration,
  type KeyRing,
  type Logger,
  openDatabase,
} from '#platform';
import { CommandError } from './exit-codes.ts';
import { refuseOtherKeys } from './fitting-keys.ts';

/** The PostgreSQL roles that parts of the program act as. */
export type RoleName = 'goid_sso' | 'goid_portal' | 'goid_console' | 'goid_worker';

/** What every face and the worker share in one process. */
export type House = {
  readonly config: Config;
  readonly keys: KeyRing;
  readonly log: Logger;
  readonly clock: Clock;
  readonly hashPool: HashPool;
  readonly databaseUrl: string;
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
  return buildHouse(config, keys, databaseUrl);
}

/** The passwords of the demonstration's accounts, officers among them, are public. */
async function refuseDemonstration(config: Config, database: Database): Promise<void> {
  if (config.NODE_ENV !== 'production' || !(await holdsDemonstration(database))) return;
  throw new CommandError(
    'This database holds the demonstration, whose passwords are public, so production does not serve it. Give production a database of its own (DATABASE_URL) and run ./goid migrate on it.',
  );
}

function buildHouse(config: Config, keys: KeyRing, databaseUrl: string): House {
  const pools: Database[] = [];
  return {
    config,
    keys,
    log: createLogger(config.LOG_LEVEL),
    clock: systemClock,
    hashPool: createHashPool({
      slots: config.HASH_SLOTS,
      queue: config.HASH_QUEUE,
      deadlineSeconds: config.HASH_DEADLINE_SECONDS,
    }),
    databaseUrl,
    open(role) {
      const pool = openDatabase({
        url: databaseUrl,
        role,
        poolSize: config.DATABASE_POOL_SIZE,
        applicationName: role,
      });
      pools.push(pool);
      return pool;
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.close()));
    },
  };
}

export function accountServices(house: House, database: Database): AccountServices {
  return { database, keys: house.keys, config: house.config, hashPool: house.hashPool, clock: house.clock };
}
