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
  keysFit,
  openDatabase,
} from '#platform';
import { CommandError } from './exit-codes.ts';

/** What every face and the worker share in one process. */
export type House = {
  readonly config: Config;
  readonly keys: KeyRing;
  readonly log: Logger;
  readonly clock: Clock;
  readonly hashPool: HashPool;
  readonly databaseUrl: string;
  /** A pool that acts as one role; closed with the house. */
  open(role: 'goid_sso' | 'goid_portal' | 'goid_console' | 'goid_worker'): Database;
  close(): Promise<void>;
};

/** Throws CommandError when the keys do not fit this database, or when production would serve the demonstration. */
export async function openHouse(config: Config, keys: KeyRing, databaseUrl: string): Promise<House> {
  const house = buildHouse(config, keys, databaseUrl);
  try {
    const database = house.open('goid_worker');
    await refuseForeignKeys(database, keys);
    await refuseDemonstration(config, database);
    return house;
  } catch (error) {
    await house.close();
    throw error;
  }
}

/** Throws CommandError when the keys are not the ones that this database was sealed with. */
export async function refuseForeignKeys(database: Database, keys: KeyRing): Promise<void> {
  if (await keysFit(database, keys)) return;
  throw new CommandError(
    'The master keys are not the ones that this database was sealed with. Bring back the key file (.goid/master-keys) or MASTER_KEYS, or use another database.',
  );
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
