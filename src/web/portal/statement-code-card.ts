import { formatInstant, type Html, html, nothing, type Visit } from '#platform';
import { type proofWithCode, writtenCode } from '#statements';
import { button, card, definitions, form, linkButton, notice, qrCode } from '#web/layout';
import { proofAddress, statementAddress } from './statement-body.ts';
import { looksText } from './statement-codes.ts';
import { checkAddress } from './statement-document.ts';

export type Found = NonNullable<Awaited<ReturnType<typeof proofWithCode>>>;
/** The code to read and to scan, what it shows, and how often it was checked. */
export function codeCard(visit: Visit, proof: Found): Html {
  const { t, session } = visit;
  const { code, proofId, expiresAt, showsAmounts, looks, lastLookAt } = proof;
  const instant = (at: Date) => formatInstant(at, t.language, session?.timeZone);
  const shown = card({
    title: t('statement.code'),
    body: html`<p class="secret">${writtenCode(code)}</p>
      <p class="center">${qrCode(checkAddress(visit, code), t('statement.code_picture'))}</p>
      ${definitions([
        { term: t('statement.code_where'), value: checkAddress(visit) },
        { term: t('statement.code_until'), value: instant(expiresAt) },
        {
          term: t('statement.code_shows'),
          value: t(showsAmounts ? 'statement.code_with' : 'statement.code_without'),
        },
        {
          term: t('statement.code_looks'),
          value: html`${looksText(visit, looks)}${lastLookAt ? html`, ${t('statement.code_last', { at: instant(lastLookAt) })}` : nothing}`,
        },
      ])}
      <p>${linkButton({ href: `${proofAddress(proofId)}/pdf`, label: t('statement.download_code') })}</p>
      <button type="button" class="button secondary" data-print hidden>
        ${t('security.recovery.print')}
      </button>`,
  });
  return html`${shown} ${card({ body: withdrawForm(visit, proofId) })}`;
}

function withdrawForm(visit: Visit, proofId: string): Html {
  const { t } = visit;
  return form(visit, {
    action: proofAddress(proofId),
    body: html`<p class="small">${t('statement.withdraw_text')}</p>
      ${button({ label: t('statement.withdraw'), kind: 'secondary' })}`,
  });
}

/** When the books say otherwise today than the paper of that day. */
export function changedNotice(visit: Visit, { proofId, year }: Found): Html {
  const { t } = visit;
  return notice({
    kind: 'warn',
    body: html`<p>${t('statement.changed')}</p>
      <p><a href="${statementAddress(year)}#code">${t('statement.changed_link')}</a></p>
      ${withdrawForm(visit, proofId)}`,
  });
}
