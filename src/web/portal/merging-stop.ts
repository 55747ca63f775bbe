import { originOf, takeStopTry } from '#accounts';
import { type FormFields, formatInstant, type Html, html, nothing, type Page, type Visit } from '#platform';
import { stoppableMerging, stopMergingByCode } from '#privacy';
import { button, card, field, form, linkButton, notice, page, supportPhone } from '#web/layout';
import type { DataServices } from './data-frame.ts';

const address = '/merging/stop';
const cookie = 'merging';
const shape = /^[0-9A-Z]{12}$/;

/**
 * Where the notices of a merging lead, signed in or not. The code of a link goes from the address into a cookie at once;
 * only the POST stops anything, because programs that look at mail open links too.
 */
export function mergingStopPages(services: DataServices): readonly Page[] {
  return [
    { path: `${address}/:code`, access: 'public', get: takeFromLink },
    {
      path: address,
      access: 'public',
      get: (visit) => show(services, visit, false),
      post: (visit, sent) => stop(services, visit, sent),
    },
  ];
}

function takeFromLink(visit: Visit): Response {
  const code = visit.context.req.param('code') ?? '';
  if (shape.test(code)) visit.setCookie(cookie, code, { maxAgeSeconds: 900 });
  else visit.clearCookie(cookie);
  return visit.redirect(address);
}

const carried = (visit: Visit) => {
  const code = visit.cookie(cookie) ?? '';
  return shape.test(code) ? code : '';
};

async function stop(services: DataServices, visit: Visit, sent: FormFields): Promise<Response> {
  const typed = (sent['code'] ?? '').slice(0, 40) || carried(visit);
  const origin = originOf(visit);
  if (typed !== '') await takeStopTry(services, origin);
  const stopped = typed === '' ? undefined : await stopMergingByCode(services, typed, origin);
  if (!stopped) return show(services, visit, true);
  visit.clearCookie(cookie);
  const { t } = visit;
  const body = html`${notice({
    kind: 'ok',
    body: html`<p>
      ${t.html('merging.stop.done', { case: html`<strong class="nowrap">${stopped.caseNumber}</strong>` })}
    </p>`,
  })}
  ${card({
    body: html`<p>${t('merging.stop.next')}</p>
      ${linkButton({ href: '/login', label: t('signin.submit') })}`,
  })}`;
  return visit.html(page(visit, { title: t('merging.stop.title'), body, languageAddress: address }));
}

async function show(services: DataServices, visit: Visit, failed: boolean): Promise<Response> {
  const { t } = visit;
  const code = carried(visit);
  const found = code === '' ? undefined : await stoppableMerging(services, code);
  const unknown = failed || (code !== '' && !found);
  const body = html`${
    unknown
      ? notice({
          kind: 'bad',
          body: html`<p>${t.html('merging.stop.unknown', { phone: supportPhone(visit) })}</p>`,
        })
      : nothing
  }
  ${found && !failed ? linkForm(visit, found.endsAt) : codeForm(visit)}`;
  return visit.html(page(visit, { title: t('merging.stop.title'), body }), failed ? 422 : 200);
}

function linkForm(visit: Visit, endsAt: Date): Html {
  const { t } = visit;
  const at = formatInstant(endsAt, t.language, visit.session?.timeZone);
  return html`<p class="lead">${t('merging.stop.lead', { at })}</p>
    ${card({ body: form(visit, { action: address, body: button({ label: t('merging.stop.submit') }) }) })}`;
}

/** For somebody who was told by SMS, which holds no link. */
function codeForm(visit: Visit): Html {
  const { t } = visit;
  const fields = html`${field(visit, {
    name: 'code',
    label: t('data.keep.code'),
    hint: t('data.keep.code_hint'),
    maxlength: 40,
    autocomplete: 'one-time-code',
  })}
  ${button({ label: t('merging.stop.submit') })}`;
  return html`<p class="lead">${t('merging.stop.typed_lead')}</p>
    ${card({ body: form(visit, { action: address, body: fields }) })}`;
}
