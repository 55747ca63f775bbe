import { longestWords } from '#cases';
import type { ContributionRow } from '#contributions';
import { type FormFields, formatMonth, formatRupiah, type Html, html, type Visit } from '#platform';
import type { WageReportRefusal } from '#privacy';
import { button, card, definitions, field, form, notice, textArea } from '#web/layout';
import { documentField } from './correction-documents.ts';
import { payslipAddress } from './month-address.ts';

export type TypedPayslip = { readonly wage: string; readonly words: string };

export const typedPayslip = (sent: FormFields): TypedPayslip => ({
  wage: (sent['wage'] ?? '').trim(),
  words: (sent['words'] ?? '').slice(0, longestWords),
});

/** What the payslip says; whatever was typed stands there again when something is refused. */
export function payslipForm(
  visit: Visit,
  row: ContributionRow,
  typed: TypedPayslip = { wage: '', words: '' },
  problem: { readonly refusal?: WageReportRefusal | undefined; readonly hadFile?: boolean | undefined } = {},
): Html {
  const { t } = visit;
  const { refusal, hadFile } = problem;
  const onWage = refusal === 'wage' || refusal === 'same';
  const onFile =
    refusal === undefined || onWage
      ? hadFile && t('payslip.file_again')
      : t(`portal.corrections.file.${refusal}`);
  return html`<p class="lead">${t('payslip.lead')}</p>
    ${notice({
      kind: 'info',
      title: t('payslip.confidential_title'),
      body: html`<p>${t('payslip.confidential')}</p>`,
    })}
    ${card({
      title: t('payslip.reported'),
      body: definitions([
        { term: t('portal.column.month'), value: formatMonth(row.month, t.language) },
        { term: t('portal.column.employer'), value: row.employerName ?? '' },
        {
          term: t('portal.column.wage'),
          value: row.wage === undefined ? t('portal.nothing_reported') : formatRupiah(row.wage, t.language),
        },
      ]),
    })}
    ${card({
      title: t('payslip.yours'),
      body: form(visit, {
        action: payslipAddress(row),
        file: true,
        body: html`${field(visit, {
            name: 'wage',
            label: t('payslip.wage'),
            hint: t('payslip.wage_hint'),
            value: typed.wage,
            inputmode: 'numeric',
            maxlength: 40,
            autocomplete: 'off',
            error: onWage ? t(`payslip.wrong.${refusal}`) : undefined,
          })}
          ${textArea({
            name: 'words',
            label: t('payslip.words'),
            hint: t('payslip.words_hint'),
            rows: 4,
            maxlength: longestWords,
            value: typed.words,
          })}
          ${documentField(visit, onFile || undefined)}
          <p class="small soft">${t('payslip.file_hint')}</p>
          ${button({ label: t('payslip.send') })}`,
      }),
    })}`;
}
