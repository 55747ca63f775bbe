import type { Delivery } from '#notifications';
import { outboxOf } from './neighbours.ts';
import * as queries from './queries.ts';
import { mayBeSentAt } from './send-limits.ts';
import { type MessageWay, purposeOf, subjectsOfWay } from './turn-on-messages.ts';
import type { Origin } from './origin.ts';
import type { AccountServices } from './types.ts';

export type FactorCodeView = {
  /** Masked. */
  readonly to: string;
  /** Undefined until a code has gone out that still works. */
  readonly sent:
    | {
        readonly validUntil: Date;
        readonly sendAgainAt: Date;
        readonly delivery: Delivery | undefined;
      }
    | undefined;
};

/** What the page shows on which a way by message is turned on. Undefined when there is no such way for this account. */
export async function factorCodeView(
  services: AccountServices,
  way: MessageWay,
  origin: Origin,
): Promise<FactorCodeView | undefined> {
  const { database } = services;
  const now = services.clock.now();
  const send = await subjectsOfWay(services, way, origin);
  if (!send) return undefined;
  const to = outboxOf(services).maskAddress(way.method, send.to);
  const challenge = await queries.challengeOf(database, way.accountId, purposeOf(way));
  const [sending] = challenge?.sendings ?? [];
  if (!challenge || !sending || challenge.consumed_at || challenge.expires_at <= now)
    return { to, sent: undefined };
  return {
    to,
    sent: {
      validUntil: challenge.expires_at,
      sendAgainAt: await mayBeSentAt(services, send, now),
      delivery: await outboxOf(services).deliveryOf(database, sending.message_id),
    },
  };
}
