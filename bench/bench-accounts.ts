import { createAccount } from '#accounts';
import { systemClock } from '#kernel';
import { type HashPool, type KeyRing, openDatabase, readConfig } from '#platform';

export type Factors = 'password' | 'second-factor';
export type BenchAccount = { readonly identifier: string; readonly totpSecret: string | undefined };

export const benchPassword = 'Kata-Sandi-Uji-1';

/** The accounts are numbered from 0, each kind for itself. */
export function benchAccount(factors: Factors, number: number): BenchAccount {
  return factors === 'password'
    ? { identifier: `sandi${number}`, totpSecret: undefined }
    : { identifier: `kode${number}`, totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' };
}

/** Accounts with a password only, and as many with an authenticator app beside it. */
export async function createBenchAccounts(
  databaseUrl: string,
  keys: KeyRing,
  count: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  const database = openDatabase({ url: databaseUrl });
  const services = { database, keys, config: readConfig(settings), hashPool: hashOnce(), clock: systemClock };
  for (const factors of ['password', 'second-factor'] as const) {
    for (let number = 0; number < count; number += 1) {
      const { identifier, totpSecret } = benchAccount(factors, number);
      const created = await createAccount(services, {
        displayName: `Peserta ${number}`,
        username: identifier,
        email: `${identifier}@contoh.id`,
        password: benchPassword,
        roles: ['member'],
        secondFactor: totpSecret === undefined ? [] : ['totp'],
        ...(totpSecret === undefined ? {} : { totpSecret }),
      });
      if (!created.ok) throw new Error(created.refusal);
    }
  }
  await database.close();
}

/** One account for each of these people, numbered as they are, with a password only. */
export async function createAccountsOf(
  databaseUrl: string,
  keys: KeyRing,
  people: readonly { readonly number: number; readonly personId: string }[],
): Promise<void> {
  const database = openDatabase({ url: databaseUrl });
  const services = { database, keys, config: readConfig({}), hashPool: hashOnce(), clock: systemClock };
  for (const { number, personId } of people) {
    const { identifier } = benchAccount('password', number);
    const created = await createAccount(services, {
      personId,
      displayName: `Peserta ${number}`,
      username: identifier,
      password: benchPassword,
      roles: ['member'],
      secondFactor: [],
    });
    if (!created.ok) throw new Error(created.refusal);
  }
  await database.close();
}

/** All have one password, so one hash serves all; checking it costs the same as if each had its own. */
function hashOnce(): HashPool {
  let known: Promise<unknown> | undefined;
  return {
    run: <Value>(_subject: string, work: () => Promise<Value>) => (known ??= work()) as Promise<Value>,
    waiting: 0,
    running: 0,
  };
}
