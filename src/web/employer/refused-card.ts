import type { Filing, RefusedRow } from '#filings';
import type { Employer } from '#members';
import { formatNumber, type Html, html, nothing, type Visit } from '#platform';
import { blank, card, dataTable, helpAddress, linkButton } from '#web/layout';
import { addressOf } from './frame.ts';
import { columnWords, reasonWords } from './words.ts';

/** The first of the refused rows, and all of them as a file. */
export function refusedCard(
  visit: Visit,
  employer: Employer,
  filing: Filing,
  rows: readonly RefusedRow[],
): Html {
  const { t } = visit;
  const more = (filing.rowsRefused ?? 0) - rows.length;
  const corrects = filing.correctionReason !== null;
  const ofMonth = corrects ? 'employer.refused.lead_correction' : 'employer.refused.lead_month';
  const lead = filing.month === null ? 'employer.refused.lead' : ofMonth;
  const ofWages = filing.month === null ? '' : `?month=${filing.month}`;
  return card({
    title: t('employer.refused.title'),
    body: html`<p>
        ${t(lead)}
        <a href="${helpAddress('employer-bad-rows')}">${t('employer.help.bad_rows')}</a>
      </p>
      <p>
        ${linkButton({
          href: addressOf(employer, `/filing/${filing.filingId}/bad-rows`),
          label: t('employer.refused.download'),
          kind: 'secondary',
        })}
      </p>
      <p>
        <a href="${addressOf(employer, `/upload/${filing.kind}${ofWages}`)}"
          >${t('employer.refused.again')}</a
        >
      </p>
      ${dataTable({
        caption: t('employer.refused.title'),
        captionUnseen: true,
        columns: [
          { label: t('employer.column.row') },
          { label: t('employer.column.column') },
          { label: t('employer.column.value') },
          { label: t('employer.column.reason'), full: true },
        ],
        rows: rows.map((row) => [
          t('employer.row', { row: row.row }),
          columnWords(visit, filing, row),
          row.value === '' ? blank : row.value,
          reasonWords(visit, row),
        ]),
      })}
      ${more > 0 ? html`<p>${t('employer.refused.more', { more: formatNumber(more, t.language) })}</p>` : nothing}`,
  });
}
