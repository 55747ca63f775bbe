import { originOf, takeStopTry } from '#accounts';
import { type FormFields, formatInstant, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, field, form, linkButton, notice, page, supportPhone } from '#web/layout';
import type { DataServices } from './data-frame.ts';

/** What waits and can be stopped with a code that a notice carries. */
export type Stoppable = {
  readonly address: string;
  readonly cookie: string;
  readonly texts: 'data.keep' | 'merging.stop';
  /** Until when the code of a link stops it; undefined when it does not. */
  readonly until: (services: DataServices, code: string) => Promise<Date | undefined>;
  readonly stop: (
    services: DataServices,
    code: string,
    origin: ReturnType<typeof originOf>,
  ) => Promise<{ readonly caseNumber: string } | undefined>;
};

const shape = /^[0-9A-Z]{12}$/;

/**
 * Where notices of something that waits lead, signed in or not. The code of a link goes from the address into a cookie at once;
 * only the POST stops anything, because programs that look at mail open links too.
 */
export function stopPages(services: DataServices, what: Stoppable): readonly Page[] {
  return [
    { path: `${what.address}/:code`, access: 'public', get: (visit) => takeFromLink(visit, what) },
    {
      path: what.address,
      access: 'public',
      get: (visit) => show(services, visit, what, false),
      post: (visit, sent) => stop(services, visit, what, sent),
    },
  ];
}

function takeFromLink(visit: Visit, { address, cookie }: Stoppable): Response {
  const code = visit.context.req.param('code') ?? '';
  if (shape.test(code)) visit.setCookie(cookie, code, { maxAgeSeconds: 900 });
  else visit.clearCookie(cookie);
  return visit.redirect(address);
}

function carried(visit: Visit, { cookie }: Stoppable): string {
  const code = visit.cookie(cookie) ?? '';
  return shape.test(code) ? code : '';
}

async function stop(
  services: DataServices,
  visit: Visit,
  what: Stoppable,
  sent: FormFields,
): Promise<Response> {
  const { t } = visit;
  const { texts, address } = what;
  const typed = (sent['code'] ?? '').slice(0, 40) || carried(visit, what);
  const origin = originOf(visit);
  if (typed !== '') await takeStopTry(services, origin);
  const stopped = typed === '' ? undefined : await what.stop(services, typed, origin);
  if (!stopped) return show(services, visit, what, true);
  visit.clearCookie(what.cookie);
  const body = html`${notice({
    kind: 'ok',
    body: html`<p>
      ${t.html(`${texts}.done`, { case: html`<strong class="nowrap">${stopped.caseNumber}</strong>` })}
    </p>`,
  })}
  ${card({
    body: html`<p>${t(`${texts}.next`)}</p>
      ${visit.session ? linkButton({ href: '/security', label: t('security.overview.title') }) : linkButton({ href: '/login', label: t('signin.submit') })}`,
  })}`;
  return visit.html(page(visit, { title: t(`${texts}.title`), body, languageAddress: address }));
}

async function show(
  services: DataServices,
  visit: Visit,
  what: Stoppable,
  failed: boolean,
): Promise<Response> {
  const { t } = visit;
  const { texts } = what;
  const code = carried(visit, what);
  const until = code === '' ? undefined : await what.until(services, code);
  const unknown = failed || (code !== '' && !until);
  const body = html`${
    unknown
      ? notice({
          kind: 'bad',
          body: html`<p>${t.html(`${texts}.unknown`, { phone: supportPhone(visit) })}</p>`,
        })
      : nothing
  }
  ${until && !failed ? linkForm(visit, what, until) : codeForm(visit, what)}`;
  return visit.html(page(visit, { title: t(`${texts}.title`), body }), failed ? 422 : 200);
}

function linkForm(visit: Visit, { address, texts }: Stoppable, until: Date): Html {
  const { t } = visit;
  const at = formatInstant(until, t.language, visit.session?.timeZone);
  return html`<p class="lead">${t(`${texts}.lead`, { at })}</p>
    ${card({ body: form(visit, { action: address, body: button({ label: t(`${texts}.submit`) }) }) })}`;
}

/** For somebody who was told by SMS, which holds no link. */
function codeForm(visit: Visit, { address, texts }: Stoppable): Html {
  const { t } = visit;
  const fields = html`${field(visit, {
    name: 'code',
    label: t('data.keep.code'),
    hint: t('data.keep.code_hint'),
    maxlength: 40,
    autocomplete: 'one-time-code',
  })}
  ${button({ label: t(`${texts}.submit`) })}`;
  return html`<p class="lead">${t(`${texts}.typed_lead`)}</p>
    ${card({ body: form(visit, { action: address, body: fields }) })}`;
}
