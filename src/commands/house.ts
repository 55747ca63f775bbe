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

/** Throws CommandError when the keys are not the ones that this database was sealed with; asks as `role`, one that the login has. */
export async function openHouse(
  config: Config,
  keys: KeyRing,
  databaseUrl: string,
  role: RoleName = 'goid_worker',
): Promise<House> {
  const database = openDatabase({ url: databaseUrl, role, poolSize: 1, applicationName: 'goid keys' });
  try {
    if (await keysFit(database, keys)) return buildHouse(config, keys, databaseUrl);
  } finally {
    await database.close();
  }
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
