import { AppError } from '#kernel';
import { type Allowance, type Counted, addressSubject, networkSubject, takeEach } from '#throttle';
import type { AccountServices } from './types.ts';

/** The narrow limit first: what it refuses is not counted for the network, so that one address cannot use it up. */
export function addressBudgets(address: string): readonly Counted[] {
  return [
    { name: 'sign_in_address', subject: addressSubject(address) },
    { name: 'sign_in_network', subject: networkSubject(address) },
  ];
}

type Try = {
  /** What was typed. */
  readonly subject: string;
  /** The account behind it, or what was typed again. */
  readonly budget: string;
};

/**
 * Takes one sign-in from the address, its network, the identifier and the account, in one statement, before anything
 * costly is done. `evaluated` is undefined when the identifier is closed: then the account's budget is left alone.
 * Throws AppError `too_many_requests` when the address or the network is at its limit.
 */
export async function takeTry(
  services: AccountServices,
  address: string,
  { subject, budget }: Try,
  now: Date,
): Promise<{ readonly taken: Allowance; readonly evaluated: Allowance | undefined }> {
  const counted: readonly Counted[] = [
    ...addressBudgets(address),
    { name: 'password_identifier', subject },
    { name: 'password_account_day', subject: budget },
  ];
  const answers = await takeEach(services.database, services, counted, now);
  for (const [place, { name }] of addressBudgets(address).entries()) {
    const answer = answers[place];
    if (answer && !answer.allowed) throw tooMany(name, answer.until, now);
  }
  const [, , taken, evaluated] = answers;
  if (!taken) throw new AppError('bug', 'a try without an answer');
  return { taken, evaluated };
}

function tooMany(name: string, until: Date, now: Date): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  return new AppError('too_many_requests', `limit ${name}`, { retryAfterSeconds });
}
