import { type Result, ok, refused } from '#kernel';
import { type Allowance, type Counted, peekEach, takeEach } from '#throttle';
import type { AccountServices } from './types.ts';

export type CodeRefusal =
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'too-many'; readonly at: Date }
  | { readonly kind: 'nothing-waits' };

export type TooMany = Extract<CodeRefusal, { readonly kind: 'too-many' }>;

const wrongLimits = ['code_wrong_hour', 'code_wrong_day'] as const;

/** Every try counts against the account before it is looked at; a right one is given back. */
export async function takeTry(
  services: AccountServices,
  accountId: string,
  now: Date,
): Promise<Result<Allowance[], TooMany>> {
  const allowances = await takeEach(services.database, services, triesOf(accountId), now);
  const last = allowances.at(-1);
  return last && !last.allowed ? refused({ kind: 'too-many', at: last.until }) : ok(allowances);
}

export const triesOf = (subject: string): Counted[] => wrongLimits.map((name) => ({ name, subject }));

/** Sends that count for the account: a code that was used gives them back. */
export const sendsOf = (subject: string): Counted[] =>
  (['code_sends_hour', 'code_sends_day'] as const).map((name) => ({ name, subject }));

/** What cannot be a code is not a try: the answer says how many there are. */
export async function notACode(
  services: AccountServices,
  accountId: string,
  now: Date,
): Promise<Result<never, CodeRefusal>> {
  let triesLeft = services.config.CODE_TRIES;
  for (const allowance of await peekEach(services.database, services, triesOf(accountId), now)) {
    if (!allowance.allowed) return refused({ kind: 'too-many', at: allowance.until });
    triesLeft = Math.min(triesLeft, allowance.left);
  }
  return refused({ kind: 'wrong', triesLeft });
}

/** How many tries a person has now; when none, the instant from which there are more. */
export function afterWrong(allowances: readonly Allowance[], triesLeft: number): CodeRefusal {
  const full = allowances.flatMap(({ until }) => (until ? [until.getTime()] : []));
  if (full.length > 0) return { kind: 'too-many', at: new Date(Math.max(...full)) };
  const left = allowances.map((allowance) => (allowance.allowed ? allowance.left : 0));
  return { kind: 'wrong', triesLeft: Math.min(triesLeft, ...left) };
}

/** After too many wrong codes: from when one is looked at again. */
export async function codesClosedUntil(
  services: AccountServices,
  accountId: string,
  now: Date,
): Promise<Date | undefined> {
  return closedUntil(await peekEach(services.database, services, triesOf(accountId), now));
}

/** The latest instant among limits that are used up; undefined when none is. */
export function closedUntil(allowances: readonly Allowance[]): Date | undefined {
  const ends = allowances.flatMap(({ allowed, until }) => (allowed || !until ? [] : [until.getTime()]));
  return ends.length > 0 ? new Date(Math.max(...ends)) : undefined;
}
