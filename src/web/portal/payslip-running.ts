import type { ContributionRow } from '#contributions';
import { formatInstant, formatRupiah, type Html, html, nothing, type Visit } from '#platform';
import type { WageReport, WageReportRefusal } from '#privacy';
import { button, card, caseBadge, conversation, definitions, form, linkButton, notice } from '#web/layout';
import { documentField, kilobytes } from './correction-documents.ts';
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
    ${card({
      title: t('portal.corrections.documents'),
      body: html`${
          documents.length === 0
            ? html`<p class="soft">${t('portal.corrections.no_documents')}</p>`
            : html`<ul class="rows">
                ${documents.map(
                  (one, place) =>
                    html`<li>
                      ${t('portal.corrections.document', { number: place + 1 })}
                      <span class="small soft"
                        >${t(`portal.corrections.type.${one.mediaType}`)}, ${kilobytes(one.sizeBytes)}
                        kB</span
                      >
                    </li>`,
                )}
              </ul>`
        }
        <p class="small soft">${t('portal.corrections.kept', { days: config.EVIDENCE_KEEP_DAYS })}</p>
        ${
          found.state === 'closed'
            ? nothing
            : form(visit, {
                action: payslipAddress(row),
                file: true,
                body: html`${documentField(visit, problem)}
                ${button({ label: t('portal.corrections.upload'), kind: 'secondary', name: 'act', value: 'add' })}`,
              })
        }`,
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
