import type { Filing, RefusedRow } from '#filings';
import type { Employer } from '#members';
import { formatNumber, type Html, html, nothing, type Visit } from '#platform';
import { blank, card, dataTable, helpAddress, linkButton } from '#web/layout';
import { addressOf } from './frame.ts';
import { columnWords, isTyped, reasonWords, typedWords } from './words.ts';

/** By the number of the row; for wages that were filled in by form. */
type Names = ReadonlyMap<number, string>;

/** The first of the refused rows, and all of them as a file; those of a form go back to the form. */
export function refusedCard(
  visit: Visit,
  employer: Employer,
  filing: Filing,
  rows: readonly RefusedRow[],
  names: Names,
): Html {
  return isWageForm(filing)
    ? wageFormCard(visit, employer, filing, { rows, names })
    : rowsCard(visit, employer, filing, rows);
}

/** Whether wages came from the form, whose rows are workers with names. */
export const isWageForm = ({ source, kind }: Filing): boolean => source === 'form' && kind === 'wages';

function wageFormCard(
  visit: Visit,
  employer: Employer,
  filing: Filing,
  { rows, names }: { readonly rows: readonly RefusedRow[]; readonly names: Names },
): Html {
  const { t } = visit;
  return card({
    title: t('employer.refused.title_typed'),
    body: html`<p>${t('employer.refused.lead_wages')}</p>
      <p>
        ${linkButton({
          href: addressOf(employer, `/form?month=${filing.month}`),
          label: t('employer.refused.again_typed'),
          kind: 'secondary',
        })}
      </p>
      ${dataTable({
        caption: t('employer.refused.title_typed'),
        captionUnseen: true,
        columns: [
          { label: t('employer.column.worker') },
          { label: t('employer.column.value') },
          { label: t('employer.column.reason'), full: true },
        ],
        rows: rows.map((row) => [
          names.get(row.row) ?? t('employer.row', { row: row.row }),
          row.value === '' ? blank : row.value,
          reasonWords(visit, row),
        ]),
      })}`,
  });
}

function rowsCard(visit: Visit, employer: Employer, filing: Filing, rows: readonly RefusedRow[]): Html {
  const { t } = visit;
  const more = (filing.rowsRefused ?? 0) - rows.length;
  const corrects = filing.correctionReason !== null;
  const ofMonth = corrects ? 'employer.refused.lead_correction' : 'employer.refused.lead_month';
  const lead = filing.month === null ? 'employer.refused.lead' : ofMonth;
  const ofWages = filing.month === null ? '' : `?month=${filing.month}`;
  const typed = isTyped(filing);
  return card({
    title: t(typed ? 'employer.refused.title_typed' : 'employer.refused.title'),
    body: html`<p>
        ${t(typed ? 'employer.refused.lead_typed' : lead)}
        ${typed && (filing.rowsGood ?? 0) > 0 ? t('employer.refused.lead_typed_others') : nothing}
        ${typed ? nothing : html`<a href="${helpAddress('employer-bad-rows')}">${t('employer.help.bad_rows')}</a>`}
      </p>
      ${typed ? formAgain(visit, employer, filing) : fileAgain(visit, employer, filing, ofWages)}
      ${dataTable({
        caption: t('employer.refused.title'),
        captionUnseen: true,
        columns: [
          { label: t(typed ? 'employer.column.worker' : 'employer.column.row') },
          { label: t('employer.column.column') },
          { label: t('employer.column.value') },
          { label: t('employer.column.reason'), full: true },
        ],
        rows: rows.map((row) => (typed ? typedCells : fileCells)(visit, filing, row)),
      })}
      ${more > 0 ? html`<p>${t('employer.refused.more', { more: formatNumber(more, t.language) })}</p>` : nothing}`,
  });
}

const shownValue = ({ value }: RefusedRow) => (value === '' ? blank : value);

const fileCells = (visit: Visit, filing: Filing, row: RefusedRow) => [
  visit.t('employer.row', { row: row.row }),
  columnWords(visit, filing, row),
  shownValue(row),
  reasonWords(visit, row),
];

/** By the number of the worker on the form: the file that it became begins with its header. */
function typedCells(visit: Visit, filing: Filing, row: RefusedRow) {
  const [column, reason] = typedWords(visit, filing, row);
  return [visit.t('employer.worker_form.worker', { number: row.row - 1 }), column, shownValue(row), reason];
}

const fileAgain = ({ t }: Visit, employer: Employer, { filingId, kind }: Filing, ofWages: string): Html =>
  html`<p>
      ${linkButton({
        href: addressOf(employer, `/filing/${filingId}/bad-rows`),
        label: t('employer.refused.download'),
        kind: 'secondary',
      })}
    </p>
    <p><a href="${addressOf(employer, `/upload/${kind}${ofWages}`)}">${t('employer.refused.again')}</a></p>`;

/** The form with what was typed, and the reason at its field. */
const formAgain = ({ t }: Visit, employer: Employer, { filingId, kind }: Filing): Html =>
  html`<p>
    ${linkButton({
      href: addressOf(employer, `/form/${kind}?filing=${filingId}`),
      label: t('employer.refused.again_typed'),
      kind: 'secondary',
    })}
  </p>`;
