import type { HistoryChoices } from '#contributions';
import { type Html, html, nothing, type Visit } from '#platform';

/** Where the record here begins, for a member whose first card is older. */
export function recordNote(visit: Visit, { beganBeforeRecord }: HistoryChoices): Html {
  if (!beganBeforeRecord) return nothing;
  return html`<p class="small soft">${visit.t('portal.record_begins')}</p>`;
}
