import type { AccountServices } from '#accounts';
import { type Clock, systemClock } from '#kernel';
import {
  type Config,
  createHashPool,
  createLogger,
  type Database,
  type HashPool,
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

/** Throws CommandError when the keys are not the ones that this database was sealed with. */
export async function openHouse(config: Config, keys: KeyRing, databaseUrl: string): Promise<House> {
  const house = buildHouse(config, keys, databaseUrl);
  try {
    await refuseForeignKeys(house.open('goid_worker'), keys);
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
