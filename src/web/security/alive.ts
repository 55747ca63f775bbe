import { canObject, objectToFreeze, originOf, takeStopTry } from '#accounts';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import { button, card, field, form, helpAddress, notice, page, supportPhone } from '#web/layout';
import { carried, takeFromLink } from './reset-cookies.ts';
import type { SecurityServices } from './services.ts';

/**
 * Where the notice of a freeze leads somebody who lives. The link's token goes from the address into a cookie at once; only
 * the POST says anything, because programs that look at mail open links too.
 */
export function alivePages(services: SecurityServices): readonly Page[] {
  return [
    { path: '/alive/:token', access: 'public', get: (visit) => takeFromLink(visit, 'alive', '/alive') },
    {
      path: '/alive',
      access: 'public',
      get: (visit) => show(services, visit, false),
      post: (visit, sent) => say(services, visit, sent),
    },
  ];
}

async function say({ accounts, sso }: SecurityServices, visit: Visit, sent: FormFields): Promise<Response> {
  const typed = (sent['code'] ?? '').slice(0, 40) || (carried(visit, 'alive') ?? '');
  if (typed !== '') await takeStopTry(accounts, originOf(visit));
  const said = typed === '' ? undefined : await objectToFreeze(accounts, typed, originOf(visit));
  if (!said) return show({ accounts, sso }, visit, true);
  visit.clearCookie('alive');
  const { t } = visit;
  const number = html`<strong class="nowrap">${said.caseNumber}</strong>`;
  const body = html`<h1>${t('alive.done_title')}</h1>
    ${notice({ kind: 'ok', standing: true, body: html`<p>${t.html('alive.done', { case: number })}</p>` })}
    ${card({
      title: t('cases.ask.next'),
      body: html`<p>${t.html('alive.next', { phone: supportPhone(visit) })}</p>`,
    })}`;
  return visit.html(page(visit, { title: t('alive.done_title'), body, languageAddress: '/alive' }));
}

async function show({ accounts }: SecurityServices, visit: Visit, hasProblem: boolean): Promise<Response> {
  const { t } = visit;
  const token = carried(visit, 'alive');
  const known = token !== undefined && (await canObject(accounts, token));
  const isGone = hasProblem || (token !== undefined && !known);
  const body = html`<h1>${t('alive.title')}</h1>
    ${isGone ? notice({ kind: 'bad', body: html`<p>${t.html('alive.unknown', { phone: supportPhone(visit) })}</p>` }) : nothing}
    <p class="lead">${t('alive.lead')}</p>
    ${card({ body: form(visit, { action: '/alive', body: known ? pressOnly(visit) : withCode(visit) }) })}
    <p><a href="${helpAddress('member-died')}">${t('alive.to_help')}</a></p>`;
  return visit.html(
    page(visit, { title: t('alive.title'), body, languageAddress: '/alive' }),
    hasProblem ? 422 : 200,
  );
}

const pressOnly = ({ t }: Visit): Html => button({ label: t('alive.submit') });

/** For somebody who was told by SMS, which holds no link. */
function withCode(visit: Visit): Html {
  const { t } = visit;
  return html`${field(visit, {
    name: 'code',
    label: t('alive.code'),
    hint: t('alive.code_hint'),
    maxlength: 40,
    autocomplete: 'one-time-code',
  })}
  ${button({ label: t('alive.submit') })}`;
}
