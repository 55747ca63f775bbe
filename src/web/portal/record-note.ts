import type { HistoryChoices } from '#contributions';
import { type Html, html, nothing, type Visit } from '#platform';

/** Where the record here begins, for a member whose first card is older. */
export function recordNote(visit: Visit, { beganBeforeRecord }: HistoryChoices): Html {
  if (!beganBeforeRecord) return nothing;
  return html`<p class="small soft">${visit.t('portal.record_begins')}</p>`;
}

/** The same in one line, with the way to the page that says more. */
export function shortRecordNote({ t }: Visit, { beganBeforeRecord }: HistoryChoices): Html {
  if (!beganBeforeRecord) return nothing;
  return html`<p class="small soft">
    ${t('portal.record_begins_short')} <a href="/balance">${t('portal.record_begins_link')}</a>
  </p>`;
}
