import { longestReason } from '#filings';
import { type FormFields, type Html, html, type Visit } from '#platform';
import { checkbox, textArea } from '#web/layout';

/**
 * Why wages that count already are sent anew; undefined for an ordinary report. Empty, and refused for that, when only one
 * of tick and reason was given.
 */
export function correctionSent(sent: FormFields): string | undefined {
  const reason = (sent['correction_reason'] ?? '').replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim();
  if (sent['correction'] !== 'on') return reason === '' ? undefined : '';
  return reason;
}

export function correctionFields({ t }: Visit, sent: FormFields = {}): Html {
  return html`${checkbox({
    name: 'correction',
    label: t('employer.correction.tick'),
    hint: t('employer.correction.hint'),
    checked: sent['correction'] === 'on',
  })}
  ${textArea({
    name: 'correction_reason',
    label: t('employer.correction.reason'),
    hint: t('employer.correction.reason_hint', { most: longestReason }),
    rows: 2,
    maxlength: longestReason,
    value: sent['correction_reason'] ?? '',
  })}`;
}
