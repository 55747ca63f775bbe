import { type Html, html, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { card, helpAddress, linkButton, notice, page, supportPhone } from '#web/layout';
import { type Opens, openTimes } from './open-times.ts';
import { forgotPassword, trueAddress } from './services.ts';

/**
 * Signing in with a password is closed for a while: says so, until when, and three ways out. Known or not, the same.
 * `instead` is a way in that no password limit closes, when this browser has one; it stands above the three.
 */
export function closedPage(
  visit: Visit,
  waiting: WaitingInteraction,
  closed: Opens & { readonly reference: string },
  instead: Html,
): Html {
  const { t } = visit;
  const times = openTimes(visit, closed);
  const body = html`${notice({
      kind: 'bad',
      body: html`<p>
          ${t.html('signin.closed', { time: html`<strong>${times.first}</strong>`, minutes: closed.minutes })}
        </p>
        <p class="small soft">${times.others}</p>`,
    })}
    ${instead}
    <h2>${t('signin.closed_ways')}</h2>
    ${card({
      title: t('signin.closed_reset'),
      level: 3,
      body: html`<p>${t('signin.closed_reset_text')}</p>
        ${linkButton({ href: forgotPassword, label: t('signin.closed_reset_action') })}`,
    })}
    ${card({
      title: t('signin.closed_wait'),
      level: 3,
      body: html`<p>${t.html('signin.closed_wait_text', { time: times.first })}</p>
        <p>${t('signin.closed_known')}</p>
        ${linkButton({
          href: `/signin/${waiting.uid}`,
          label: t('signin.closed_wait_action'),
          kind: 'secondary',
        })}`,
    })}
    ${card({
      title: t('signin.closed_support'),
      level: 3,
      body: html`<p>${supportPhone(visit)}</p>
        <p>
          ${t.html('signin.closed_number', {
            number: html`<strong class="number nowrap">${closed.reference}</strong>`,
          })}
        </p>
        <p>${t('signin.closed_support_text')}</p>
        <p class="small soft">
          ${t('signin.closed_not_me')}
          <a href="${helpAddress('not-me')}">${t('signin.closed_not_me_help')}</a>
        </p>`,
    })}
    <p><a href="${helpAddress('password-closed')}">${t('layout.help_on_this')}</a></p>
    ${trueAddress(visit)}`;
  return page(visit, {
    title: t('signin.closed_title'),
    body,
    languageAddress: `/signin/${waiting.uid}`,
  });
}
