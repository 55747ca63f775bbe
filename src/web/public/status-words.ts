import type { ShownState } from '#operations';
import type { Tone } from '#web/layout';

export const toneOf: Readonly<Record<ShownState, Tone>> = {
  operational: 'ok',
  degraded: 'warn',
  down: 'bad',
  maintenance: 'warn',
  unknown: 'quiet',
};
