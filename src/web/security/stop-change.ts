import {
  originOf,
  stopContactChange,
  stoppableChange,
  type StoppableChange,
  stopTokenOfCode,
  takeStopTry,
} from '#accounts';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, field, form, linkButton, notice, page, supportPhone } from '#web/layout';
import { carried, carry, takeFromLink } from './reset-cookies.ts';
import type { SecurityServices } from './services.ts';

/**
 * Where the notices of a changed contact lead. The link's token goes from the address into a cookie at once; only the
 * POST stops anything, because programs that look at mail open links too.
 */
export function stopChangePages(services: SecurityServices): readonly Page[] {
  return [
    { path: '/stop/:token', access: 'public', get: (visit) => takeFromLink(visit, 'stop', '/stop') },
    {
      path: '/stop',
      access: 'public',
      get: (visit) => showStop(services, visit, undefined),
      post: (visit, sent) => stop(services, visit, sent),
    },
  ];
}

async function stop({ accounts, sso }: SecurityServices, visit: Visit, sent: FormFields): Promise<Response> {
  const typed = (sent['code'] ?? '').slice(0, 40) || (carried(visit, 'stop') ?? '');
  if (typed !== '') await takeStopTry(accounts, originOf(visit));
  const recovery = typed === '' ? undefined : await stopTokenOfCode(accounts, typed);
  if (recovery) {
    carry(visit, 'recovery_stop', recovery);
    return visit.redirect('/recovery/stop');
  }
  const stopped = typed === '' ? undefined : await stopContactChange(accounts, typed, originOf(visit));
  if (!stopped) return showStop({ accounts, sso }, visit, 'unknown');
  visit.clearCookie('stop');
  const { t, config } = visit;
  const body = html`${notice({
    kind: 'ok',
    body: html`<p>
      ${t.html('security.stop.done', { case: html`<strong class="nowrap">${stopped.caseNumber}</strong>` })}
    </p>`,
  })}
  ${card({
    title: t('security.stop.next'),
    body: html`<p>${t('security.stop.next_text')}</p>
      ${linkButton({ href: `${config.origins.portal}/login`, label: t('signin.submit') })}
      <p>${t.html('security.not_me.call', { phone: supportPhone(visit) })}</p>`,
  })}`;
  return visit.html(page(visit, { title: t('security.stop.done_title'), body, languageAddress: '/stop' }));
}

async function showStop(
  { accounts }: SecurityServices,
  visit: Visit,
  problem: 'unknown' | undefined,
): Promise<Response> {
  const { t } = visit;
  const token = carried(visit, 'stop');
  const change = token ? await stoppableChange(accounts, token) : undefined;
  const missing = problem ?? (token && !change ? 'unknown' : undefined);
  const body = html`${
    missing
      ? notice({
          kind: 'bad',
          body: html`<p>${t.html('security.stop.unknown', { phone: supportPhone(visit) })}</p>`,
        })
      : nothing
  }
  ${change ? stopForm(visit, change) : codeForm(visit)}`;
  return visit.html(page(visit, { title: t('security.stop.title'), body }), problem ? 422 : 200);
}

function stopForm(visit: Visit, change: StoppableChange): Html {
  const { t } = visit;
  return html`<p class="lead">${t(`security.stop.${change.what}_${change.channel}`)}</p>
    ${card({
      body: html`<p>${t('security.stop.what')}</p>
        ${form(visit, { action: '/stop', body: button({ label: t('security.stop.submit') }) })}`,
    })}`;
}

/** For somebody who was told by SMS, which holds no link. */
function codeForm(visit: Visit): Html {
  const { t } = visit;
  const fields = html`${field(visit, {
    name: 'code',
    label: t('security.stop.code'),
    hint: t('security.stop.code_hint'),
    maxlength: 40,
    autocomplete: 'one-time-code',
  })}
  ${button({ label: t('security.stop.submit') })}`;
  return html`<p class="lead">${t('security.stop.lead')}</p>
    ${card({ body: form(visit, { action: '/stop', body: fields }) })}`;
}
