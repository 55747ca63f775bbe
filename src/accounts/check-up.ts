import { record } from '#activity';
import type { Config, Executor } from '#platform';
import * as queries from './queries.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

const day = 86_400_000;

/** Whether the holder should be asked to look the account's safety over (G13): every 90 days unless set otherwise. */
export async function isCheckUpDue(
  executor: Executor,
  config: Pick<Config, 'SECURITY_CHECK_DAYS' | 'SECURITY_CHECK_LATER_DAYS'>,
  accountId: string,
  now: Date,
): Promise<boolean> {
  const row = await queries.checkUpOf(executor, accountId);
  if (!row) return false;
  const since = (instant: Date) => (now.getTime() - instant.getTime()) / day;
  if (since(row.checked_up_at ?? row.created_at) < config.SECURITY_CHECK_DAYS) return false;
  return !row.check_up_later_at || since(row.check_up_later_at) >= config.SECURITY_CHECK_LATER_DAYS;
}

/** The holder has looked everything over, or puts it off. */
export function finishCheckUp(
  services: AccountServices,
  accountId: string,
  what: 'done' | 'later',
  origin: Origin,
): Promise<void> {
  const now = services.clock.now();
  return services.database.transaction(async (tx) => {
    await queries.markCheckUp(tx, accountId, what, now);
    if (what === 'later') return;
    await record(tx, {
      event: 'checked_up',
      actor: { kind: 'member', accountId },
      accountId,
      at: now,
      address: origin.address,
      userAgent: origin.userAgent,
    });
  });
}
