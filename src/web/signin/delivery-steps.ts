import type { CodeView } from '#accounts';
import { formatTime, type Visit } from '#platform';
import type { ChainStep } from '#web/layout';

type Sent = NonNullable<CodeView['sent']>;

/** What became of a message, each step with its time: handed over, taken by the carrier, arrived. */
export function deliverySteps({ t }: Visit, { channel, delivery }: Sent): readonly ChainStep[] {
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
      { label: t(`signin.delivery_failed_${channel}`), state: 'late', detail: at(delivery.failedAt) },
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
