import { createHash } from 'node:crypto';
import { keyedHash } from '#platform';
import { type Allowance, type Counted, peekEach, settle, takeEach } from '#throttle';
import { addressBudgets, countingOverrun, crowdBudgets, crowdCount } from './sign-in-budgets.ts';
import { normalisePassword } from './password-rule.ts';
import * as queries from './queries.ts';
import type { AccountServices } from './types.ts';

/** One password typed at one identifier: what its limits are about. */
export type PasswordTry = {
  /**
   * The identifier as it was read, with the password that it stands for now: another password is counted anew, which is
   * how a reset lifts the lock. An unknown identifier has none.
   */
  readonly identifier: string;
  readonly account: queries.SignInRow | undefined;
  readonly address: string;
  readonly password: string;
  readonly now: Date;
};

/**
 * `refused`: by which limit, and until when; the password is not looked at. `evaluated` is false past the silent budget
 * of an account and when its password is disabled: the same work is done, and the answer is the ordinary wrong one.
 * If it turns out wrong, `closes` says until when this try was the last one, and `spent` that it was the last of all: the
 * password is disabled for unknown devices, or the device is known no more.
 */
export type TakenTry = RefusedTry | AllowedTry;
type RefusedTry = { readonly refused: Counted['name']; readonly until: Date };
export type AllowedTry = {
  readonly refused: undefined;
  readonly evaluated: boolean;
  readonly closes: Date | undefined;
  readonly spent: boolean;
};

const hasDevice = ({ account }: PasswordTry) => Boolean(account?.device_id);

/** What a password counts about: the account's password, or the identifier when there is none. */
function versionOf({ identifier, account }: PasswordTry): string {
  return account ? `${account.account_id} ${passwordVersion(account)}` : identifier;
}

function deviceSubject({ account }: PasswordTry): string {
  return deviceLockSubject(account?.device_id ?? '', passwordVersion(account));
}

/**
 * Which password limits are about: another hash, or the lock lifted by the desk, is another version, and what was counted
 * about the one before counts no more. A digest, so that the desk can look a lock up without a right to read hashes
 * (accounts.password_state says it).
 */
export function passwordVersion(account: Pick<queries.SignInRow, 'hash' | 'lifted'> | undefined): string {
  const basis = `${account?.hash ?? ''}${account?.lifted ? ` ${account.lifted}` : ''}`;
  return basis === '' ? '' : createHash('sha256').update(basis).digest('hex');
}

/** What a closing of one identifier is about, and what one of a known device is. */
export const identifierLockSubject = (identifier: string, version: string) => `${identifier} ${version}`;
export const deviceLockSubject = (deviceId: string, version: string) => `${deviceId} ${version}`;

/** What a closing is about: the device, or the identifier. */
export function lockedSubject(attempt: PasswordTry): string {
  return hasDevice(attempt) ? `device ${deviceSubject(attempt)}` : attempt.identifier;
}

/** The limits that the claimant is told of, and those that hold without a word. */
function budgetsOf(attempt: PasswordTry): { readonly own: Counted[]; readonly silent: Counted[] } {
  const device = deviceSubject(attempt);
  if (hasDevice(attempt))
    return {
      own: [
        { name: 'password_device', subject: device },
        { name: 'password_device_day', subject: device },
        { name: 'password_device_failures', subject: device },
      ],
      silent: [],
    };
  const version = versionOf(attempt);
  return {
    own: [{ name: 'password_identifier', subject: attempt.identifier }],
    silent: [
      { name: 'password_account_day', subject: version },
      { name: attempt.account ? 'password_failures' : 'password_failures_unknown', subject: version },
    ],
  };
}

/**
 * Counts a try before it is looked at. From a device that the account knows, only the device's own limits hold; a
 * stranger's tries, at whatever identifier and from whatever network, do not reach them.
 */
export async function takeTry(services: AccountServices, attempt: PasswordTry): Promise<TakenTry> {
  return hasDevice(attempt) ? takeFromDevice(services, attempt) : takeFromStranger(services, attempt);
}

async function takeFromDevice(services: AccountServices, attempt: PasswordTry): Promise<TakenTry> {
  const { own } = budgetsOf(attempt);
  const answers = await takeEach(services.database, services, own, attempt.now);
  const refusal = refusalAmong(own, answers);
  if (!refusal) {
    const [closing, today, all] = answers;
    return { refused: undefined, evaluated: true, closes: later(closing, today), spent: Boolean(all?.until) };
  }
  const taken = own.slice(0, answers.length - 1);
  if (taken.length > 0) await settle(services.database, services, { givenBack: taken });
  return refusal;
}

async function takeFromStranger(services: AccountServices, attempt: PasswordTry): Promise<TakenTry> {
  const { database } = services;
  const crowd = crowdBudgets(attempt.address, passwordSubject(services, attempt));
  const crowded = refusalAmong(crowd, await peekEach(database, services, crowd, attempt.now));
  if (crowded) return crowded;
  const { own, silent } = budgetsOf(attempt);
  const loud = [...addressBudgets(attempt.address), ...own];
  const answers = await takeEach(database, services, [...loud, ...silent], attempt.now);
  const refusal = refusalAmong(loud, answers);
  if (refusal) return refusal;
  const [, all] = answers.slice(loud.length);
  const evaluated = answers.every(({ allowed }) => allowed) && !attempt.account?.disabled;
  return {
    refused: undefined,
    evaluated,
    closes: answers[loud.length - 1]?.until,
    spent: evaluated && Boolean(all?.until),
  };
}

function refusalAmong(counted: readonly Counted[], answers: readonly Allowance[]): RefusedTry | undefined {
  for (const [place, { name }] of counted.entries()) {
    const answer = answers[place];
    if (answer && !answer.allowed) return { refused: name, until: answer.until };
  }
  return undefined;
}

function later(one: Allowance | undefined, other: Allowance | undefined): Date | undefined {
  const ends = [one, other].flatMap((answer) => (answer?.until ? [answer.until.getTime()] : []));
  return ends.length > 0 ? new Date(Math.max(...ends)) : undefined;
}

/** What a right password settles: its own counts are forgotten, and of what others share or a day holds only this one. */
export function rightTry(attempt: PasswordTry): { forgiven: Counted[]; givenBack: Counted[] } {
  const { own, silent } = budgetsOf(attempt);
  const isDay = ({ name }: Counted) => name === 'password_account_day' || name === 'password_device_day';
  const all = [...own, ...silent];
  const shared = hasDevice(attempt) ? [] : addressBudgets(attempt.address);
  return { forgiven: all.filter((one) => !isDay(one)), givenBack: [...shared, ...all.filter(isDay)] };
}

/** For a try that came to nothing, such as for want of room: all is given back but what the address took. */
export async function giveBackTry(
  services: AccountServices,
  attempt: PasswordTry,
  evaluated: boolean,
): Promise<void> {
  const { own, silent } = budgetsOf(attempt);
  await settle(services.database, services, { givenBack: evaluated ? [...own, ...silent] : own });
}

/**
 * After a wrong password. The same one again, of the last three, is not counted: what it took is given back, but a
 * silent budget only if the password was compared before, so that repeating one never gains a guess. Any other counts
 * for the crowd. Known and unknown identifiers take the same statements. Answers whether it was one again.
 */
export async function countWrong(
  services: AccountServices,
  attempt: PasswordTry,
  evaluated: boolean,
): Promise<boolean> {
  const { database, keys, config } = services;
  const { now, address } = attempt;
  const subject = lockedSubject(attempt);
  const keptMs = config.PASSWORD_REPEATED_KEPT_SECONDS * 1000;
  const { repeated, compared } = await queries.noteWrongPassword(database, {
    subject: keyedHash(keys, 'wrong-password', subject),
    passwordHash: keyedHash(keys, 'wrong-password', subject, normalisePassword(attempt.password)),
    evaluated,
    since: new Date(now.getTime() - keptMs),
    now,
    forgetAt: new Date(now.getTime() + keptMs),
  });
  if (repeated) await giveBackTry(services, attempt, evaluated && compared);
  else if (!hasDevice(attempt))
    await takeEach(
      database,
      { keys, config: countingOverrun(config) },
      crowdCount(address, passwordSubject(services, attempt), attempt.identifier),
      now,
    );
  return repeated;
}

/** A keyed hash of the password alone, another one each day, so that what is kept for an hour never tells more. */
function passwordSubject({ keys }: AccountServices, { password, now }: PasswordTry): string {
  const day = now.toISOString().slice(0, 10);
  return keyedHash(keys, 'wrong-password', 'spray', day, normalisePassword(password)).toString('base64');
}
