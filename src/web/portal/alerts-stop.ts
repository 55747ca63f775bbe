import { type AccountServices, originOf, takeStopTry } from '#accounts';
import { stopAlertsByLink } from '#contributions';
import { html, type Page, type Visit } from '#platform';
import { button, card, form, notice, page, supportPhone } from '#web/layout';

const address = '/alerts/stop';
const cookie = 'alerts';
const shape = /^[\w-]{43}$/;

/**
 * Where the link of an alert leads, signed in or not. Its token goes from the address into a cookie at once; only the POST stops
 * anything, because programs that look at mail open links too.
 */
export function alertsStopPages(services: AccountServices): readonly Page[] {
  return [
    { path: `${address}/:token`, access: 'public', get: takeFromLink },
    {
      path: address,
      access: 'public',
      get: (visit) => show(visit, 'asked'),
      post: (visit) => stop(services, visit),
    },
  ];
}

function takeFromLink(visit: Visit): Response {
  const token = visit.context.req.param('token') ?? '';
  if (shape.test(token)) visit.setCookie(cookie, token, { maxAgeSeconds: 900 });
  else visit.clearCookie(cookie);
  return visit.redirect(address);
}

async function stop(services: AccountServices, visit: Visit): Promise<Response> {
  const token = visit.cookie(cookie) ?? '';
  const origin = originOf(visit);
  if (!shape.test(token)) return show(visit, 'unknown');
  await takeStopTry(services, origin);
  return show(visit, (await stopAlertsByLink(services, token, origin)) ? 'done' : 'unknown');
}

function show(visit: Visit, step: 'asked' | 'done' | 'unknown'): Response {
  const { t } = visit;
  const known = step === 'asked' && shape.test(visit.cookie(cookie) ?? '');
  const body =
    step === 'done'
      ? html`${notice({ kind: 'ok', body: html`<p>${t('alerts.off')}</p>` })}
          <p><a href="/alerts">${t('alerts.again')}</a></p>`
      : known
        ? html`<p class="lead">${t('alerts.stop_lead')}</p>
            ${card({ body: form(visit, { action: address, body: button({ label: t('alerts.turn_off') }) }) })}`
        : notice({
            kind: 'bad',
            body: html`<p>${t.html('alerts.stop_unknown', { phone: supportPhone(visit) })}</p>
              <p><a href="/alerts">${t('alerts.title')}</a></p>`,
          });
  const status = step === 'unknown' ? 422 : 200;
  return visit.html(page(visit, { title: t('alerts.stop_title'), body, languageAddress: address }), status);
}
