import type { Filing } from '#filings';
import { isIsoDate } from '#kernel';
import { formatDate, formatNumber, type Html, html, nothing, type Visit } from '#platform';
import { notice } from '#web/layout';

/** So many rows of a filing stand on its page. */
export const shownRows = 100;

/** A day in words; what is no day as it stands. */
export const day = ({ t }: Visit, text: string): string =>
  isIsoDate(text) ? formatDate(text, t.language) : text;

/** How many of the good rows a list leaves out; a word of warning where none can be listed, and none once it counted. */
export function notShown({ t }: Visit, { rowsGood, state }: Filing, shown: number): Html {
  const more = (rowsGood ?? 0) - shown;
  if (more <= 0) return nothing;
  if (shown > 0) return html`<p>${t('employer.rows.more', { more: formatNumber(more, t.language) })}</p>`;
  return state === 'counted'
    ? html`<p>${t('employer.rows.forgotten')}</p>`
    : notice({ kind: 'warn', body: html`<p>${t('employer.rows.unread')}</p>` });
}
