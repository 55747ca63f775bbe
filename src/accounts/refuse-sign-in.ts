import { record } from '#activity';
import { addJob } from '#platform';
import type { Allowance } from '#throttle';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

type RefusedTry = {
  readonly origin: Origin;
  /** Undefined for an identifier that nobody has. */
  readonly accountId: string | undefined;
  readonly taken: Allowance;
  readonly now: Date;
};

/** Task name of the job that tells an owner; src/worker has it in its table. */
export const passwordClosedTask = 'accounts.password_closed_notice';

/**
 * Records a refused try, and its closing when it was the last for now. The message to the owner is a job, queued for
 * an unknown identifier too, so that nothing here takes longer for a known one.
 */
export async function refuseSignIn(services: AccountServices, refusal: RefusedTry): Promise<void> {
  const { origin, accountId, now } = refusal;
  const entry = {
    actor: { kind: 'unknown' },
    at: now,
    address: origin.address,
    userAgent: origin.userAgent,
    ...(accountId === undefined ? {} : { accountId }),
  } as const;
  await services.database.transaction(async (tx) => {
    await record(tx, { ...entry, event: 'sign_in_refused', details: { reason: 'password' } });
    if (!refusal.taken.until) return;
    await record(tx, { ...entry, event: 'password_closed', details: { limit: 'password_identifier' } });
    await addJob(tx, passwordClosedTask, {
      accountId: accountId ?? '',
      until: refusal.taken.until.toISOString(),
    });
  });
}
