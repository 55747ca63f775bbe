import { casesOf, type OpenedCase } from '#cases';
import { isId } from '#kernel';
import { type FormFields, type Html, html, nothing, type Visit } from '#platform';
import {
  type FoundMember,
  isHiddenFrom,
  foundBy,
  openLook,
  type SearchRefusal,
  searchMember,
  type SupportServices,
} from '#support';
import { button, card, field, form, linkButton, notice, select } from '#web/layout';
import { consolePage, deskOfficerOf } from './frame.ts';
import { problemNotice, reasonForm, reasonIn, type ReasonProblem, statusOf } from './reason-form.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

/** Searching for one member, and behind a search the choice of case and reason. */
export function searchPages(services: SupportServices): readonly ConsolePage[] {
  return [
    {
      path: '/search',
      roles: deskRoles,
      get: (visit) => consolePage(visit, searchBody(visit, undefined)),
      post: (visit, sent) => search(services, visit, sent),
    },
    {
      path: '/search/:searchId',
      roles: deskRoles,
      get: (visit) => showFound(services, visit, undefined),
      post: (visit, sent) => choose(services, visit, sent),
    },
  ];
}

/** What was typed stays in the body of the request: it is not shown again and stands in no address. */
async function search(services: SupportServices, visit: Visit, sent: FormFields): Promise<Response> {
  const found = await searchMember(services, deskOfficerOf(visit), sent['query'] ?? '');
  if (found.ok) return visit.redirect(`/search/${found.value.searchId}`);
  return consolePage(visit, searchBody(visit, found.refusal), statusOf(found.refusal));
}

function searchBody(visit: Visit, problem: SearchRefusal | { readonly kind: 'gone' } | undefined) {
  const { t } = visit;
  const body = html`<h1>${t('console.search.title')}</h1>
    <p class="lead">${t('console.search.lead')}</p>
    ${problem ? problemNotice(visit, problem) : nothing}
    ${card({
      body: form(visit, {
        action: '/search',
        body: html`${field(visit, {
          name: 'query',
          label: t('console.search.query'),
          hint: t('console.search.hint'),
          autocomplete: 'off',
          maxlength: 320,
        })}
        ${button({ label: t('console.search.submit') })}`,
      }),
    })}
    <p class="small soft">${t('console.search.recorded')}</p>`;
  return { title: t('console.search.title'), body, languageAddress: '/search' };
}

async function found(services: SupportServices, visit: Visit): Promise<FoundMember | undefined> {
  const searchId = visit.context.req.param('searchId') ?? '';
  return isId(searchId) ? foundBy(services, deskOfficerOf(visit), searchId) : undefined;
}

async function showFound(
  services: SupportServices,
  visit: Visit,
  problem: ReasonProblem | undefined,
  typed?: FormFields,
): Promise<Response> {
  const member = await found(services, visit);
  if (!member) return consolePage(visit, searchBody(visit, { kind: 'gone' }), 410);
  const { t } = visit;
  const action = `/search/${visit.context.req.param('searchId')}`;
  const body = html`<h1>${t('console.found.title')}</h1>
    ${notice({ kind: 'ok', body: html`<p>${t(`console.found.by.${member.kind}`)}</p>` })}
    <p class="lead">${t('console.found.lead')}</p>
    ${reasonForm(visit, { action, problem, typed, before: await caseChoice(services, visit, member, typed) })}
    ${linkButton({ href: '/search', label: t('console.found.again'), kind: 'secondary' })}`;
  const parts = { title: t('console.found.title'), body, languageAddress: action };
  return consolePage(visit, parts, problem ? statusOf(problem) : 200);
}

/** The member's open cases and a new one; a case that was searched by is chosen already. */
async function caseChoice(
  { database }: SupportServices,
  visit: Visit,
  { accountId, caseId }: FoundMember,
  typed: FormFields = {},
): Promise<Html> {
  const { t } = visit;
  const officer = deskOfficerOf(visit);
  const open = (accountId ? await casesOf(database, accountId) : []).filter(
    (one) => one.state !== 'closed' && !isHiddenFrom(officer, one),
  );
  const chosen = typed['case'] ?? caseId ?? '';
  return select({
    name: 'case',
    label: t('console.look.case'),
    value: open.some((one) => one.caseId === chosen) ? chosen : '',
    options: [
      { value: '', label: t('console.look.new_case') },
      ...open.map((one) => ({ value: one.caseId, label: caseLabel(t, one) })),
    ],
  });
}

function caseLabel(t: Visit['t'], { caseNumber, kind }: OpenedCase): string {
  return `${caseNumber} · ${t(`cases.kind.${kind}`)}`;
}

async function choose(services: SupportServices, visit: Visit, sent: FormFields): Promise<Response> {
  const chosen = reasonIn(sent);
  if (!chosen) return showFound(services, visit, { kind: 'no-reason' }, sent);
  const searchId = visit.context.req.param('searchId') ?? '';
  const caseId = sent['case'] ?? '';
  if (!isId(searchId) || (caseId !== '' && !isId(caseId))) return visit.redirect('/search');
  const opened = await openLook(services, deskOfficerOf(visit), {
    of: caseId === '' ? { searchId } : { searchId, caseId },
    ...chosen,
  });
  if (!opened.ok) return showFound(services, visit, opened.refusal, sent);
  return visit.redirect(`/look/${opened.value.caseId}`);
}
