import type { ClerkView } from '#filings';
import { type Html, html, nothing, type Visit } from '#platform';
import { button, card, form } from '#web/layout';
import { mayChange } from './clerk-parts.ts';
import { addressOf, type AtWork } from './frame.ts';

/** Where somebody is asked before the rights of a clerk end. */
export const endAddress = ({ employer }: AtWork, clerkId: string): string =>
  `${addressOf(employer, '/clerks')}?end=${clerkId}`;

/** Whose rights end, and what that means: it happens at once, and only an invitation gives them again. */
export function endCard(
  visit: Visit,
  work: AtWork,
  clerks: readonly ClerkView[],
  names: ReadonlyMap<string, string>,
): Html {
  const { t } = visit;
  const asked = visit.context.req.query('end');
  const clerk = clerks.find(({ clerkId }) => clerkId === asked);
  if (!clerk || !mayChange(visit, work)) return nothing;
  const name = names.get(clerk.accountId) ?? '';
  const own = clerk.clerkId === work.clerk.clerkId;
  const address = addressOf(work.employer, '/clerks');
  return card({
    title: t('employer.clerks.end_title', { name }),
    body: html`<p>${t(own ? 'employer.clerks.end_own' : 'employer.clerks.end_text')}</p>
      ${form(visit, {
        action: address,
        body: html`<input type="hidden" name="id" value="${clerk.clerkId}" />
          ${button({ label: t('employer.clerks.end_sure'), name: 'remove', value: 'remove' })}`,
      })}
      <p class="links"><a href="${address}">${t('employer.clerks.end_keep')}</a></p>`,
  });
}
