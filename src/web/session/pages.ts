import { html, type Visit } from '#platform';
import { linkButton, notice, page } from '#web/layout';
import { forgetBrowser } from './forget-browser.ts';
import { ownPath } from './own-path.ts';

/** GET /logged-out: says that it is done, unless it is not. A shared computer forgets what it stored of us. */
export function loggedOutPage(visit: Visit): Response {
  if (visit.session) return visit.redirect('/');
  const { t } = visit;
  const shared = visit.context.req.query('state') === 'shared';
  if (shared) forgetBrowser(visit);
  const body = html`${notice({
      kind: 'ok',
      body: html`<p data-signed-out>${t('session.logged_out')}</p>
        ${shared ? html`<p>${t('session.logged_out_shared')}</p>` : ''}`,
    })}
    <section class="card">${linkButton({ href: '/login', label: t('session.again') })}</section>`;
  return visit.html(page(visit, { title: t('session.logged_out_title'), body }));
}

/** GET /session-ended?to=/path: why, and the way back to where the person was; straight back when one is signed in. */
export function sessionEndedPage(visit: Visit): Response {
  const { t, config } = visit;
  const to = ownPath(visit.context.req.query('to'));
  if (visit.session) return visit.redirect(to);
  const minutes = Math.round(config.SESSION_IDLE_SECONDS / 60);
  const body = html`<p class="lead">${t('session.ended', { minutes })}</p>
    <section class="card">
      ${linkButton({ href: `/login?to=${encodeURIComponent(to)}`, label: t('session.again') })}
      <p class="small soft">${t('session.ended_unsaved')}</p>
    </section>`;
  return visit.html(page(visit, { title: t('session.ended_title'), body }));
}
