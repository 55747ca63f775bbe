import { originOf, type RecoveryView, recoveryOf, recoveryOfStopLink, stopRecovery } from '#accounts';
import { formatInstant, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, form, linkButton, notice, page } from '#web/layout';
import { securityPage } from './frame.ts';
import { timeline } from './recovery-timeline.ts';
import { carried, takeFromLink } from './reset-cookies.ts';
import { liveSessionOf, type SecurityServices } from './services.ts';

const isOpen = (view: RecoveryView) => view.state === 'waiting' || view.state === 'ready';

/** Behind the stop link of every notice: looking stops nothing, the POST does, once. */
export function recoveryStopPages({ accounts }: SecurityServices): readonly Page[] {
  const viewOf = async (visit: Visit) => {
    const token = carried(visit, 'recovery_stop');
    return token === undefined ? undefined : recoveryOfStopLink(accounts, token);
  };
  return [
    {
      path: '/recovery/stop-link',
      access: 'public',
      get: (visit) => takeFromLink(visit, 'recovery_stop', '/recovery/stop'),
    },
    {
      path: '/recovery/stop',
      access: 'public',
      get: async (visit) => {
        const view = await viewOf(visit);
        return visit.html(stopPage(visit, view), view ? 200 : 410);
      },
      post: async (visit) => {
        const view = await viewOf(visit);
        if (view && isOpen(view)) await stopRecovery(accounts, view.recoveryId, originOf(visit), 'unknown');
        return visit.redirect('/recovery/stop');
      },
    },
  ];
}

function stopPage(visit: Visit, view: RecoveryView | undefined): Html {
  const { t } = visit;
  const body = view
    ? html`${stopPart(visit, view, '/recovery/stop')} ${timeline(visit, view)}`
    : goneNotice(visit);
  return page(visit, { title: t('security.recovery_stop.title'), body, languageAddress: '/recovery/stop' });
}

const goneNotice = ({ t }: Visit): Html =>
  notice({ kind: 'bad', body: html`<p>${t('security.recovery_stop.gone')}</p>` });

function stopPart(visit: Visit, view: RecoveryView, action: string): Html {
  const { t } = visit;
  if (!isOpen(view))
    return notice({
      kind: view.state === 'cancelled' ? 'ok' : 'info',
      body: html`<p>${t(`security.recovery_stop.${view.state === 'cancelled' ? 'stopped' : 'over'}`)}</p>
        ${view.state === 'cancelled' ? html`<p>${t('security.recovery_stop.next')}</p>` : nothing}`,
    });
  const until = html`<strong>${formatInstant(view.endsAt, t.language)}</strong>`;
  return card({
    body: html`<p>${t.html('security.recovery_stop.text', { until })}</p>
      ${form(visit, { action, body: button({ label: t('security.recovery_stop.submit') }) })}`,
  });
}

/** GET and POST /security/recovery: the same for the signed-in owner. */
export function ownRecoveryPage({ accounts }: SecurityServices): Page {
  const path = '/security/recovery';
  return {
    path,
    access: 'owner',
    get: async (visit) => {
      const view = await recoveryOf(accounts, liveSessionOf(visit).accountId);
      const body = html`${
        view
          ? html`${stopPart(visit, view, path)} ${timeline(visit, view)}`
          : html`<p>${visit.t('security.recovery_stop.none')}</p>`
      }
      ${linkButton({ href: '/security', label: visit.t('security.read_only.back'), kind: 'secondary' })}`;
      return securityPage(visit, '/security', { title: visit.t('security.status.title'), body });
    },
    post: async (visit) => {
      const view = await recoveryOf(accounts, liveSessionOf(visit).accountId);
      if (view && isOpen(view)) await stopRecovery(accounts, view.recoveryId, originOf(visit), 'member');
      return visit.redirect(path);
    },
  };
}
