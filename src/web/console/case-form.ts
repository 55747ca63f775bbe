import { type CaseKind, contactOf, type DeskCase, type Filled, filledOf } from '#cases';
import { isIsoDate } from '#kernel';
import {
  formatDate,
  formatMonth,
  formatRupiah,
  type FormFields,
  type Html,
  html,
  isMessageKey,
  nothing,
  type Visit,
} from '#platform';
import type { DeathRefusal, DeskServices } from '#support';
import { card, definitions, linkButton } from '#web/layout';
import { deathProblem } from './death-problem.ts';
import { lookQuestionCard } from './look-question.ts';
import { matchCard } from './death-match.ts';

/** The kinds that have a form and a page of their own at the desk; the list of cases can show one of them alone. */
export const deskKinds = [
  'death_report',
  'freeze_objection',
  'exit_notice',
  'movement',
  'wage_report',
  'merging',
] as const;

export function kindLinks({ t }: Visit, kind: CaseKind | undefined): Html {
  const one = (name: (typeof deskKinds)[number]) =>
    html`<li>
      ${name === kind ? html`<strong>${t(`cases.kind.${name}`)}</strong>` : html`<a href="/cases?kind=${name}">${t(`cases.kind.${name}`)}</a>`}
    </li>`;
  return html`<ul class="links">
    ${kind ? html`<li><a href="/cases">${t('console.cases.every_kind')}</a></li>` : nothing}
    ${deskKinds.map(one)}
  </ul>`;
}

/** What was filled into the form that opened the case, and the page on which it is worked on. */
export async function caseForm(
  services: DeskServices,
  visit: Visit,
  found: DeskCase,
  problem: DeathRefusal | undefined,
  typed: FormFields,
): Promise<Html> {
  const { database, keys } = services;
  const filled = await filledOf(database, keys, found.caseId);
  const contact = filled && (await contactOf(database, keys, found.caseId));
  return html`${problem ? deathProblem(visit, problem) : nothing}
  ${filled ? filledCard(visit, found.kind, { ...filled, ...(contact ? { contact: contact.address } : {}) }) : nothing}
  ${await lookQuestionCard(services, visit, found)}
  ${
    found.state === 'closed'
      ? nothing
      : html`${filled?.['payslip_wage'] ? linkButton({ href: `/wage-reports/${found.caseId}`, label: visit.t('console.wage_report.open') }) : nothing}
        ${wayOn(visit, found, typed)}`
  }`;
}

/** In the order of the forms; ids are for the program. */
const shown = [
  ['number', 'death.number'],
  ['name', 'death.name'],
  ['birth_date', 'death.birth_date'],
  ['reporter', 'console.filled.reporter'],
  ['relation', 'console.filled.relation'],
  ['contact', 'console.filled.contact'],
  ['member_number', 'portal.details.member_number'],
  ['employer', 'portal.column.employer'],
  ['started_on', 'exit.started'],
  ['last_day', 'exit.day'],
  ['reason', 'exit.reason'],
  ['month', 'portal.column.month'],
  ['amount', 'portal.column.amount'],
  ['wage', 'portal.column.wage'],
  ['payslip_wage', 'payslip.wage'],
  ['posted_on', 'portal.column.posted_on'],
  ['fault', 'movement.fault'],
] as const;

export function filledCard(visit: Visit, kind: CaseKind, filled: Filled): Html {
  const { t } = visit;
  const rows = shown.flatMap(([name, key]) => {
    const value = filled[name] ?? '';
    return value === '' ? [] : [{ term: t(key), value: readable(visit, kind, name, value) }];
  });
  return card({ title: t('console.filled.title'), body: definitions(rows) });
}

function readable({ t }: Visit, kind: CaseKind, name: string, value: string): string {
  const named = `${kind === 'death_report' ? 'death' : kind === 'exit_notice' ? 'exit' : 'movement'}.${name}.${value}`;
  if (isMessageKey(named)) return t(named);
  if (isIsoDate(value)) return formatDate(value, t.language);
  if (/^\d{4}-\d{2}$/.test(value)) return formatMonth(value as Parameters<typeof formatMonth>[0], t.language);
  return name === 'amount' || name.endsWith('wage') ? formatRupiah(BigInt(value), t.language) : value;
}

function wayOn(visit: Visit, { kind, caseId, personId }: DeskCase, typed: FormFields): Html {
  const { t } = visit;
  if (kind === 'death_report' && personId === undefined) return matchCard(visit, caseId, typed);
  if (kind === 'death_report' || kind === 'freeze_objection')
    return linkButton({ href: `/death/${caseId}`, label: t('console.death.title') });
  if (kind === 'movement')
    return linkButton({ href: `/movement/${caseId}`, label: t('console.movement.title') });
  return kind === 'exit_notice'
    ? linkButton({ href: `/exit/${caseId}`, label: t('console.exit.open') })
    : nothing;
}
