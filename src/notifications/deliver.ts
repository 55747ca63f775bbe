import { AppError } from '#kernel';
import { unseal } from '#platform';
import type { Outgoing } from './carrier.ts';
import type { Carriers } from './carriers.ts';
import { type MessageServices, type SealedContent, sealPlace } from './message.ts';
import { claimMessage, type ClaimedRow, markAccepted, markFailed, releaseMessage } from './queries.ts';
import { messageText } from './text.ts';

/** How much longer than the slowest hand-over a worker holds a message before another may take it. */
const claimMarginSeconds = 30;

export type DeliveryServices = MessageServices & { readonly carriers: Carriers };

/** `not-mine`: another worker holds it, or it has left the queue. */
export type DeliveryOutcome = 'accepted' | 'failed' | 'expired' | 'not-mine';

/**
 * Hands one message over. No database connection is held meanwhile. Throws AppError `unavailable` when no provider
 * takes it now; the queue then tries again.
 *
 * At least once: when the program dies between the provider's yes and our record of it, the claim runs out and the
 * message is sent again. It may come twice, with the same reference; it is never lost.
 */
export async function deliverMessage(
  services: DeliveryServices,
  messageId: string,
): Promise<DeliveryOutcome> {
  const { database, carriers, clock } = services;
  const now = clock.now();
  const heldSeconds = carriers.longestSeconds + claimMarginSeconds;
  const claimed = await claimMessage(database, messageId, now, new Date(now.getTime() + heldSeconds * 1000));
  if (!claimed) return 'not-mine';
  if (!claimed.sealed) return 'expired';
  const message = compose(services, messageId, claimed, claimed.sealed);
  const result = await carriers.handOver(claimed.channel, message);
  if (result.kind === 'accepted') {
    await markAccepted(database, messageId, { ...result, at: clock.now() });
    return 'accepted';
  }
  if (result.kind === 'refused') {
    await markFailed(database, messageId, claimed.attempt, result.error, clock.now());
    return 'failed';
  }
  await releaseMessage(database, messageId, claimed.attempt, result.error);
  throw new AppError('unavailable', `no provider took the message: ${result.error}`);
}

function compose(
  services: MessageServices,
  messageId: string,
  claimed: ClaimedRow,
  sealed: Buffer,
): Outgoing {
  const opened = unseal(services.keys, 'message', sealPlace(messageId), sealed).toString();
  const { to, parameters, timeZone } = JSON.parse(opened) as SealedContent;
  return {
    messageId,
    reference: claimed.reference,
    to,
    expiresAt: claimed.expiresAt,
    ...messageText(services.config, { ...claimed, parameters, timeZone }),
  };
}
