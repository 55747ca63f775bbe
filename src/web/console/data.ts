import { AppError, isId } from '#kernel';
import { type FormFields, formatInstant, type Html, html, nothing, type Visit } from '#platform';
import { type DataRequest, decideLimitation, limitationGrounds, openRequests, requestById } from '#privacy';
import type { DeskServices } from '#support';
import { badge, button, card, dataTable, definitions, form, notice } from '#web/layout';
import { consolePage, officerOf } from './frame.ts';
import { type ConsolePage, oversightRoles } from './roles.ts';

const rowsPerPage = 50;
const hourMs = 3_600_000;

/** Requests about data with their legal clocks, by number and kind alone; and one, to decide on. */
export function dataPages(services: DeskServices): readonly ConsolePage[] {
  return [
    { path: '/data', roles: oversightRoles, get: (visit) => showList(services, visit) },
    {
      path: '/data/:requestId',
      roles: oversightRoles,
      get: (visit) => showOne(services, visit, false),
      post: (visit, sent) => decide(services, visit, sent),
    },
  ];
}

async function showList({ database }: DeskServices, visit: Visit): Promise<Response> {
  const { t, context } = visit;
  const offset = Math.min(Math.max(0, Number.parseInt(context.req.query('from') ?? '0', 10) || 0), 10_000);
  const found = await openRequests(database, { limit: rowsPerPage + 1, offset });
  const title = t('console.data.title');
  const columns = [
    'cases.number',
    'cases.ask.kind',
    'cases.opened',
    'console.data.due',
    'console.data.left',
  ] as const;
  const table = dataTable({
    caption: title,
    captionUnseen: true,
    columns: columns.map((key) => ({ label: t(key) })),
    rows: found
      .slice(0, rowsPerPage)
      .map((request) => [
        html`<a class="nowrap" href="/data/${request.requestId}">${request.caseNumber}</a>`,
        t(`cases.kind.data_${request.kind}`),
        instant(visit, request.askedAt),
        instant(visit, request.dueAt),
        timeLeft(visit, request),
      ]),
  });
  const next = `/data?from=${offset + rowsPerPage}`;
  const body = html`<h1>${title}</h1>
    <p class="lead">${t('console.data.lead')}</p>
    ${card({ body: found.length === 0 ? html`<p class="soft">${t('console.data.none')}</p>` : table })}
    ${found.length > rowsPerPage ? html`<p><a href="${next}">${t('console.cases.more')}</a></p>` : nothing}`;
  return consolePage(visit, { title, body });
}

const instant = ({ t, session }: Visit, at: Date) => formatInstant(at, t.language, session?.timeZone);

/** The clock in hours, with a word and a colour when it is nearly or all gone. */
function timeLeft(visit: Visit, { dueAt, kind }: DataRequest): Html {
  const { t, now } = visit;
  const hours = Math.floor((dueAt.getTime() - now.getTime()) / hourMs);
  if (hours < 0) return badge('bad', t('console.data.late', { count: -hours }));
  return badge(
    hours < 24 && kind !== 'deletion' ? 'warn' : 'quiet',
    hours < 72
      ? t('console.data.hours', { count: hours })
      : t('console.data.days', { count: Math.floor(hours / 24) }),
  );
}

async function decide(services: DeskServices, visit: Visit, sent: FormFields): Promise<Response> {
  const request = await requestIn(services, visit);
  const { officerId } = officerOf(visit);
  if (request.accountId === officerId)
    throw new AppError('not_allowed', 'an officer decides on the own request');
  const upheld = sent['act'] === 'uphold';
  if (!upheld && sent['act'] !== 'lift') return visit.redirect(`/data/${request.requestId}`);
  const done = await decideLimitation(services, { requestId: request.requestId, officerId, upheld });
  return done.ok ? visit.redirect(`/data/${request.requestId}`) : showOne(services, visit, true);
}

async function requestIn({ database }: DeskServices, visit: Visit): Promise<DataRequest> {
  const requestId = visit.context.req.param('requestId') ?? '';
  const request = isId(requestId) ? await requestById(database, requestId) : undefined;
  if (!request) throw new AppError('not_found', 'no such request');
  return request;
}

async function showOne(services: DeskServices, visit: Visit, tooLate: boolean): Promise<Response> {
  const { t } = visit;
  const request = await requestIn(services, visit);
  const title = t(`cases.kind.data_${request.kind}`);
  const ground = request.kind === 'limitation' ? groundOf(visit, request) : [];
  const body = html`<p class="eyebrow"><a href="/data">${t('console.data.title')}</a></p>
    <h1>${title}</h1>
    ${tooLate ? notice({ kind: 'bad', body: html`<p>${t('console.data.decided')}</p>` }) : nothing}
    ${card({
      body: definitions([
        { term: t('cases.number'), value: html`<strong class="nowrap">${request.caseNumber}</strong>` },
        { term: t('cases.state'), value: t(`data.state.${request.state}`) },
        { term: t('cases.opened'), value: instant(visit, request.askedAt) },
        { term: t('console.data.due'), value: instant(visit, request.dueAt) },
        ...ground,
      ]),
    })}
    ${request.state === 'open' ? decision(visit, request) : nothing}`;
  const parts = { title, body, languageAddress: `/data/${request.requestId}` };
  return consolePage(visit, parts, tooLate ? 422 : 200);
}

function groundOf({ t }: Visit, { ground }: DataRequest) {
  const named = limitationGrounds.find((one) => one === ground);
  return named ? [{ term: t('console.data.ground'), value: t(`data.limit.ground.${named}`) }] : [];
}

function decision(visit: Visit, { kind, requestId }: DataRequest): Html {
  const { t } = visit;
  if (kind !== 'limitation') return card({ body: html`<p class="soft">${t('console.data.by_itself')}</p>` });
  const act = (name: 'uphold' | 'lift', look: 'primary' | 'secondary') =>
    form(visit, {
      action: `/data/${requestId}`,
      body: button({ label: t(`console.data.${name}`), kind: look, name: 'act', value: name }),
    });
  return card({
    title: t('console.data.decide'),
    body: html`<p>${t('console.data.decide_text')}</p>
      ${act('uphold', 'primary')} ${act('lift', 'secondary')}`,
  });
}
