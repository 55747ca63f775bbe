import { createAccount, type NewAccount } from '#accounts';
import { createHashPool, type Database, openDatabase, readConfig } from '#platform';
import { systemClock } from '#kernel';
import { after } from 'node:test';
import { keepingOutbox, wideBudgets } from './accounts.ts';
import { demonstrationPassword } from './journey.ts';
import { testKeys } from './keys.ts';
import { type Program, startProgram } from './program.ts';

export type JourneyProgram = Program & {
  /** With all rights, for what a test prepares and looks into. */
  readonly database: Database;
  /** Opens an account of the test's own, with the demonstration's password, and returns its names. */
  readonly openAccount: (account?: Partial<NewAccount>) => Promise<OpenedAccount>;
};

export type OpenedAccount = {
  readonly accountId: string;
  readonly username: string;
  readonly email: string;
  readonly phone: string;
};

let opened = 0;

/** The whole program with the demonstration, and cheap password hashes. */
export async function startJourneyProgram(
  environment: Readonly<Record<string, string>> = {},
): Promise<JourneyProgram> {
  const program = await startProgram({
    environment: {
      TEST_HASH_COST: 'on',
      ...wideBudgets,
      ...environment,
    },
  });
  const database = openDatabase({ url: program.databaseUrl, poolSize: 2 });
  after(() => database.close());
  const services = {
    database,
    keys: testKeys,
    config: readConfig({ NODE_ENV: 'test', TEST_HASH_COST: 'on' }),
    hashPool: createHashPool({ slots: 1, queue: 10, deadlineSeconds: 30 }),
    clock: systemClock,
    outbox: keepingOutbox(),
  };
  const openAccount = async (account: Partial<NewAccount> = {}) => {
    opened += 1;
    const names = {
      username: `uji.jalan${opened}`,
      email: `uji.jalan${opened}@contoh.id`,
      phone: `+62801222${String(opened).padStart(5, '0')}`,
    };
    const created = await createAccount(services, {
      displayName: 'Uji Jalan (contoh)',
      ...names,
      password: demonstrationPassword,
      roles: ['member'],
      secondFactor: [],
      ...account,
    });
    if (!created.ok) throw new Error(created.refusal);
    return { ...names, accountId: created.value.accountId };
  };
  return { ...program, database, openAccount };
}
