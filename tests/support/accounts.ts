import {
  type AccountServices,
  type NewAccount,
  type Outbox,
  type SignInRequest,
  createAccount,
} from '#accounts';
import { type Clock, fixedClock, newId } from '#kernel';
import { type Config, type Database, createHashPool, readConfig } from '#platform';
import { rememberDevice } from '../../src/accounts/known-device.ts';
import { testKeys } from './keys.ts';

export type SentMessage = Parameters<Outbox['send']>[2];

export const testPassword = 'Gajah-Lompat-Pagar-71';
export const testOrigin = { address: '203.0.113.9', userAgent: 'Firefox di Ubuntu', language: 'id' } as const;

/** An outbox that keeps what was sent, instead of sending it. */
export function keepingOutbox(): Outbox & { readonly sent: SentMessage[] } {
  const sent: SentMessage[] = [];
  return {
    sent,
    send: async (_tx, _keys, message) => {
      sent.push(message);
      return newId(message.now);
    },
    deliveryOf: async () => undefined,
    maskAddress: (_channel, to) => `••${to.slice(-4)}`,
  };
}

/** The numbers of test accounts stand in one block, and all come from one address. */
export const wideBudgets = {
  PAID_SENDS_PER_BLOCK_PER_HOUR: '10000',
  PAID_SENDS_PER_ADDRESS_PER_HOUR: '10000',
} as const;

/** Services of the accounts room with cheap hashes, a clock moved by hand and an outbox that keeps. */
export function accountServices(database: Database, settings: Partial<Config> = {}) {
  return {
    database,
    keys: testKeys,
    config: { ...readConfig({ NODE_ENV: 'test', TEST_HASH_COST: 'on', ...wideBudgets }), ...settings },
    hashPool: createHashPool({ slots: 2, queue: 200, queuePerSubject: 200, deadlineSeconds: 30 }),
    clock: fixedClock('2026-11-20T03:00:00Z'),
    outbox: keepingOutbox(),
    memberRegister: { findPersonByMemberNumber: async () => undefined },
  } satisfies AccountServices & { clock: Clock };
}

/** The cookie of a browser that the account signed in with before. */
export async function knownDeviceOf(
  { database, config, clock }: AccountServices,
  accountId: string,
): Promise<string> {
  const now = clock.now();
  return (await rememberDevice(database, config, { accountId, origin: testOrigin, now })).cookie;
}

let made = 0;

/** A new account with username, e-mail and phone of its own. Throws when it is refused. */
export async function newTestAccount(services: AccountServices, account: Partial<NewAccount> = {}) {
  made += 1;
  const names = {
    username: `peserta${made}`,
    email: `peserta${made}@contoh.id`,
    phone: `+6281200${String(made).padStart(5, '0')}`,
  };
  const created = await createAccount(services, {
    displayName: 'Siti Rahayu',
    ...names,
    password: testPassword,
    roles: ['member'],
    secondFactor: [],
    ...account,
  });
  if (!created.ok) throw new Error(created.refusal);
  return { ...names, ...created.value };
}

export function signInRequest(identifier: string, request: Partial<SignInRequest> = {}): SignInRequest {
  return {
    interactionUid: newId(new Date()),
    identifier,
    password: testPassword,
    shared: false,
    rememberedBrowser: undefined,
    acrNeeded: undefined,
    origin: testOrigin,
    ...request,
  };
}
