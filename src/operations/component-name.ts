import type { Translate } from '#platform';

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
