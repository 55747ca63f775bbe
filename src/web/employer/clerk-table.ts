import type { ClerkView } from '#filings';
import { formatInstant, type Html, html, type Visit } from '#platform';
import { dataTable } from '#web/layout';
import { endAddress } from './clerk-end.ts';
import { mayChange, rightsWords } from './clerk-parts.ts';
import type { AtWork } from './frame.ts';

/** Everybody who acts for the employer, each with the way to end it. */
export function clerkTable(
  visit: Visit,
  work: AtWork,
  clerks: readonly ClerkView[],
  names: ReadonlyMap<string, string>,
): Html {
  const { t } = visit;
  return dataTable({
    caption: t('employer.clerks.title'),
    captionUnseen: true,
    columns: [
      { label: t('employer.clerks.name') },
      { label: t('employer.clerks.rights') },
      { label: t('employer.clerks.since') },
      { label: t('employer.clerks.end'), full: true },
    ],
    rows: clerks.map((clerk) => [
      names.get(clerk.accountId) ?? '',
      rightsWords(visit, clerk),
      formatInstant(clerk.addedAt, t.language, visit.session?.timeZone),
      mayChange(visit, work)
        ? html`<a href="${endAddress(work, clerk.clerkId)}"
            >${t('employer.clerks.remove', { name: names.get(clerk.accountId) ?? '' })}</a
          >`
        : '–',
    ]),
  });
}
