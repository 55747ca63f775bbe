import { html, type Html, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { card, linkButton, notice, page, supportPhone } from '#web/layout';
import { lostFactor, trueAddress } from './services.ts';

/** After a reset by mail, for an account whose codes go to that mailbox only: says why, and the two ways on. */
export function mailboxOnlyPage(visit: Visit, { uid }: WaitingInteraction): Html {
  const { t } = visit;
  const body = html`${notice({ kind: 'info', body: html`<p>${t('signin.mailbox_only')}</p>` })}
    ${card({
      title: t('signin.mailbox_only_recovery'),
      body: html`<p>${t('signin.mailbox_only_recovery_text')}</p>
        ${linkButton({ href: lostFactor, label: t('signin.mailbox_only_action') })}`,
    })}
    ${card({
      title: t('signin.closed_support'),
      body: html`<p>${supportPhone(visit)}</p>
        <p>${t('signin.closed_support_text')}</p>`,
    })}
    <p><a href="/signin/${uid}?other=1">${t('signin.other_account')}</a></p>
    ${trueAddress(visit)}`;
  return page(visit, { title: t('signin.mailbox_only_title'), body, languageAddress: `/signin/${uid}/code` });
}
