import { record } from '#activity';
import { type Transaction, formatInstant } from '#platform';
import { finishDeskWait, noticeNewAddress } from './desk-wait.ts';
import { notifyOwner } from './notify-owner.ts';
import * as queries from './queries.ts';
import { recoveryStep } from './recovery-journey.ts';
import type { AccountServices } from './types.ts';

/** Ends a wait that is over and tells every address; of the job and whoever opens the page, the first does it. */
export async function endWait(
  services: AccountServices,
  tx: Transaction,
  recoveryId: string,
  now: Date,
): Promise<queries.RecoveryRow | undefined> {
  const ready = await queries.endWait(tx, recoveryId, recoveryStep('wait_over'), now);
  if (!ready) return undefined;
  await recordRound(tx, ready, 'recovery_ready', now);
  if (isDoneByItself(ready)) await finishDeskWait(services, tx, ready, now);
  else await noticeReady(services, tx, ready, now);
  return ready;
}

/** What two officers decided and what needs no new address: when the wait is over, nobody has to finish it. */
const isDoneByItself = ({ kind }: queries.RecoveryRow) => kind === 'desk_factor' || kind === 'desk_lock';

/** Tells every address that the recovery can be finished, and until when. */
export async function noticeReady(
  services: AccountServices,
  tx: Transaction,
  row: queries.RecoveryRow,
  now: Date,
): Promise<void> {
  const until = new Date(row.ends_at.getTime() + services.config.RECOVERY_READY_SECONDS * 1000);
  await notifyOwner(services, tx, {
    accountId: row.account_id,
    template: 'recovery_ready',
    parameters: (language, zone) => ({ until: formatInstant(until, language, zone) }),
    now,
  });
  await noticeNewAddress(services, tx, row, now);
}

export async function recordRound(
  tx: Transaction,
  { account_id: accountId, kind }: queries.RecoveryRow,
  event: 'recovery_ready' | 'recovery_expired',
  now: Date,
): Promise<void> {
  await record(tx, {
    event,
    actor: { kind: 'system' },
    accountId,
    at: now,
    details: { purpose: kind },
  });
}
