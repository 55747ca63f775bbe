import { isReadOnly } from '#accounts';
import { html, type Html, nothing, type Visit } from '#platform';
import { notice } from '#web/layout';
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
