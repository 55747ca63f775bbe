import type { ContributionRow } from '#contributions';
import { formatInstant, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import type { WageReport, WageReportRefusal } from '#privacy';
import { card, caseBadge, conversation, definitions, linkButton, notice } from '#web/layout';
import { caseDocumentsCard } from './case-documents.ts';
import { payslipAddress } from './month-address.ts';

/** The report that there is: where it stands, what was said, and room for another document while it is open. */
export function runningReport(
  visit: Visit,
  row: ContributionRow,
  { found, filled, conversation: written, documents }: WageReport,
  refusal: WageReportRefusal | undefined,
): Html {
  const { t, config } = visit;
  const money = (text: string | undefined) =>
    text ? formatRupiah(BigInt(text), t.language) : t('portal.nothing_reported');
  const problem =
    refusal === undefined || refusal === 'wage' || refusal === 'same'
      ? undefined
      : t(`portal.corrections.file.${refusal}`);
  return html`${said(visit)}
    <p>${t(`payslip.state.${found.state}`)} ${t('payslip.confidential')}</p>
    ${card({
      body: definitions([
        { term: t('cases.number'), value: html`<strong class="nowrap">${found.caseNumber}</strong>` },
        { term: t('cases.state'), value: caseBadge(visit, found.state) },
        {
          term: t('cases.opened'),
          value: formatInstant(found.openedAt, t.language, visit.session?.timeZone),
        },
        { term: t('payslip.reported_then'), value: money(filled['wage']) },
        { term: t('payslip.wage'), value: money(filled['payslip_wage']) },
      ]),
    })}
    ${written.length > 0 ? conversation(visit, written) : nothing}
    ${caseDocumentsCard(visit, {
      documents,
      action: found.state === 'closed' ? undefined : payslipAddress(row),
      problem,
    })}
    ${linkButton({
      href: `${config.origins.sso}/security/cases/${found.caseId}`,
      label: t('payslip.write'),
      kind: 'secondary',
    })}`;
}

function said({ t, context: { req } }: Visit): Html {
  if (req.query('done') === '1') return notice({ kind: 'ok', body: html`<p>${t('payslip.done')}</p>` });
  if (req.query('again') === '1') return notice({ kind: 'info', body: html`<p>${t('payslip.again')}</p>` });
  return nothing;
}
