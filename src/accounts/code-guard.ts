import { record } from '#activity';
import { type Result, refused } from '#kernel';
import type { Executor } from '#platform';
import { type Allowance, peek, take } from '#throttle';
import { takeTry, type TooMany } from './code-tries.ts';
import { countingOverrun } from './sign-in-budgets.ts';
import { isKnownDevice } from './known-device.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

const limit = 'code_wrong_everywhere';
/**
 * Who shares the budget. Codes for a new password are typed by people who proved nothing: whoever uses theirs up must
 * not close the codes of sign-ins, so they have one of their own.
 */
export type Door = 'all' | 'reset';
export type CodeTry = { readonly accountId: string; readonly origin: Origin; readonly now: Date };

/**
 * Whoever holds the passwords of many accounts has five tries at a code of each: a few accounts would fall. So wrong
 * codes from unknown devices are limited over all accounts together; a known device does not wait for strangers.
 * Undefined when the code may be looked at, else from when it may.
 */
export async function codesWaitUntil(
  services: AccountServices,
  { accountId, origin, now }: CodeTry,
  door: Door = 'all',
): Promise<Date | undefined> {
  const allowance = await peek(services.database, services, limit, door, now);
  if (allowance.allowed) return undefined;
  return (await isKnownDevice(services.database, origin, accountId, now)) ? undefined : allowance.until;
}

/** Counted after the fact, so that right codes never meet at one row. */
export async function countWrongCode(
  services: AccountServices,
  { accountId, origin, now }: CodeTry,
  door: Door = 'all',
): Promise<void> {
  if (!(await isKnownDevice(services.database, origin, accountId, now)))
    await take(
      services.database,
      { keys: services.keys, config: countingOverrun(services.config) },
      limit,
      door,
      now,
    );
}

/** Takes one try at a code from the budget of all accounts and from the account's own, before it is looked at. */
export async function takeGuess(
  services: AccountServices,
  codeTry: CodeTry,
): Promise<Result<Allowance[], TooMany>> {
  const at = await codesWaitUntil(services, codeTry);
  if (at) return refused({ kind: 'too-many', at });
  return takeTry(services, codeTry.accountId, codeTry.now);
}

/** A wrong code on the member's own page of activity (G15); `accountId` is undefined when no account was meant. */
export async function recordWrongCode(
  tx: Executor,
  { accountId, origin, now }: Omit<CodeTry, 'accountId'> & { readonly accountId: string | undefined },
  details: Readonly<Record<string, string | number>>,
): Promise<void> {
  await record(tx, {
    event: 'code_refused',
    actor: { kind: 'unknown' },
    accountId,
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    details,
  });
}
