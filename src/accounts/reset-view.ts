import type { Delivery } from '#notifications';
import { peek, peekEach } from '#throttle';
import { closedUntil } from './code-tries.ts';
import { outboxOf } from './neighbours.ts';
import * as queries from './queries.ts';
import { shownTriesOf } from './reset-code.ts';
import { tokenHash } from './tokens.ts';
import type { AccountServices } from './types.ts';

export type ResetView = {
  readonly purpose: queries.ResetPurpose;
  readonly askedAt: Date;
  readonly sendAgainAt: Date;
  /** Only when an e-mail address was typed: an address that no account has gets a mail too, so this tells nothing. */
  readonly delivery: Delivery | undefined;
  /** After too many wrong codes for what was typed: from when one is looked at again. Sending again changes nothing. */
  readonly closedUntil: Date | undefined;
  readonly caseNumber: string | undefined;
};

/** What the browser that asked may see of its request; undefined when it has none that is still open. */
export async function resetView(services: AccountServices, token: string): Promise<ResetView | undefined> {
  const { database } = services;
  const now = services.clock.now();
  const request = await queries.resetRequestByToken(database, tokenHash('reset-request', token), now);
  if (!request) return undefined;
  const gap = await peek(database, services, 'reset_gap', request.limit_subject, now);
  const tries = await peekEach(database, services, shownTriesOf(request), now);
  const shown = request.typed_kind === 'email' ? request.message_id : null;
  return {
    purpose: request.purpose,
    askedAt: request.asked_at,
    sendAgainAt: gap.allowed ? now : gap.until,
    delivery: shown ? await outboxOf(services).deliveryOf(database, shown) : undefined,
    closedUntil: closedUntil(tries),
    caseNumber: request.case_number ?? undefined,
  };
}
