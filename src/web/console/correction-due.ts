import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import type { WaitingCorrection } from '#privacy';
import { badge } from '#web/layout';

/** Until when; what is late says so in words, before anything else. */
export function dueLine(
  { t, session }: Visit,
  { state, dueAt, isLate }: Pick<WaitingCorrection, 'state' | 'dueAt' | 'isLate'>,
): Html {
  if (state === 'needs_more')
    return html`<span class="soft">${t('console.corrections.waits_for_member')}</span>`;
  return html`${isLate ? badge('bad', t('console.corrections.late')) : nothing}
  ${formatInstant(dueAt, t.language, session?.timeZone)}`;
}
