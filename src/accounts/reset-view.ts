import type { Delivery } from '#notifications';
import { peek } from '#throttle';
import { outboxOf } from './neighbours.ts';
import * as queries from './queries.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

export type ResetView = {
  readonly purpose: queries.ResetPurpose;
  readonly askedAt: Date;
  readonly sendAgainAt: Date;
  /** Only when an e-mail address was typed: an address that no account has gets a mail too, so this tells nothing. */
  readonly delivery: Delivery | undefined;
  readonly caseNumber: string | undefined;
};

/** What the browser that asked may see of its request; undefined when it has none that is still open. */
export async function resetView(services: AccountServices, token: string): Promise<ResetView | undefined> {
  const { database } = services;
  const now = services.clock.now();
  const request = await queries.resetRequestByToken(database, tokenHash('reset-request', token), now);
  if (!request) return undefined;
  const gap = await peek(database, services, 'reset_gap', request.limit_subject, now);
  const shown = request.typed_kind === 'email' ? request.message_id : null;
  return {
    purpose: request.purpose,
    askedAt: request.asked_at,
    sendAgainAt: gap.allowed ? now : gap.until,
    delivery: shown ? await outboxOf(services).deliveryOf(database, shown) : undefined,
    caseNumber: request.case_number ?? undefined,
  };
}
