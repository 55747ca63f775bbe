import type { ShownState } from '#operations';
import type { Translate } from '#platform';
import type { Tone } from '#web/layout';

/** `SMS 2` for the second provider of SMS; people need not know who it is. */
export function componentName(t: Translate, component: string): string {
  const [, channel, number = ''] = /^(sms|whatsapp)_(\d+)$/.exec(component) ?? [];
  if (channel === 'sms') return t('status.component.sms', { number });
  if (channel === 'whatsapp') return t('status.component.whatsapp', { number });
  switch (component) {
    case 'sign_in':
    case 'records':
    case 'email':
    case 'jobs':
      return t(`status.component.${component}`);
    default:
      return component;
  }
}

export const toneOf: Readonly<Record<ShownState, Tone>> = {
  operational: 'ok',
  degraded: 'warn',
  down: 'bad',
  maintenance: 'warn',
  unknown: 'quiet',
};
