import { formatTime, type Html, html, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { card, helpAddress, linkButton, notice, page, supportPhone } from '#web/layout';
import { trueAddress } from './services.ts';

const minute = 60_000;

/**
 * Codes are not looked at for a while: says until when, and three ways on. No field and nothing to send meanwhile;
 * `instead` is a way that is no code, when the account has one.
 */
export function codeClosedPage(visit: Visit, { uid }: WaitingInteraction, until: Date, instead: Html): Html {
  const { t } = visit;
  // Without seconds, and rounded up so that the time on the page is never too early.
  const from = new Date(Math.ceil(until.getTime() / minute) * minute);
  const time = html`<strong class="nowrap">${formatTime(from, t.language)}</strong>`;
  const body = html`<h1>${t('signin.code_closed_title')}</h1>
    ${notice({ kind: 'bad', body: html`<p>${t.html('signin.code_too-many', { time })}</p>` })} ${instead}
    <h2>${t('signin.closed_ways')}</h2>
    ${card({
      title: t('signin.closed_wait'),
      level: 3,
      body: html`<p>${t.html('signin.code_closed_wait', { time })}</p>
        ${linkButton({
          href: `/signin/${uid}/code`,
          label: t('signin.code_closed_wait_action'),
          kind: 'secondary',
        })}`,
    })}
    ${card({
      title: t('signin.other_account'),
      level: 3,
      body: html`<p>${t('signin.code_closed_other')}</p>
        ${linkButton({
          href: `/signin/${uid}?other=1`,
          label: t('signin.closed_wait_action'),
          kind: 'secondary',
        })}`,
    })}
    ${card({
      title: t('signin.closed_support'),
      level: 3,
      body: html`<p>${supportPhone(visit)}</p>
        <p>${t('signin.closed_support_text')}</p>`,
    })}
    <p><a href="${helpAddress('wrong-code')}">${t('layout.help_on_this')}</a></p>
    ${trueAddress(visit)}`;
  return page(visit, { title: t('signin.code_closed_title'), body, languageAddress: `/signin/${uid}/code` });
}
