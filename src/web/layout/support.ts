import { type Html, html, nothing, type Visit } from '#platform';

/** The call centre's number as one unbroken word that a phone can dial. */
export function supportPhone(visit: Visit): Html {
  const { SUPPORT_PHONE } = visit.config;
  return html`<a class="nowrap" href="tel:${SUPPORT_PHONE.replaceAll(/[^\d+]/g, '')}"
    >${SUPPORT_PHONE.replaceAll('-', '\u2011')}</a
  >`;
}

export function supportEmail(visit: Visit): Html {
  const { SUPPORT_EMAIL } = visit.config;
  return html`<a href="mailto:${SUPPORT_EMAIL}">${SUPPORT_EMAIL}</a>`;
}

/** Where anybody asks whether a message is ours; the console and the others have no such page of their own. */
export function messageCheckAddress({ site, config }: Visit): string {
  return site === 'sso' || site === 'portal' ? '/message-check' : `${config.origins.sso}/message-check`;
}

/** How the service is doing; the console reads it at the sign-in, as everybody else. */
export function statusAddress({ site, config }: Visit): string {
  return site === 'sso' || site === 'portal' ? '/status' : `${config.origins.sso}/status`;
}

/** A family without an account finds where to report a death at the foot of the pages that anybody opens. */
function strangersLine({ t, site, session, config }: Visit): Html {
  if (session || (site !== 'sso' && site !== 'portal')) return nothing;
  return html`<li><a href="${config.origins.sso}/report-death">${t('death.title')}</a></li>`;
}

/** Who helps, at the foot of every page. */
export function supportLine(visit: Visit): Html {
  const { t } = visit;
  return html`<p>${t('layout.support')}</p>
    <ul>
      <li>${t.html('layout.support_phone', { phone: supportPhone(visit) })}</li>
      <li><a href="/help">${t('layout.help_pages')}</a></li>
      <li>${supportEmail(visit)}</li>
      <li><a href="${messageCheckAddress(visit)}">${t('layout.message_check')}</a></li>
      <li><a href="${statusAddress(visit)}">${t('layout.status')}</a></li>
      ${strangersLine(visit)}
    </ul>`;
}
