import { filledOf } from '#cases';
import { contributionMonth } from '#contributions';
import { AppError, dayIn, parseMonth } from '#kernel';
import { formatDate, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import type { DeskServices, Look } from '#support';
import { card, definitions, linkButton } from '#web/layout';
import { behindLook } from './behind-look.ts';
import { caseDocumentsCard, caseEvidencePage } from './case-evidence.ts';
import { filledCard } from './case-form.ts';
import { consolePage } from './frame.ts';
import { lookLine } from './look.ts';
import { type ConsolePage, deskRoles } from './roles.ts';

/** A member's confidential report that the payslip says otherwise: what it says, how the month stands now, the documents. */
export function wageReportPages(services: DeskServices): readonly ConsolePage[] {
  return [
    behindLook(services, {
      path: '/wage-reports/:caseId',
      roles: deskRoles,
      get: (visit, look) => show(services, visit, look),
    }),
    caseEvidencePage(services, 'wage_report'),
  ];
}

async function show(services: DeskServices, visit: Visit, look: Look): Promise<Response> {
  const { t } = visit;
  const { database, keys } = services;
  const { caseId, caseNumber } = look;
  const filled = await filledOf(database, keys, caseId);
  if (!filled?.['payslip_wage']) throw new AppError('not_found', 'no such report of a wage');
  const title = t('cases.kind.wage_report');
  const body = html`<p class="eyebrow"><a href="/cases/${caseId}">${caseNumber}</a></p>
    <h1>${title}</h1>
    <p class="lead">${t('console.wage_report.lead')}</p>
    ${lookLine(visit, look)} ${filledCard(visit, 'wage_report', filled)}
    ${await monthNow(services, visit, look, filled)}
    ${await caseDocumentsCard(services, visit, { kind: 'wage_report', caseId })}
    ${linkButton({ href: `/cases/${caseId}`, label: t('console.look.to_case'), kind: 'secondary' })}`;
  return consolePage(visit, { title, body, languageAddress: `/wage-reports/${caseId}` });
}

/** The month as it stands today: a correction may have come since. */
async function monthNow(
  { database }: DeskServices,
  visit: Visit,
  { personId }: Look,
  filled: Readonly<Record<string, string>>,
): Promise<Html> {
  const { t } = visit;
  const month = parseMonth(filled['month'] ?? '');
  const of = month && { membershipId: filled['membership'] ?? '', month };
  const found =
    of && personId ? await contributionMonth(database, personId, of, dayIn(visit.now)) : undefined;
  if (!found) return nothing;
  const { row } = found;
  const day = (on: typeof row.paidOn) => (on ? formatDate(on, t.language) : t('portal.step.not_yet'));
  return card({
    title: t('console.wage_report.now'),
    body: definitions([
      { term: t('cases.state'), value: t(`portal.state.${row.state}`) },
      {
        term: t('portal.column.wage'),
        value: row.wage === undefined ? t('portal.nothing_reported') : formatRupiah(row.wage, t.language),
      },
      { term: t('portal.step.reported'), value: day(row.reportedOn) },
      { term: t('portal.step.billed'), value: day(row.billedOn) },
      { term: t('portal.column.due'), value: day(row.dueOn) },
      { term: t('portal.step.paid'), value: day(row.paidOn) },
      { term: t('portal.step.posted'), value: day(row.postedOn) },
      ...(row.correctedOn ? [{ term: t('console.wage_report.corrected'), value: day(row.correctedOn) }] : []),
    ]),
  });
}
