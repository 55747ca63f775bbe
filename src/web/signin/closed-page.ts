import { formatTime, type Html, html, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { card, linkButton, notice, page, supportPhone } from '#web/layout';
import { forgotPassword, trueAddress } from './services.ts';

/** Signing in with a password is closed for a while: says so, until when, and three ways out. Known or not, the same. */
export function closedPage(
  visit: Visit,
  waiting: WaitingInteraction,
  closed: { readonly until: Date; readonly minutes: number },
): Html {
  const { t } = visit;
  const until = html`<strong class="nowrap">${formatTime(closed.until, t.language)}</strong>`;
  const others = [
    formatTime(closed.until, t.language, 'WITA'),
    formatTime(closed.until, t.language, 'WIT'),
  ].join(' · ');
  const body = html`${notice({
      kind: 'bad',
      body: html`<p>${t.html('signin.closed', { time: until, minutes: closed.minutes })}</p>
        <p class="small soft">${others}</p>`,
    })}
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
      body: html`<p>
          ${t.html('signin.closed_wait_text', {
            time: html`<span class="nowrap">${formatTime(closed.until, t.language)}</span>`,
          })}
        </p>
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
        <p>${t('signin.closed_support_text')}</p>
        <p class="small soft">
          ${t('signin.closed_not_me')} <a href="/help#not-me">${t('signin.closed_not_me_help')}</a>
        </p>`,
    })}
    ${trueAddress(visit)}`;
  return page(visit, {
    title: t('signin.closed_title'),
    body,
    languageAddress: `/signin/${waiting.uid}`,
  });
}
