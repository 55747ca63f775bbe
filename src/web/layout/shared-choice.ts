import type { Html, Visit } from '#platform';
import { checkbox } from './form-parts.ts';

/** Asked of everybody who is about to be signed in: on a computer that others use too, nothing stays behind. */
export function sharedChoice({ t, config }: Visit, checked: boolean): Html {
  return checkbox({
    name: 'shared',
    label: t('signin.shared'),
    hint: t('signin.shared_hint', {
      minutes: Math.round(config.SHARED_SESSION_IDLE_SECONDS / 60),
      total: Math.round(config.SHARED_SESSION_TOTAL_SECONDS / 60),
    }),
    checked,
  });
}
