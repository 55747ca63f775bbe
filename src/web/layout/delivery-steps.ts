import { formatTime, type Visit } from '#platform';
import type { ChainStep } from './parts.ts';

/** What the delivery of one message has come to. */
export type SentMessage = {
  readonly channel: 'email' | 'sms' | 'whatsapp';
  readonly delivery:
    | {
        readonly state: string;
        readonly queuedAt: Date;
        readonly acceptedAt?: Date | undefined;
        readonly deliveredAt?: Date | undefined;
        readonly failedAt?: Date | undefined;
      }
    | undefined;
  /** What to do when it failed, where another way is not offered below. */
  readonly failed?: string;
};

/** What became of a message, each step with its time: handed over, taken by the carrier, arrived. */
export function deliverySteps(
  { t }: Visit,
  { channel, delivery, failed }: SentMessage,
): readonly ChainStep[] {
  // Without the zone, which stands above; three times side by side must fit a narrow phone.
  const at = (instant: Date | undefined) =>
    instant && formatTime(instant, t.language, 'WIB', true).replace(/\s*WIB$/u, '');
  if (!delivery) return [{ label: t('signin.delivery_unknown'), state: 'waiting' }];
  const first: ChainStep = {
    label: t('signin.delivery_queued'),
    state: 'done',
    detail: at(delivery.queuedAt),
  };
  if (delivery.state === 'failed' || delivery.state === 'expired')
    return [
      first,
      {
        label: failed ?? t(`signin.delivery_failed_${channel}`),
        state: 'late',
        detail: at(delivery.failedAt),
      },
    ];
  return [
    first,
    delivery.acceptedAt
      ? { label: t(`signin.delivery_accepted_${channel}`), state: 'done', detail: at(delivery.acceptedAt) }
      : { label: t(`signin.delivery_not_accepted_${channel}`), state: 'waiting' },
    delivery.deliveredAt
      ? { label: t(`signin.delivery_delivered_${channel}`), state: 'done', detail: at(delivery.deliveredAt) }
      : { label: t(`signin.delivery_not_delivered_${channel}`), state: 'open' },
  ];
}
