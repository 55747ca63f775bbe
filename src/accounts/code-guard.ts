import { peek, take } from '#throttle';
import { countingOverrun } from './sign-in-budgets.ts';
import { isKnownDevice } from './known-device.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

const limit = 'code_wrong_everywhere';
const everybody = 'all';
type CodeTry = { readonly accountId: string; readonly origin: Origin; readonly now: Date };

/**
 * Whoever holds the passwords of many accounts has five tries at a code of each: a few accounts would fall. So wrong
 * codes from unknown devices are limited over all accounts together; a known device does not wait for strangers.
 * Undefined when the code may be looked at, else from when it may.
 */
export async function codesWaitUntil(
  services: AccountServices,
  { accountId, origin, now }: CodeTry,
): Promise<Date | undefined> {
  const allowance = await peek(services.database, services, limit, everybody, now);
  if (allowance.allowed) return undefined;
  return (await isKnownDevice(services.database, origin, accountId, now)) ? undefined : allowance.until;
}

/** Counted after the fact, so that right codes never meet at one row. */
export async function countWrongCode(
  services: AccountServices,
  { accountId, origin, now }: CodeTry,
): Promise<void> {
  if (!(await isKnownDevice(services.database, origin, accountId, now)))
    await take(
      services.database,
      { keys: services.keys, config: countingOverrun(services.config) },
      limit,
      everybody,
      now,
    );
}
