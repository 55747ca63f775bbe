import type { CaseServices } from '#cases';
import { type Html, html, type Visit } from '#platform';
import { card, linkButton, notice } from '#web/layout';
import type { Services } from './reads.ts';

export const caseServicesOf = ({ database }: Services, visit: Visit): CaseServices => ({
  database,
  keys: visit.keys,
  config: visit.config,
});

/** The number of a case that a form opened or found, and where to follow it. */
export function filedBody(
  visit: Visit,
  filed: { readonly caseId: string; readonly caseNumber: string; readonly isNew: boolean },
  { back, again }: { readonly back: string; readonly again: 'exit.already' | 'movement.already' },
): Html {
  const { t, config } = visit;
  const number = html`<strong class="nowrap">${filed.caseNumber}</strong>`;
  return html`<h1>${t(filed.isNew ? 'cases.ask.done_title' : 'cases.filed_before')}</h1>
    ${notice({
      kind: filed.isNew ? 'ok' : 'info',
      standing: true,
      body: html`<p>${t.html(filed.isNew ? 'cases.ask.done' : again, { number })}</p>`,
    })}
    ${card({
      title: t('cases.ask.next'),
      body: html`<p>${t('cases.ask.answer_account')}</p>
        ${linkButton({ href: `${config.origins.sso}/security/cases/${filed.caseId}`, label: t('cases.filed_follow') })}
        <p><a href="${back}">${t('cases.filed_back')}</a></p>`,
    })}`;
}
