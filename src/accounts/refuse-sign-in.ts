import { record } from '#activity';
import { addJob, type Transaction } from '#platform';
import type { Origin } from './origin.ts';
import type { PasswordTry } from './password-try.ts';
import * as queries from './queries.ts';
import type { AccountServices } from './types.ts';

type RefusedSignIn = {
  readonly origin: Origin;
  readonly attempt: PasswordTry;
  readonly closing: { readonly until: Date; readonly reference: string } | undefined;
  /** The last try of all: see AllowedTry. */
  readonly spent: boolean;
};

/** Task names of the jobs that tell an owner; the composition has them in its table. */
export const passwordClosedTask = 'accounts.password_closed_notice';
export const passwordDisabledTask = 'accounts.password_disabled_notice';

/**
 * Records a refused try, and its closing when it was the last for now. The message to the owner is a job, queued for
 * an unknown identifier too, so that nothing here takes longer for a known one.
 */
export async function refuseSignIn(services: AccountServices, refusal: RefusedSignIn): Promise<void> {
  const { attempt, closing, spent } = refusal;
  const limit = attempt.account?.device_id ? 'password_device' : 'password_identifier';
  const entry = entryOf(refusal);
  await services.database.transaction(async (tx) => {
    await record(tx, { ...entry, event: 'sign_in_refused', details: { reason: 'password' } });
    if (closing) {
      const { reference } = closing;
      await record(tx, { ...entry, event: 'password_closed', details: { limit, reference } });
      await addJob(tx, passwordClosedTask, {
        accountId: attempt.account?.account_id ?? '',
        until: closing.until.toISOString(),
      });
    }
    if (spent) await endTries(tx, refusal);
  });
}

function entryOf({ origin, attempt }: RefusedSignIn) {
  return {
    actor: { kind: 'unknown' },
    at: attempt.now,
    address: origin.address,
    userAgent: origin.userAgent,
    ...(attempt.account ? { accountId: attempt.account.account_id } : {}),
  } as const;
}

/**
 * NIST SP 800-63B-4 §3.2.2: a password does not take wrong tries without end. Unknown devices cannot use it any more; a
 * known device, which no stranger reaches, is only known no more.
 */
async function endTries(tx: Transaction, refusal: RefusedSignIn): Promise<void> {
  const { account, now } = refusal.attempt;
  const entry = entryOf(refusal);
  if (account?.device_id) {
    await queries.forgetDevices(tx, account.account_id, account.device_id);
    await record(tx, { ...entry, event: 'device_forgotten', details: { count: 1 } });
    return;
  }
  await queries.disablePassword(tx, account?.account_id, account?.hash ?? undefined, now);
  await record(tx, { ...entry, event: 'password_disabled', details: { limit: 'password_failures' } });
  await addJob(tx, passwordDisabledTask, { accountId: account?.account_id ?? '' });
}
