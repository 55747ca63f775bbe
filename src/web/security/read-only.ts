import { isReadOnly } from '#accounts';
import { html, type Html, nothing, type Page, type Visit } from '#platform';
import { notice } from '#web/layout';
import { backToOverview, securityPage } from './frame.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

/** Says on a page of the owner that nothing is changed while a recovery waits; nothing when none does. */
export async function readOnlyNotice({ accounts }: SecurityServices, visit: Visit): Promise<Html> {
  if (!(await isReadOnly(accounts.database, liveSessionOf(visit).accountId))) return nothing;
  const { t } = visit;
  return notice({
    kind: 'warn',
    standing: true,
    body: html`<p>${t('security.read_only.text')}</p>
      <p><a href="/security/recovery">${t('security.read_only.action')}</a></p>`,
  });
}

/** A page that changes contacts, second factors or payouts: its POST is refused while a recovery waits. */
export function unlessReadOnly(services: SecurityServices, page: Page): Page {
  const { post } = page;
  if (!post) return page;
  return {
    ...page,
    post: async (visit, sent) => {
      const said = await readOnlyNotice(services, visit);
      if (said === nothing) return post(visit, sent);
      const body = html`${backToOverview(visit)} ${said}`;
      return securityPage(visit, '/security', { title: visit.t('security.read_only.title'), body }, 409);
    },
  };
}
