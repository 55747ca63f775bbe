import { openClosedServices } from '#accounts';
import { html, nothing, type Visit } from '#platform';
import { closedServices, helpAddress, linkButton, notice, page } from '#web/layout';
import { whyEnded } from './ended-session.ts';
import { forgetBrowser } from './forget-browser.ts';
import type { FaceSessionOptions } from './options.ts';
import { ownPath } from './own-path.ts';

/**
 * GET /logged-out: says that it is done, unless it is not, and what became of the other services. A shared computer forgets
 * what it stored of us.
 */
export function loggedOutPage({ services }: FaceSessionOptions, visit: Visit): Response {
  if (visit.session) return visit.redirect('/');
  const { t } = visit;
  const { req } = visit.context;
  const shared = req.query('state') === 'shared';
  if (shared) forgetBrowser(visit);
  const others = openClosedServices(services.keys, req.query('services'), visit.now);
  const body = html`${notice({
      kind: 'ok',
      body: html`<p data-signed-out>${t('session.logged_out')}</p>`,
    })}
    ${closedServices(visit, others)}
    ${shared ? html`<p><strong>${t('session.logged_out_shared')}</strong></p>` : nothing}
    <section class="card">${linkButton({ href: '/login', label: t('session.again') })}</section>`;
  return visit.html(page(visit, { title: t('session.logged_out_title'), body }));
}

/** GET /session-ended?to=/path: why, and the way back to where the person was; straight back when one is signed in. */
export async function sessionEndedPage(options: FaceSessionOptions, visit: Visit): Promise<Response> {
  const { t } = visit;
  const to = ownPath(visit.context.req.query('to'));
  if (visit.session) return visit.redirect(to);
  const end = await whyEnded(options, visit);
  const why =
    end?.reason === 'idle' ? t('session.ended.idle', end) : t(`session.ended.${end?.reason ?? 'unknown'}`);
  const body = html`<p class="lead">${why}</p>
    <section class="card">
      ${linkButton({ href: `/login?to=${encodeURIComponent(to)}`, label: t('session.again') })}
      <p class="small soft">${t('session.ended_unsaved')}</p>
      <p><a href="${helpAddress('session-ended')}">${t('layout.help_on_this')}</a></p>
    </section>`;
  return visit.html(page(visit, { title: t('session.ended_title'), body }));
}
