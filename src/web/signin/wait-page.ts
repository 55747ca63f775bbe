import { type Html, html, nothing, type Visit } from '#platform';
import type { WaitingInteraction } from '#sso';
import { card, linkButton, notice, page, supportPhone } from '#web/layout';
import { type Opens, openTimes } from './open-times.ts';
import { forgotPassword, trueAddress } from './services.ts';

/** Many tries came from this network, or of this password. Waiting is all that is asked: no puzzle, which machines solve better. */
export function waitPage(
  visit: Visit,
  waiting: WaitingInteraction,
  wait: Opens & { readonly because: 'network' | 'password' },
  instead: Html,
): Html {
  const { t } = visit;
  const times = openTimes(visit, wait);
  const why = wait.because === 'network' ? 'signin.wait' : 'signin.wait_password';
  const body = html`${notice({
      kind: 'bad',
      body: html`<p>${t.html(why, { time: html`<strong>${times.first}</strong>`, minutes: wait.minutes })}</p>
        <p class="small soft">${times.others}</p>`,
    })}
    ${instead}
    <h2>${t('signin.wait_ways')}</h2>
    ${card({
      title: t('signin.closed_wait'),
      level: 3,
      body: html`<p>${t.html('signin.closed_wait_text', { time: times.first })}</p>
        <p>${t('signin.wait_known')}</p>
        ${linkButton({ href: `/signin/${waiting.uid}`, label: t('signin.closed_wait_action'), kind: 'secondary' })}`,
    })}
    ${wait.because === 'network' ? card({ title: t('signin.wait_other'), level: 3, body: html`<p>${t('signin.wait_other_text')}</p>` }) : nothing}
    ${card({
      title: t('signin.closed_reset'),
      level: 3,
      body: html`<p>${t('signin.wait_reset_text')}</p>
        ${linkButton({ href: forgotPassword, label: t('signin.closed_reset_action'), kind: 'secondary' })}`,
    })}
    ${card({
      title: t('signin.closed_support'),
      level: 3,
      body: html`<p>${supportPhone(visit)}</p>
        <p>${t('signin.closed_support_text')}</p>`,
    })}
    ${trueAddress(visit)}`;
  return page(visit, { title: t('signin.wait_title'), body, languageAddress: `/signin/${waiting.uid}` });
}
