import { type CaseLook, type CaseServices, lookUpCase } from '#cases';
import { type FormFields, type Html, html, nothing, type Page, type Visit } from '#platform';
import {
  button,
  card,
  caseBadge,
  definitions,
  field,
  form,
  helpAddress,
  notice,
  page,
  supportPhone,
} from '#web/layout';
import { carryReader } from './case-read.ts';

/**
 * A case by its number, for everybody: that it exists and its state, and nothing else. The question is a POST, so that no
 * number stands in an address or a log.
 */
export function caseLookPage(services: CaseServices): Page {
  return {
    path: '/case',
    access: 'public',
    get: (visit) => visit.html(lookPage(visit, undefined)),
    post: (visit, sent) => look(services, visit, sent),
  };
}

async function look(services: CaseServices, visit: Visit, sent: FormFields): Promise<Response> {
  const typed = (sent['number'] ?? '').slice(0, 60);
  const found = await lookUpCase(services, typed, visit);
  if (found.kind !== 'reader') return visit.html(lookPage(visit, found));
  carryReader(visit, found.token);
  return visit.redirect('/case/read');
}

type Answer = Exclude<CaseLook, { kind: 'reader' }>;

function lookPage(visit: Visit, found: Answer | undefined): Html {
  const { t } = visit;
  const fields = html`${field(visit, {
    name: 'number',
    label: t('cases.look.number'),
    hint: t('cases.look.number_hint'),
    maxlength: 60,
    autocomplete: 'off',
  })}
  ${button({ label: t('cases.look.submit') })}`;
  const body = html`<h1>${t('cases.look.title')}</h1>
    <p class="lead">${t('cases.look.lead')}</p>
    ${found ? answer(visit, found) : nothing}
    ${card({ body: form(visit, { action: '/case', body: fields }) })}
    <p>
      ${t('cases.look.more')}
      <a href="/security/cases">${t('cases.look.more_link')}</a>
    </p>
    <p><a href="${helpAddress('support-case')}">${t('layout.help_on_this')}</a></p>`;
  return page(visit, { title: t('cases.look.title'), body, languageAddress: '/case' });
}

function answer(visit: Visit, found: Answer): Html {
  const { t } = visit;
  if (found.kind === 'known')
    return card({
      title: t('cases.look.found'),
      body: html`${definitions([
          { term: t('cases.number'), value: html`<strong class="nowrap">${found.caseNumber}</strong>` },
          { term: t('cases.state'), value: caseBadge(visit, found.state) },
        ])}
        <p>${t(`cases.next.${found.state}`)}</p>`,
    });
  return notice({
    kind: found.kind === 'closing' ? 'info' : 'warn',
    body: html`<p>${t.html(`cases.look.${found.kind}`, { phone: supportPhone(visit) })}</p>`,
  });
}
