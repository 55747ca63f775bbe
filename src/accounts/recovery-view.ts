import type { Channel, Delivery } from '#notifications';
import { outboxOf } from './neighbours.ts';
import * as queries from './queries.ts';
import { openNewAddress } from './sealing.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

export type RecoveryView = {
  readonly recoveryId: string;
  readonly kind: queries.RecoveryKind;
  /** The address that two officers approved, masked; no other can take its place. */
  readonly approved: string | undefined;
  /** As it stands at this instant: ready as soon as the wait is over, whether or not the job has been by. */
  readonly state: queries.RecoveryRow['state'];
  readonly startedAt: Date;
  readonly endsAt: Date;
  readonly finishBefore: Date;
  readonly closedAt: Date | undefined;
  /** Second factors that went when it was finished. */
  readonly removed: queries.RecoveryRow['removed_methods'];
  /** The new address that waits for its code, masked. */
  readonly newAddress:
    | {
        readonly channel: Channel;
        readonly to: string;
        readonly validUntil: Date;
        /** Read for the browser that began it only. */
        readonly delivery: Delivery | undefined;
      }
    | undefined;
};

export function viewOf(services: AccountServices, row: queries.RecoveryRow): RecoveryView {
  const now = services.clock.now();
  const finishBefore = new Date(row.ends_at.getTime() + services.config.RECOVERY_READY_SECONDS * 1000);
  return {
    recoveryId: row.recovery_id,
    kind: row.kind,
    approved: approvedOf(services, row),
    state: stateAt(row, finishBefore, now),
    startedAt: row.started_at,
    endsAt: row.ends_at,
    finishBefore,
    closedAt: row.closed_at ?? undefined,
    removed: row.removed_methods,
    newAddress: newAddressOf(services, row, now),
  };
}

function stateAt(row: queries.RecoveryRow, finishBefore: Date, now: Date): queries.RecoveryRow['state'] {
  if (row.closed_at) return row.state;
  if (finishBefore <= now) return 'expired';
  return row.ends_at <= now ? 'ready' : row.state;
}

function approvedOf(services: AccountServices, row: queries.RecoveryRow): string | undefined {
  if (!row.by_desk || !row.new_channel || !row.new_address) return undefined;
  const address = openNewAddress(services.keys, row.recovery_id, row.new_address);
  return outboxOf(services).maskAddress(row.new_channel, address);
}

function newAddressOf(
  services: AccountServices,
  row: queries.RecoveryRow,
  now: Date,
): RecoveryView['newAddress'] {
  if (!row.new_channel || !row.new_address || !row.code_expires_at || row.code_expires_at <= now)
    return undefined;
  const address = openNewAddress(services.keys, row.recovery_id, row.new_address);
  return {
    channel: row.new_channel,
    to: outboxOf(services).maskAddress(row.new_channel, address),
    validUntil: row.code_expires_at,
    delivery: undefined,
  };
}

/** The recovery of the browser that began it. */
export async function recoveryByToken(
  services: AccountServices,
  token: string,
): Promise<RecoveryView | undefined> {
  const row = await queries.recoveryByToken(services.database, tokenHash('recovery', token));
  if (!row) return undefined;
  const view = viewOf(services, row);
  if (!view.newAddress || !row.code_message_id) return view;
  const delivery = await outboxOf(services).deliveryOf(services.database, row.code_message_id);
  return { ...view, newAddress: { ...view.newAddress, delivery } };
}

const shownDays = 30;

/** The open one of the account, or the last of the month, for its signed-in owner. */
export async function recoveryOf(
  services: AccountServices,
  accountId: string,
): Promise<RecoveryView | undefined> {
  const since = new Date(services.clock.now().getTime() - shownDays * 86_400_000);
  const row = await queries.newestRecovery(services.database, accountId, since);
  return row && viewOf(services, row);
}
