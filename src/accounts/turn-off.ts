import { record } from '#activity';
import { type Result, ok, refused } from '#kernel';
import { contactsFrozenUntil } from './disown.ts';
import { dropFactor } from './drop-factor.ts';
import { factorChanged } from './factor-changes.ts';
import * as queries from './queries.ts';
import { isStrong, type SecondFactorMethod } from './strength.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

/**
 * Turns a way off. With the last one go the recovery codes, which stand in for it. Browsers are remembered no longer
 * and every address is told. `not-on`: it is off already. `frozen`: after "this was not me",
 * and while a recovery waits, factors stand still.
 */
export async function turnOffFactor(
  services: AccountServices,
  accountId: string,
  authenticatorId: string,
  origin: Origin,
): Promise<Result<SecondFactorMethod, 'not-on' | 'frozen'>> {
  const now = services.clock.now();
  if (await contactsFrozenUntil(services, accountId)) return refused('frozen');
  return services.database.transaction(async (tx) => {
    await queries.lockAccount(tx, accountId);
    const gone = await dropFactor(tx, accountId, authenticatorId);
    if (!gone) return refused('not-on');
    const change = { accountId, method: gone.method, event: 'factor_removed', origin, now } as const;
    await factorChanged(services, tx, change);
    return ok(gone.method);
  });
}

/** Offers this way first at sign-in. `not-on`: the account has it no longer. `frozen`: as for turning off. */
export async function preferFactor(
  services: AccountServices,
  accountId: string,
  authenticatorId: string,
  origin: Origin,
): Promise<Result<undefined, 'not-on' | 'frozen'>> {
  const now = services.clock.now();
  if (await contactsFrozenUntil(services, accountId)) return refused('frozen');
  return services.database.transaction(async (tx) => {
    await queries.lockAccount(tx, accountId);
    if ((await queries.preferFactor(tx, accountId, authenticatorId)) === 0) return refused('not-on');
    await record(tx, {
      event: 'factor_preferred',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
    });
    return ok(undefined);
  });
}

/** What the account is left with when one of its ways goes. */
export function leftWithout(
  methods: readonly SecondFactorMethod[],
  gone: SecondFactorMethod,
): 'strong' | 'weak' | 'nothing' {
  const left = methods.filter((method) => method !== gone && method !== 'recovery');
  if (left.length === 0) return 'nothing';
  return left.some(isStrong) ? 'strong' : 'weak';
}
