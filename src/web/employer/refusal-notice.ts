import { longestReason, type ReceiveRefusal } from '#filings';
import type { Employer } from '#members';
import { formatNumber, type Html, html, nothing, type Visit } from '#platform';
import { notice } from '#web/layout';
import { addressOf } from './frame.ts';

/** Why a file was not taken in. */
export function refusalNotice(visit: Visit, employer: Employer, refusal: ReceiveRefusal): Html {
  const { t } = visit;
  const text = {
    too_many: () => html`<p>${t('employer.refusal.too_many')}</p>`,
    infected: () => html`<p>${t('employer.refusal.infected')}</p>`,
    not_scanned: () => html`<p>${t('employer.refusal.not_scanned')}</p>`,
    reason_needed: () => html`<p>${t('employer.refusal.reason_needed', { most: longestReason })}</p>`,
    not_allowed: () => html`<p>${t('employer.may_not_file')}</p>`,
    too_large: () =>
      html`<p>
        ${t('employer.refusal.too_large', {
          size: formatNumber(Math.floor(visit.config.FILING_MOST_BYTES / 1_000_000), t.language),
        })}
      </p>`,
    fault: () =>
      html`<p>
        ${refusal.kind === 'fault' ? t(`filing.fault.${refusal.fault}`, { line: 1, detail: '' }) : ''}
      </p>`,
    same_file: () =>
      html`<p>${t('employer.refusal.same_file')}</p>
        ${
          refusal.kind === 'same_file'
            ? html`<p>
                <a href="${addressOf(employer, `/filing/${refusal.filingId}`)}"
                  >${t('employer.refusal.see_same')}</a
                >
              </p>`
            : nothing
        }`,
  }[refusal.kind]();
  return notice({ kind: 'bad', body: text });
}
