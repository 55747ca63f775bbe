import { type Html, html, type Visit } from '#platform';
import { helpAddress, linkButton, notice, page } from '#web/layout';
import { forgetBrowser } from './forget-browser.ts';
import { ownPath } from './own-path.ts';

type SignedIn = { readonly isSignedIn: (visit: Visit) => Promise<boolean> };

/** GET /logged-out: says that it is done, unless it is not. A shared computer forgets what it stored of us. */
export async function loggedOutPage(session: SignedIn, visit: Visit): Promise<Response> {
  if (await session.isSignedIn(visit)) return visit.redirect('/');
  const { t } = visit;
  const shared = visit.context.req.query('state') === 'shared';
  if (shared) forgetBrowser(visit);
  const body = html`${notice({
      kind: 'ok',
      body: html`<p>${t('session.logged_out')}</p>
        ${shared ? html`<p>${t('session.logged_out_shared')}</p>` : ''}`,
    })}
    <section class="card">${linkButton({ href: '/login', label: t('session.again') })}</section>`;
  return visit.html(page(visit, { title: t('session.logged_out_title'), body }));
}

/** GET /session-ended?to=/path: why, and the way back to where the person was; straight back when one is signed in. */
export async function sessionEndedPage(session: SignedIn, visit: Visit): Promise<Response> {
  const { t, config } = visit;
  const to = ownPath(visit.context.req.query('to'));
  if (await session.isSignedIn(visit)) return visit.redirect(to);
  const minutes = Math.round(config.SESSION_IDLE_SECONDS / 60);
  const body = html`<p class="lead">${t('session.ended', { minutes })}</p>
    <section class="card">
      ${linkButton({ href: `/login?to=${encodeURIComponent(to)}`, label: t('session.again') })}
      <p class="small soft">${t('session.ended_unsaved')}</p>
      <p><a href="${helpAddress('session-ended')}">${t('layout.help_on_this')}</a></p>
    </section>`;
  return visit.html(page(visit, { title: t('session.ended_title'), body }));
}

/** Signed in, but not for this face: without the role, or without the strength that it demands. */
export function notAllowedPage(visit: Visit, lacks: 'role' | 'strength'): Html {
  const { t, config } = visit;
  const body = html`<p class="lead">${t(`session.not_allowed_${lacks}`)}</p>
    <section class="card">
      ${linkButton({ href: config.origins.portal, label: t('session.to_portal') })}
    </section>`;
  return page(visit, { title: t('session.not_allowed_title'), body });
}
