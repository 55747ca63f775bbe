import type { Transaction } from '#platform';
import * as queries from './queries.ts';
import { noticeWaiting } from './recovery.ts';
import { recoveryStep } from './recovery-journey.ts';
import { endWait, noticeReady, recordRound } from './recovery-ready.ts';
import type { AccountServices } from './types.ts';

const largestRound = 500;
const day = 86_400_000;

/**
 * Ends the waits that are over, gives up what nobody finished, and tells the owners of all that is open once a day. Each
 * recovery in a transaction of its own and by statements that pass once, so that rounds may overlap. A job calls it hourly.
 */
export async function goRoundRecoveries(services: AccountServices): Promise<number> {
  const now = services.clock.now();
  const before = {
    now,
    noticedBefore: new Date(now.getTime() - day),
    readyBefore: new Date(now.getTime() - services.config.RECOVERY_READY_SECONDS * 1000),
  };
  const due = await queries.dueRecoveries(services.database, before, largestRound);
  for (const row of due) await services.database.transaction((tx) => goOn(services, tx, row, before));
  await queries.deleteOldResets(services.database, before.noticedBefore);
  return due.length;
}

type Before = { readonly now: Date; readonly noticedBefore: Date; readonly readyBefore: Date };

async function goOn(
  services: AccountServices,
  tx: Transaction,
  row: queries.RecoveryRow,
  { now, noticedBefore, readyBefore }: Before,
): Promise<void> {
  if (row.state === 'waiting' && row.ends_at <= now) {
    await endWait(services, tx, row.recovery_id, now);
    return;
  }
  if (row.ends_at <= readyBefore) {
    const step = recoveryStep('not_finished_in_time');
    const given = await queries.moveRecovery(tx, row.recovery_id, step, now);
    if (given) await recordRound(tx, given, 'recovery_expired', now);
    return;
  }
  if ((await queries.takeNotice(tx, row.recovery_id, noticedBefore, now)) === 0) return;
  if (row.state === 'waiting') await noticeWaiting(services, tx, row, now);
  else await noticeReady(services, tx, row, now);
}
